package org.convbook.chart;

/** Something that can be drawn; a notebook shows its figure, plain Java its {@code toString()}. */
public interface Drawn {
    /** The drawing. */
    Figure figure();
}
