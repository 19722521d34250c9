package org.convbook.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A change of one image, in place; its shape stays.
 * <pre>
 * image  C*H*W values, channel by channel, row by row
 * shape  {C, H, W}
 * rng    the only source of randomness: the same generator state gives the same image
 * </pre>
 * Give random ones (augmentation) to {@code Loader.augment}, fixed ones ({@link #normalize}) to {@code Dataset.map}; join them by
 * {@link #then}. Augmentation is for training images only. Strengths are meant for values in [0, 1]: augment first, normalise last.
 * Loaders may use one from several threads at once, so it keeps no state. A function written as a lambda changes the image and leaves
 * a mask as it is, which is right for changes of colour.
 */
@FunctionalInterface
public interface Transform {
    /** Changes {@code image}, whose shape is {C, H, W}, in place. */
    void apply(float[] image, int[] shape, RandomGenerator rng);

    /**
     * Changes {@code image} in place as above, with the same draws, and moves the labels of its pixels along: a label is never mixed
     * with others but taken from the nearest pixel, and what comes from outside the image is ignored. Changes of colour leave the mask.
     */
    default void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        apply(image, shape, rng);
    }

    /** What a transform changes, as far as a device that unpacks images can know. */
    enum Effect {
        /** Each value by itself, in the same way in each image: a function of the value and its channel. */
        VALUES,
        /** Where pixels are, and which are 0: then it says so by {@link #moves}. */
        PLACES,
        /** Anything. */
        ANY
    }

    /** What it changes. */
    default Effect effect() {
        return Effect.ANY;
    }

    /** Where the pixels of one image go, with the same draws as {@link #apply}, of a transform that changes {@link Effect#PLACES}. */
    default void moves(PixelMoves moves, RandomGenerator rng) {
        throw new UnsupportedOperationException(this + " does more than move pixels");
    }

    /** This transform, then {@code next}. */
    default Transform then(Transform next) {
        return new Sequence(this, Objects.requireNonNull(next, "next"));
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
     * {@link IllegalArgumentException}. For the statistics of a data set see {@code Normalize.of}.
     */
    static Transform normalize(double[] mean, double[] std) {
        return new Standardized(mean, std);
    }

    /** Mirrors the image, left to right, with a chance of one half. Not for digits or letters: a mirrored 3 is no 3. */
    static Transform randomFlip() {
        return PixelMove.flip(false);
    }

    /** Mirrors the image, top to bottom, with a chance of one half: for images without an up, such as those of a microscope. */
    static Transform randomVerticalFlip() {
        return PixelMove.flip(true);
    }

    /**
     * Pads the image by {@code padding} pixels of 0 on every side and cuts a window of the old size out of it, at a random place: a
     * shift by -padding to padding pixels in each direction (CIFAR: padding 4). 0 changes nothing.
     * A negative padding is an {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, Deep residual learning</a>
     */
    static Transform randomCrop(int padding) {
        return randomCrop(padding, Border.ZERO);
    }

    /** The same with another border around the image. */
    static Transform randomCrop(int padding, Border border) {
        return PixelMove.crop(padding, border);
    }

    /**
     * Covers a square of {@code size} x {@code size} pixels with 0, centred at a random pixel and cut off at the image's edges.
     * Labels under it are ignored. 0 changes nothing; a negative size is an {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1708.04552">DeVries &amp; Taylor 2017, Improved regularization with cutout</a>
     */
    static Transform cutout(int size) {
        return new Cutout(size);
    }

    /**
     * Bends the image smoothly, as an unsteady hand would.
     * <pre>
     * y(p) = x(p + d(p))    d = alpha * (G_sigma * u),  u uniform in [-1, 1] for each pixel and direction, 0 outside the image
     * </pre>
     * {@code G_sigma} is a Gaussian with deviation {@code sigma} pixels and sum 1. Values are read bilinearly and are 0 outside the image.
     * For 28x28 digits, alpha 34 and sigma 4 are usual. An alpha of 0 changes nothing; a negative alpha, or a sigma that is not above 0,
     * is an {@link IllegalArgumentException}.
     *
     * @see <a href="https://doi.org/10.1109/ICDAR.2003.1227801">Simard, Steinkraus &amp; Platt 2003, Best practices for CNNs</a>
     */
    static Transform elastic(double alpha, double sigma) {
        return new Elastic(alpha, sigma);
    }

    /**
     * Bends the image as U-Net's training does: random displacements at the points of a coarse grid, smoothly joined.
     * <pre>
     * y(p) = x(p + d(p))    d = bicubic (Catmull-Rom) through points x points vectors, each component normal with mean 0
     * </pre>
     * {@code deviation} is in pixels (U-Net: 3 points, deviation 10, images of 512x512). Values are read bilinearly, with the image
     * mirrored at its edges. A deviation of 0 changes nothing; fewer than 2 points or a negative deviation is an
     * {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1505.04597">Ronneberger, Fischer &amp; Brox 2015, U-Net</a>
     */
    static Transform elasticGrid(int points, double deviation) {
        return new ElasticGrid(points, deviation);
    }

    /**
     * {@code y = x + b}, b uniform in [-amount, amount], one number for the whole image; values may leave [0, 1].
     * An amount that is negative or not finite is an {@link IllegalArgumentException}.
     */
    static Transform brightness(double amount) {
        return new Brightness(amount);
    }

    /**
     * {@code y = mean + f * (x - mean)}, mean over all values of the image, f uniform in [1 - amount, 1 + amount]; values may leave [0, 1].
     * An amount outside [0, 1] is an {@link IllegalArgumentException}: a negative f would turn light and dark around.
     */
    static Transform contrast(double amount) {
        return new Contrast(amount);
    }

    /**
     * Tints the image: each channel, with a chance of one half, is raised by a number of its own, uniform in [-amount, amount].
     * Values may leave [0, 1]. An amount that is negative or not finite is an {@link IllegalArgumentException}.
     *
     * @see <a href="https://arxiv.org/abs/1501.02876">Wu et al. 2015, Deep Image, section 3.2: color casting, amount 20 of 255</a>
     */
    static Transform colourCast(double amount) {
        return new ColourCast(amount);
    }
}
