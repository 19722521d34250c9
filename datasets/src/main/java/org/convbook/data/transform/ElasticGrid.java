package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Random displacements at the points of a coarse grid, joined by Catmull-Rom curves in both directions. */
final class ElasticGrid extends Warp {
    private final int points;
    private final double deviation;

    ElasticGrid(int points, double deviation) {
        super(Border.REFLECT);
        if (points < 2 || points > 1000) throw new IllegalArgumentException("elasticGrid: points must be 2 to 1000, got " + points);
        this.points = points;
        this.deviation = Amount.atLeastZero("elasticGrid: deviation", deviation);
    }

    @Override Field draw(int height, int width, RandomGenerator rng) {
        Field field = Field.identity(height, width);
        displace(field.x(), height, width, rng);
        displace(field.y(), height, width, rng);
        return field;
    }

    private void displace(double[] places, int height, int width, RandomGenerator rng) {
        double[][] grid = new double[points][points];
        for (double[] row : grid) for (int k = 0; k < points; k++) row[k] = deviation * rng.nextGaussian();
        double[] column = new double[points];
        for (int x = 0; x < width; x++) {
            for (int k = 0; k < points; k++) column[k] = between(grid[k], x, width);
            for (int y = 0; y < height; y++) places[y * width + x] += between(column, y, height);
        }
    }

    /** The curve through the points, the first at pixel 0 and the last at the last pixel; beyond the ends they repeat. */
    private static double between(double[] points, int i, int size) {
        double t = size == 1 ? 0 : (double) i * (points.length - 1) / (size - 1);
        int k = Math.min((int) t, points.length - 2);
        double s = t - k;
        double a = points[Math.max(0, k - 1)];
        double b = points[k];
        double c = points[k + 1];
        double d = points[Math.min(points.length - 1, k + 2)];
        return b + s / 2 * (c - a + s * (2 * a - 5 * b + 4 * c - d + s * (3 * (b - c) + d - a)));
    }
}
