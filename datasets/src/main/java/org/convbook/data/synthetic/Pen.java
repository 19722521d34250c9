package org.convbook.data.synthetic;

/** A round pen on a small sheet of grey pixels: 0 is paper, 1 is ink. */
final class Pen {
    private static final double EDGE = 0.5;                                    // half the width of the grey rim, in pixels

    private final int size;
    private final double[] sheet;

    /** An empty sheet of size x size pixels. */
    Pen(int size) {
        this.size = size;
        this.sheet = new double[size * size];
    }

    /** The pixels, row by row. */
    double[] sheet() {
        return sheet;
    }

    /**
     * Draws a straight piece of a stroke; the radius goes evenly from r0 to r1. Pixel (x, y) covers x to x + 1.
     * A pixel's ink is by how much its centre lies inside: 1 from half a pixel inside the edge, 0 from half a pixel outside.
     */
    void line(double x0, double y0, double r0, double x1, double y1, double r1) {
        double reach = Math.max(r0, r1) + EDGE;
        int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
        int right = (int) Math.min(size - 1, Math.ceil(Math.max(x0, x1) + reach));
        int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
        int bottom = (int) Math.min(size - 1, Math.ceil(Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squared = Math.max(1e-12, dx * dx + dy * dy);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double t = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
                double qx = px - t * dx;
                double qy = py - t * dy;
                double ink = (r0 + t * (r1 - r0) - Math.sqrt(qx * qx + qy * qy)) / (2 * EDGE) + 0.5;
                int p = y * size + x;
                if (ink > sheet[p]) sheet[p] = Math.min(1, ink);
            }
        }
    }

    /** Moves the drawing by whole pixels so that its centre of mass lies in the middle, but never over the edge of the sheet. */
    double[] centred() {
        double mass = 0;
        double mx = 0;
        double my = 0;
        int[] box = {size, -1, size, -1};                                      // left, right, top, bottom
        for (int p = 0; p < sheet.length; p++) {
            if (sheet[p] == 0) continue;
            int x = p % size;
            int y = p / size;
            mass += sheet[p];
            mx += sheet[p] * x;
            my += sheet[p] * y;
            box[0] = Math.min(box[0], x);
            box[1] = Math.max(box[1], x);
            box[2] = Math.min(box[2], y);
            box[3] = Math.max(box[3], y);
        }
        if (mass == 0) return sheet.clone();
        double middle = (size - 1) / 2.0;
        int right = within(middle - mx / mass, -box[0], size - 1 - box[1]);
        int down = within(middle - my / mass, -box[2], size - 1 - box[3]);
        double[] moved = new double[sheet.length];
        for (int y = box[2]; y <= box[3]; y++) {
            for (int x = box[0]; x <= box[1]; x++) moved[(y + down) * size + x + right] = sheet[y * size + x];
        }
        return moved;
    }

    private static int within(double shift, int least, int most) {
        return (int) Math.min(most, Math.max(least, Math.floor(shift + 0.5)));
    }
}
