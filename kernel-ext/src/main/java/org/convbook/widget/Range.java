package org.convbook.widget;

/**
 * From one number to another, both included.
 *
 * @param low  the smaller end
 * @param high the larger end; one that is below {@code low} is an {@link IllegalArgumentException}
 * @param <V>  Integer or Double
 */
public record Range<V extends Number & Comparable<V>>(V low, V high) {
    /** Checks the order. */
    public Range {
        if (low.compareTo(high) > 0) throw new IllegalArgumentException("Range: low " + low + " is above high " + high);
    }
}
