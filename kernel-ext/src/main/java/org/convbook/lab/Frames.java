package org.convbook.lab;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Pen;
import org.convbook.chart.Pictures;
import org.convbook.lab.FrameSheet.Axis;
import org.convbook.render.Html;
import org.convbook.render.Levels;
import org.convbook.render.Showable;

/**
 * Pictures drawn in advance for every place of one or two sliders, which then move without a kernel: in a notebook just run, in an exported
 * report, several on a page.
 * <pre>
 * Frames.over("sigma", List.of(0.5, 1.0, 2.0), sigma -&gt; blurred(sigma))
 * Frames.over("step", 0, 20, step -&gt; figure(step)).title("Gradient descent")
 * </pre>
 * A frame is a {@code Figure}, something drawn, or a {@code BufferedImage}; anything else, no frame or more than a thousand are an
 * {@link IllegalArgumentException}. Where scripts do not run, and on paper, the first frame stands alone. One output stays below 1 MB: heavy
 * drawings become pixels, then places are left out, and a note says so.
 */
public final class Frames implements Showable {
    private static final int MOST = 1000;
    private static final int SMALL = 128;
    private static final int READABLE = 256;
    private static final int LARGEST = 1600;
    private static final int ROOM = 12_000;                                // for the script and the tags around it
    private static final double[] SCALES = {2, 1.5, 1};
    private static final int WHOLE_PLAY = 15_000;                          // milliseconds, and between two frames at least and at most
    private static final int FASTEST = 200;
    private static final int SLOWEST = 1000;

    private final List<Axis> axes;
    private final List<Figure> frames;
    private String title;
    private int[] start;
    private Levels levels;

    private Frames(List<Axis> axes, List<Figure> frames) {
        this.axes = axes;
        this.frames = sameSize(frames);
        this.title = frames.get(0).title();
        this.start = new int[axes.size()];
    }

    /** A frame for each whole number from {@code from} to {@code to}, both included. */
    public static Frames over(String axis, int from, int to, IntFunction<?> draw) {
        return over(axis, IntStream.rangeClosed(from, to).boxed().toList(), draw::apply);
    }

    /** A frame for each value; the slider says the value as {@code String.valueOf} writes it. */
    public static <A> Frames over(String axis, List<A> values, Function<? super A, ?> draw) {
        check(values.size());
        return new Frames(List.of(axis(axis, values)), values.stream().map(v -> figure(draw.apply(v))).toList());
    }

    /** A frame for each pair of values, with two sliders. */
    public static <A, B> Frames over(String first, List<A> as, String second, List<B> bs, BiFunction<? super A, ? super B, ?> draw) {
        check(as.size() * bs.size());
        List<Figure> all = new ArrayList<>();
        for (A a : as) for (B b : bs) all.add(figure(draw.apply(a, b)));
        return new Frames(List.of(axis(first, as), axis(second, bs)), all);
    }

    /** What the frames show, for those who cannot see them; without it the first frame's title. */
    public Frames title(String title) {
        this.title = title;
        levels = null;
        return this;
    }

    /** The frame that stands first, by its place on each axis, from 0. A place that is not there is an {@link IllegalArgumentException}. */
    public Frames startAt(int... places) {
        boolean there = places.length == axes.size() && IntStream.range(0, places.length).allMatch(a -> places[a] >= 0 && places[a] < places(a));
        if (!there)
            throw new IllegalArgumentException("Frames: there is no place " + Arrays.toString(places) + " among "
                + axes.stream().map(a -> a.labels().size() + " of " + a.name()).collect(Collectors.joining(" x ")));
        start = places.clone();
        levels = null;
        return this;
    }

    /** How many frames there are. */
    public int size() {
        return frames.size();
    }

    /** The frame that stands first. */
    public Figure figure() {
        int place = 0;
        for (int a = 0; a < start.length; a++) place = place * places(a) + start[a];
        return frames.get(place);
    }

    @Override public synchronized Levels levels() {
        if (levels == null) levels = baked();
        return levels;
    }

    /** The first frame in words, and what the sliders move. */
    @Override public String toString() {
        String sliders = IntStream.range(0, axes.size()).mapToObj(a -> {
            List<String> labels = axes.get(a).labels();
            return axes.get(a).name() + " " + labels.get(start[a]) + " of " + labels.get(0) + " to " + labels.get(labels.size() - 1);
        }).collect(Collectors.joining(", "));
        return figure().text() + "\n(frame at " + sliders + ")";
    }

    private int places(int axis) {
        return axes.get(axis).labels().size();
    }

