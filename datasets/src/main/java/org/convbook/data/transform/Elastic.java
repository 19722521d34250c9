package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/** Random displacements, smoothed by a Gaussian. */
final class Elastic extends Warp {
    private static final double CUT = 4;               // deviations: what lies beyond is less than 1e-4 of the whole

    private final double alpha;
    private final double[] gaussian;

    Elastic(double alpha, double sigma) {
        super(Border.ZERO);
        this.alpha = Amount.atLeastZero("elastic: alpha", alpha);
        if (!(sigma > 0 && sigma <= 1000)) throw new IllegalArgumentException("elastic: sigma must be in (0, 1000] pixels, got " + sigma);
        gaussian = gaussian(sigma);
    }

    private static double[] gaussian(double sigma) {
        int radius = (int) Math.ceil(CUT * sigma);
        double[] g = new double[2 * radius + 1];
        double sum = 0;
        for (int k = 0; k < g.length; k++) {
            double t = (k - radius) / sigma;
            g[k] = StrictMath.exp(-t * t / 2);
            sum += g[k];
        }
        for (int k = 0; k < g.length; k++) g[k] /= sum;
        return g;
    }

    @Override Field draw(int height, int width, RandomGenerator rng) {
        Field field = Field.identity(height, width);
        displace(field.x(), height, width, rng);
        displace(field.y(), height, width, rng);
        return field;
    }

    private void displace(double[] places, int height, int width, RandomGenerator rng) {
        double[] u = new double[places.length];
        for (int p = 0; p < u.length; p++) u[p] = Amount.around0(1, rng);
        double[] d = smoothed(smoothed(u, height, width, 1, width), height, width, width, 1);
        for (int p = 0; p < places.length; p++) places[p] += alpha * d[p];
    }

    /** Convolved along one direction: lines of {@code across}, whose pixels lie {@code step} apart. */
    private double[] smoothed(double[] from, int height, int width, int step, int lineStep) {
        int length = step == 1 ? width : height;
        int lines = step == 1 ? height : width;
        int radius = gaussian.length / 2;
        double[] to = new double[from.length];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < length; i++) {
                double sum = 0;
                for (int j = Math.max(0, i - radius); j <= Math.min(length - 1, i + radius); j++) {
                    sum += gaussian[j - i + radius] * from[line * lineStep + j * step];
                }
                to[line * lineStep + i * step] = sum;
            }
        }
        return to;
    }
}
