package org.convbook.data.transform;

/**
 * Where each pixel of a changed image comes from, if only whole rows and columns were moved and squares covered, so that a device can do it.
 * <pre>
 * table  H + W numbers, for each row and then each column of the result: in the lower 16 bits the row or column of the image that it comes from,
 *        or {@link #OUTSIDE}; in the upper 16 a bit for each square that covers it
 * pixel  0 if its row or column is outside, or one square covers both; else the value at that row and column
 * </pre>
 */
public final class PixelMoves {
    /** A row or column that lies outside the image. */
    public static final int OUTSIDE = 0xFFFF;
    private static final int MOST_SQUARES = 16;

    private int[] rows;
    private int[] columns;
    private int squares;

    /** Nothing moved. A side above 65534 is an {@link IllegalArgumentException}. */
    public PixelMoves(int height, int width) {
        if (height >= OUTSIDE || width >= OUTSIDE) {
            throw new IllegalArgumentException("PixelMoves: sides must be below 65535, got " + height + "x" + width);
        }
        rows = line(height);
        columns = line(width);
    }

    private static int[] line(int size) {
        int[] line = new int[size];
        for (int i = 0; i < size; i++) line[i] = i;
        return line;
    }

    int height() {
        return rows.length;
    }

    int width() {
        return columns.length;
    }

    /** The pixel of row y and column x now comes from where that of fromRows[y] and fromColumns[x] came from; -1 is outside. */
    void move(int[] fromRows, int[] fromColumns) {
        rows = moved(rows, fromRows);
        columns = moved(columns, fromColumns);
    }

    private static int[] moved(int[] line, int[] from) {
        int[] result = new int[line.length];
        for (int i = 0; i < result.length; i++) result[i] = from[i] < 0 ? OUTSIDE : line[from[i]];
        return result;
    }

    /** Covers a square, as far as it lies within the image. */
    void cover(int top, int left, int size) {
        if (squares == MOST_SQUARES) throw new IllegalArgumentException("PixelMoves: there is room for 16 squares");
        int bit = 1 << Short.SIZE + squares++;
        for (int y = Math.max(0, top); y < Math.min(rows.length, top + size); y++) rows[y] |= bit;
        for (int x = Math.max(0, left); x < Math.min(columns.length, left + size); x++) columns[x] |= bit;
    }

    /** Writes the table. */
    public void table(int[] into, int offset) {
        System.arraycopy(rows, 0, into, offset, rows.length);
        System.arraycopy(columns, 0, into, offset + rows.length, columns.length);
    }
}