    private Levels baked() {
        Levels first = Levels.of(figure()).withText(toString());
        if (frames.size() == 1) return first;
        int room = Levels.MOST - first.weight() - ROOM, step = 1;
        List<String> drawings = frames.stream().map(Figure::svg).toList();
        String payload = sheet(1).ofDrawings(drawings);
        for (int i = 0; i < SCALES.length && payload.length() > room; i++)
            if (pixels(figure(), SCALES[i]).length() * frames.size() < 2 * room) payload = sheet(1).ofPixels(pixels(SCALES[i], 1));
        while (payload.length() > room) {
            if (every(step).count() == 1) return first;                    // it fills the output alone
            step++;
            payload = sheet(step).ofDrawings(every(step).mapToObj(drawings::get).toList());
            boolean pixels = payload.length() > room && pixels(figure(), 1).length() * every(step).count() < 2 * room;
            if (pixels) payload = sheet(step).ofPixels(pixels(1, step));
        }
        return moving(first, payload, step);
    }

    private Levels moving(Levels first, String payload, int step) {
        String note = step == 1 ? "" : "one frame of " + step + " in each direction is kept: all " + frames.size()
            + " would weigh more than the 1 MB that one output may";
        String key = Integer.toHexString(payload.hashCode());
        String html = "<div class=\"cb-frames\" data-key=\"" + key + "\">" + first.html()
            + "<script>" + Script.TEXT + "(\"" + payload + "\",\"" + key + "\")</script></div>" + (note.isEmpty() ? "" : Html.note(note));
        String text = first.text() + (note.isEmpty() ? "" : "\n(" + note + ")");
        return new Levels(html, first.svg(), first.png(), first.width(), first.height(), text);
    }

    private FrameSheet sheet(int step) {
        List<Axis> kept = IntStream.range(0, axes.size()).mapToObj(a -> axes.get(a).every(step, start[a] % step)).toList();
        int longest = kept.stream().mapToInt(a -> a.labels().size()).max().orElseThrow();
        int interval = Math.max(FASTEST, Math.min(SLOWEST, WHOLE_PLAY / longest));
        return new FrameSheet(title, kept, Arrays.stream(start).map(s -> s / step).toArray(), frames.get(0).width(), interval);
    }

    /** The numbers of the frames that are kept: on each axis the one that stands first, and each so many places from it. */
    private IntStream every(int step) {
        return IntStream.range(0, frames.size()).filter(i -> {
            int rest = i;
            for (int a = axes.size() - 1; a >= 0; rest /= places(a), a--) if ((rest % places(a) - start[a]) % step != 0) return false;
            return true;
        });
    }

    private List<String> pixels(double scale, int step) {
        return every(step).mapToObj(i -> pixels(frames.get(i), scale)).toList();
    }

    private static String pixels(Figure figure, double scale) {
        return Base64.getEncoder().encodeToString(figure.png(scale));
    }

    private static Axis axis(String name, List<?> values) {
        return new Axis(name, values.stream().map(String::valueOf).toList());
    }

    private static void check(long count) {
        if (count < 1 || count > MOST) throw new IllegalArgumentException("Frames: 1 to " + MOST + " frames, got " + count);
    }

    private static Figure figure(Object frame) {
        if (frame instanceof Figure figure) return figure;
        if (frame instanceof Drawn drawn) return drawn.figure();
        if (frame instanceof BufferedImage image) return figure(image);
        throw new IllegalArgumentException("Frames: a frame must be a figure, something drawn or a picture, got "
            + (frame == null ? "null" : frame.getClass().getSimpleName()));
    }

    private static Figure figure(BufferedImage image) {
        int side = Math.max(image.getWidth(), image.getHeight()), factor = side <= SMALL ? READABLE / side : 1;
        BufferedImage shown = Pictures.shrink(image, LARGEST);
        return Figure.of(shown.getWidth() * factor, shown.getHeight() * factor, "picture, " + image.getWidth() + " x "
            + image.getHeight() + " pixels",
            g -> new Pen(g).picture(shown, 0, 0, factor));
    }

    /** A frame that is smaller than the largest gets room to its right and below: nothing jumps when frames change. */
    private static List<Figure> sameSize(List<Figure> all) {
        int width = all.stream().mapToInt(Figure::width).max().orElseThrow();
        int height = all.stream().mapToInt(Figure::height).max().orElseThrow();
        return all.stream().map(f -> f.width() == width && f.height() == height ? f : Figure.of(width, height, f.text(), f::paint)).toList();
    }

    /** The script in the page, read once. */
    private static final class Script {
        static final String TEXT = read();

        private static String read() {
            try (InputStream in = Frames.class.getResourceAsStream("frames.js")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("frames.js is missing beside Frames", e);
            }
        }
    }
}
