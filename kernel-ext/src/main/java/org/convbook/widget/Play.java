package org.convbook.widget;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/** Play, pause, stop: counts from min to max, one step each interval, in the page. */
public final class Play extends Bounded<Integer, Play> {
    private final Attribute<Integer> step, interval;
    private final Attribute<Boolean> playing, repeat;

    /** Counts from min to max; it stands at min and does not run yet. */
    public Play(int min, int max) {
        super("Play", "DescriptionStyle", "", StateType.INT, min, max, min);
        step = attribute("step", StateType.INT, 1).check(s -> atLeast(1, s, "Play: step"));
        interval = attribute("interval", StateType.INT, 100).check(ms -> atLeast(1, ms, "Play: interval"));
        playing = attribute("playing", StateType.FLAG, false);
        repeat = attribute("repeat", StateType.FLAG, false);
        attribute("show_repeat", StateType.FLAG, true);
    }

    /** Sets how far each step goes, 1 at first. */
    public Play step(int step) {
        this.step.set(step);
        return this;
    }

    /** Sets the time between two steps in milliseconds, 100 at first. */
    public Play interval(int milliseconds) {
        interval.set(milliseconds);
        return this;
    }

    /** Whether it runs. */
    public boolean playing() {
        return playing.get();
    }

    /** Lets it run, or pauses it. */
    public Play playing(boolean playing) {
        this.playing.set(playing);
        return this;
    }

    /** Whether it starts again after the last value. */
    public Play repeat(boolean repeat) {
        this.repeat.set(repeat);
        return this;
    }
}
