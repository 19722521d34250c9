package org.convbook.data.synthetic;

import org.convbook.data.SplitMix;

/** One cell: a dented disc, r(angle) = radius * (1 + three waves), with a rim and a nucleus. */
final class Cell {
    private static final int WAVES = 3;
    private static final double RIM = 0.78;            // of the radius: from here on the rim

    private final int side;
    private final double y;
    private final double x;
    private final double radius;
    private final double[] strength = new double[WAVES];
    private final double[] phase = new double[WAVES];
    private final double brightness;

    Cell(int side, SplitMix rng) {
        this.side = side;
        y = rng.nextDouble(0, side);
        x = rng.nextDouble(0, side);
        radius = rng.nextDouble(6, 13);
        for (int k = 0; k < WAVES; k++) {
            strength[k] = rng.nextDouble(0, 0.16) / (k + 1);
            phase[k] = rng.nextDouble(0, 2 * Math.PI);
        }
        brightness = rng.nextDouble(0.08, 0.35) * (rng.nextInt(4) == 0 ? -0.6 : 1);      // every fourth is darker than the ground
    }

    /** Paints what of it is not taken yet as cell k; where it touches another, a line of ground stays between the two. */
    void paint(int k, int[] owner, double[] light, SplitMix rng) {
        double nucleusY = y + radius * rng.nextDouble(-0.3, 0.3);
        double nucleusX = x + radius * rng.nextDouble(-0.3, 0.3);
        double nucleus = radius * rng.nextDouble(0.25, 0.4);
        int reach = (int) Math.ceil(1.4 * radius);
        for (int row = Math.max(0, (int) y - reach); row < Math.min(side, (int) y + reach + 1); row++) {
            for (int column = Math.max(0, (int) x - reach); column < Math.min(side, (int) x + reach + 1); column++) {
                double t = place(row, column);
                double grain = 0.03 * rng.nextGaussian();
                int p = row * side + column;
                if (t >= 1 || owner[p] != 0) continue;
                if (touches(owner, row, column, k)) {
                    owner[p] = -1;
                    continue;
                }
                owner[p] = k;
                boolean inNucleus = StrictMath.hypot(row - nucleusY, column - nucleusX) < nucleus;
                light[p] += brightness * (t > RIM ? 1.3 : inNucleus ? -0.3 : 0.7) + grain;
            }
        }
    }

    /** The distance from the middle, with 1 at the outline. */
    private double place(int row, int column) {
        double dy = row + 0.5 - y;
        double dx = column + 0.5 - x;
        double angle = StrictMath.atan2(dy, dx);
        double outline = 1;
        for (int w = 0; w < WAVES; w++) outline += strength[w] * StrictMath.cos((w + 2) * angle + phase[w]);
        return StrictMath.hypot(dy, dx) / (radius * outline);
    }

    private boolean touches(int[] owner, int row, int column, int k) {
        for (int r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++) {
                int other = owner[r * side + c];
                if (other > 0 && other != k) return true;
            }
        }
        return false;
    }
}
