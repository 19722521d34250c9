package org.convbook.data;

import java.util.random.RandomGenerator;
import org.convbook.data.transform.Transform;

/**
 * Shifts an image's colours along the directions in which the colours of the training images vary most (AlexNet's augmentation).
 * <pre>
 * y[c] = x[c] + sum over k of  eigenvector[k][c] * alpha[k] * eigenvalue[k]      alpha[k] normal, mean 0, one draw an image
 * </pre>
 * Eigenvalues and eigenvectors are those of the covariance of the channels over all pixels, with values in [0, 1]. The paper's deviation
 * of alpha is 0.1. An eigenvalue goes with the square of the values' unit, so the same formula on values of 0 to 255 would shift 255
 * times as much. Values may leave [0, 1]; a deviation of 0 changes nothing. Masks stay.
 *
 * @see <a href="https://doi.org/10.1145/3065386">Krizhevsky, Sutskever &amp; Hinton 2012, ImageNet classification, section 4.1</a>
 */
public final class PcaJitter implements Transform {
    private final Eigen eigen;
    private final double deviation;

    private PcaJitter(Eigen eigen, double deviation) {
        this.eigen = eigen;
        this.deviation = deviation;
    }

    /**
     * Reads every image of {@code train} once. A data set without images, or a deviation that is negative or not finite, is an
     * {@link IllegalArgumentException}.
     */
    public static PcaJitter of(Dataset train, double deviation) {
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("PcaJitter: deviation must be 0 or more and finite, got " + deviation);
        }
        return new PcaJitter(Eigen.of(ChannelStatistics.of(train).covariance), deviation);
    }

    /** The variances along the directions, largest first; the caller's own copy. */
    public double[] eigenvalues() {
        return eigen.values().clone();
    }

    /** The directions, one a row and each of length 1, in the order of the eigenvalues; the caller's own copy. */
    public double[][] eigenvectors() {
        double[][] copy = eigen.vectors().clone();
        for (int k = 0; k < copy.length; k++) copy[k] = copy[k].clone();
        return copy;
    }

    @Override public void apply(float[] image, int[] shape, RandomGenerator rng) {
        double[] values = eigen.values();
        if (shape[0] != values.length) {
            throw new IllegalArgumentException("PcaJitter: the image has %d channels, expected %d as in the training images"
                .formatted(shape[0], values.length));
        }
        double[] shift = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            double step = deviation * rng.nextGaussian() * values[k];
            for (int c = 0; c < shift.length; c++) shift[c] += eigen.vectors()[k][c] * step;
        }
        int area = shape[1] * shape[2];
        for (int c = 0; c < shift.length; c++) {
            for (int p = c * area; p < (c + 1) * area; p++) image[p] += (float) shift[c];
        }
    }
}
