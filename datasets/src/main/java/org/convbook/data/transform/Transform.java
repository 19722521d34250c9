package org.convbook.data.transform;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A change of one image, in place; its shape stays.
 * <pre>
 * image  C*H*W values, channel by channel, row by row
 * shape  {C, H, W}
 * rng    the only source of randomness: the same generator state gives the same image
 * </pre>
 * Give random ones (augmentation) to {@code Loader.augment}, fixed ones ({@link #normalize}) to {@code Dataset.map}.
 * Augmentation is for training images only.
 */
@FunctionalInterface
public interface Transform {
    /** Changes {@code image}, whose shape is {C, H, W}, in place. */
    void apply(float[] image, int[] shape, RandomGenerator rng);

    /** This transform, then {@code next}. */
    default Transform then(Transform next) {
        Objects.requireNonNull(next, "next");
        return (image, shape, rng) -> {
            apply(image, shape, rng);
            next.apply(image, shape, rng);
        };
    }

    /**
     * {@code (x - mean) / std}, the same for every channel.
     * A std that is not above 0 is an {@link IllegalArgumentException}.
     */
    static Transform normalize(double mean, double std) {
        return normalize(new double[] {mean}, new double[] {std});
    }

    /**
     * {@code (x - mean[c]) / std[c]} for channel c; one value stands for every channel.
     * Lengths that differ from each other or from the number of channels, and a std that is not above 0, are an
     * {@link IllegalArgumentException}.
     */
    static Transform normalize(double[] mean, double[] std) {
        double[] m = mean.clone();
        double[] s = std.clone();
        if (m.length != s.length || m.length == 0) {
            throw new IllegalArgumentException("normalize: %d means and %d stds, expected as many of both, at least one"
                .formatted(m.length, s.length));
        }
        for (int c = 0; c < s.length; c++) {
            if (!(s[c] > 0 && s[c] < Double.POSITIVE_INFINITY && Double.isFinite(m[c]))) {
                throw new IllegalArgumentException("normalize: mean %s and std %s of channel %d, expected finite numbers and a std above 0"
                    .formatted(m[c], s[c], c));
            }
        }
        return (image, shape, rng) -> {
            if (m.length != 1 && m.length != shape[0]) {
                throw new IllegalArgumentException("normalize: %d means for an image with %d channels, expected 1 or %d"
                    .formatted(m.length, shape[0], shape[0]));
            }
            int area = shape[1] * shape[2];
            for (int c = 0; c < shape[0]; c++) {
                int k = m.length == 1 ? 0 : c;
                for (int p = c * area; p < (c + 1) * area; p++) image[p] = (float) ((image[p] - m[k]) / s[k]);
            }
        };
    }

    /**
     * Shifts the image by a random whole number of pixels, -{@code padding} to {@code padding} in each direction, and fills with 0.
     * This is the random crop of an image that was padded by {@code padding} zeros on every side (He et al. 2015, CIFAR: padding 4).
     * A negative padding is an {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, Deep residual learning</a>
     */
    static Transform randomShift(int padding) {
        if (padding < 0) throw new IllegalArgumentException("randomShift: padding must be 0 or more pixels, got " + padding);
        return (image, shape, rng) -> {
            int down = rng.nextInt(2 * padding + 1) - padding;
            int right = rng.nextInt(2 * padding + 1) - padding;
            shift(image, shape, down, right);
        };
    }

    /** Moves the image by whole pixels, down and to the right, and fills with 0. */
    private static void shift(float[] image, int[] shape, int down, int right) {
        if (down == 0 && right == 0) return;
        float[] from = image.clone();
        Arrays.fill(image, 0);
        int height = shape[1];
        int width = shape[2];
        int first = Math.max(0, right);
        int length = width - Math.abs(right);
        if (length <= 0) return;
        for (int c = 0; c < shape[0]; c++) {
            for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
                int row = (c * height + y) * width;
                System.arraycopy(from, row - down * width + first - right, image, row + first, length);
            }
        }
    }

    /** Mirrors the image, left to right, with a chance of one half. Not for digits or letters: a mirrored 3 is no 3. */
    static Transform randomFlip() {
        return (image, shape, rng) -> {
            if (rng.nextInt(2) == 0) return;
            int width = shape[2];
            for (int row = 0; row < image.length; row += width) {
                for (int a = row, b = row + width - 1; a < b; a++, b--) {
                    float t = image[a];
                    image[a] = image[b];
                    image[b] = t;
                }
            }
        };
    }
}
