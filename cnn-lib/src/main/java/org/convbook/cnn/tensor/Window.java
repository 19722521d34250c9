package org.convbook.cnn.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The geometry of a sliding window: convolution, transposed convolution and pooling share it. All in pixels; stride, padding and dilation
 * are equal in both directions. Immutable.
 * <pre>
 * extent  e = dilation * (kernel - 1) + 1
 * output  floor((size + 2*padding - e) / stride) + 1        ceil() rounds up, exact() refuses a remainder
 * </pre>
 * A window larger than the padded input is a {@link ShapeException} when it is used; a size that makes no sense is an
 * {@link IllegalArgumentException} at once.
 *
 * @param kernelHeight the rows of the window
 * @param kernelWidth the columns of the window
 * @param stride the distance between neighbouring windows
 * @param padding the pixels added on each side
 * @param dilation the distance between neighbouring taps
 * @param fit what happens where the windows do not cover the input evenly
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public record Window(int kernelHeight, int kernelWidth, int stride, int padding, int dilation, Fit fit) {
    private static final int LARGEST = 1 << 24;   // leaves room for sums of sizes in an int

    /** What happens where the windows do not cover the input evenly. */
    public enum Fit {
        /** The last rows and columns are not seen. */
        FLOOR,
        /** One more window overhangs, if it starts inside the input or its left padding. */
        CEIL,
        /** A {@link ShapeException} with the arithmetic. */
        EXACT
    }

    /** Checks the sizes. */
    public Window {
        if (kernelHeight < 1 || kernelWidth < 1) throw bad("kernel must be at least 1x1, got " + kernelHeight + "x" + kernelWidth);
        if (stride < 1) throw bad("stride must be at least 1, got " + stride);
        if (padding < 0) throw bad("padding must not be negative, got " + padding);
        if (dilation < 1) throw bad("dilation must be at least 1, got " + dilation);
        long largest = Math.max(Math.max(stride, padding), (long) dilation * Math.max(kernelHeight, kernelWidth));
        if (largest > LARGEST) throw bad("sizes must stay below " + LARGEST + " pixels, got " + largest);
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("Window: " + what);
    }

    /** A square window, stride 1, no padding. */
    public static Window of(int kernel) {
        return of(kernel, kernel);
    }

    /** A window of this height and width, stride 1, no padding. */
    public static Window of(int kernelHeight, int kernelWidth) {
        return new Window(kernelHeight, kernelWidth, 1, 0, 1, Fit.FLOOR);
    }

    /** This window with another stride. */
    public Window stride(int stride) {
        return new Window(kernelHeight, kernelWidth, stride, padding, dilation, fit);
    }

    /** This window with another padding. */
    public Window padding(int padding) {
        return new Window(kernelHeight, kernelWidth, stride, padding, dilation, fit);
    }

    /** This window with another dilation. */
    public Window dilation(int dilation) {
        return new Window(kernelHeight, kernelWidth, stride, padding, dilation, fit);
    }

    /** This window, which refuses an input that it does not cover evenly. */
    public Window exact() {
        return new Window(kernelHeight, kernelWidth, stride, padding, dilation, Fit.EXACT);
    }

    /** This window, of which the last one may overhang. */
    public Window ceil() {
        return new Window(kernelHeight, kernelWidth, stride, padding, dilation, Fit.CEIL);
    }

    /** This window, for pooling. With dilation, or padding above half the kernel, it is an {@link IllegalArgumentException} that names the place. */
    public Window pooling(String where) {
        if (dilation != 1) throw new IllegalArgumentException(where + ": a pooling window has no dilation, got " + this);
        if (2L * padding > Math.min(kernelHeight, kernelWidth)) {
            throw new IllegalArgumentException(where + ": padding may be half the kernel at most, got " + this);
        }
        return this;
    }

    /** The height of the output for an input of this height and width. */
    public int outputHeight(int height, int width) {
        return outputSize(height, kernelHeight, height, width);
    }

    /** The width of the output for an input of this height and width. */
    public int outputWidth(int height, int width) {
        return outputSize(width, kernelWidth, height, width);
    }

    private static int extent(int kernel, int dilation) {
        return dilation * (kernel - 1) + 1;
    }

    private int outputSize(int size, int kernel, int height, int width) {
        int span = size + 2 * padding - extent(kernel, dilation);
        if (span < 0) throw new ShapeException("Window", tooLarge(height, width), "");
        // floorDiv, not /: Java rounds -1/2 to 0
        int floor = Math.floorDiv(span, stride) + 1;
        if (span % stride == 0 || fit == Fit.FLOOR) return floor;
        if (fit == Fit.EXACT) throw new ShapeException("Window", doesNotFit(size, kernel, span, height, width), "");
        return floor * stride < size + padding ? floor + 1 : floor;
    }

    private String tooLarge(int height, int width) {
        int h = extent(kernelHeight, dilation);
        int w = extent(kernelWidth, dilation);
        String covers = dilation == 1 ? "" : " with dilation " + dilation + " covers " + h + "x" + w + " and";
        String padded = padding == 0 ? "" : " with padding " + padding;
        int enough = Math.max((h - height + 1) / 2, (w - width + 1) / 2);
        return "a %dx%d window%s is larger than the %dx%d input%s; padding %d or more makes room".formatted(
            kernelHeight, kernelWidth, covers, height, width, padded, enough);
    }

    /** The lecture's arithmetic, (N - F + 2P)/S + 1, and what would fit. */
    private String doesNotFit(int size, int kernel, int span, int height, int width) {
        int extent = extent(kernel, dilation);
        String inner = padding == 0 ? size + " - " + extent : size + " - " + extent + " + 2*" + padding;
        String value = String.format(Locale.ROOT, "%.2f", (double) span / stride + 1);
        String dilated = dilation == 1 ? "" : " and dilation " + dilation;
        String padded = padding == 0 ? "" : " and padding " + padding;
        return "(%s)/%d + 1 = %s: a %dx%d filter with stride %d%s%s does not fit %dx%d%s".formatted(
            inner, stride, value, kernelHeight, kernelWidth, stride, padded, dilated, height, width, remedies(height, width));
    }

    private String remedies(int height, int width) {
        List<String> found = new ArrayList<>();
        for (int s = stride - 1; s >= 1 && found.isEmpty(); s--) if (stride(s).fits(height, width)) found.add("stride " + s);
        for (int p = padding + 1; p <= padding + stride; p++) {
            if (padding(p).fits(height, width)) {
                found.add("padding " + p);
                break;
            }
        }
        return found.isEmpty() ? "" : "; " + String.join(" or ", found) + " does";
    }

    private boolean fits(int height, int width) {
        int h = height + 2 * padding - extent(kernelHeight, dilation);
        int w = width + 2 * padding - extent(kernelWidth, dilation);
        return h >= 0 && w >= 0 && h % stride == 0 && w % stride == 0;
    }

    /** For example {@code kernel 3x3, stride 1, padding 0}. */
    @Override
    public String toString() {
        return "kernel " + kernelHeight + "x" + kernelWidth + ", stride " + stride + ", padding " + padding
            + (dilation == 1 ? "" : ", dilation " + dilation)
            + (fit == Fit.FLOOR ? "" : ", " + fit.name().toLowerCase(Locale.ROOT));
    }
}
