package org.convbook.cnn.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.WindowAxis;

/**
 * The geometry of a sliding window: convolution, transposed convolution and pooling share it. All in pixels; one number stands for every
 * direction, or there is one for each: {@code Window.of(1, 7).padding(0, 3)}. Immutable.
 * <pre>
 * extent  e = dilation * (kernel - 1) + 1
 * output  floor((size + 2*padding - e) / stride) + 1        ceil() rounds up, exact() refuses a remainder
 * </pre>
 * A window larger than the padded input is a {@link ShapeException} when it is used; a size that makes no sense is an
 * {@link IllegalArgumentException} at once.
 *
 * @param axes what it does along each direction: depth if there is one, rows, columns
 * @param fit what happens where the windows do not cover the input evenly
 * @param mode what the padding holds
 * @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin &amp; Visin 2016, convolution arithmetic</a>
 */
public record Window(List<WindowAxis> axes, Fit fit, PaddingMode mode) {
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
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > 3) throw bad("one to three directions are expected, got " + axes.size());
        if (any(axes, a -> a.kernel() - 1)) throw bad("kernel must be at least " + sizes(axes, a -> 1) + ", got " + sizes(axes, WindowAxis::kernel));
        if (any(axes, a -> a.stride() - 1)) throw bad("stride must be at least 1, got " + number(axes, WindowAxis::stride));
        if (any(axes, WindowAxis::padding)) throw bad("padding must not be negative, got " + number(axes, WindowAxis::padding));
        if (any(axes, WindowAxis::after)) throw bad("padding must not be negative, got " + number(axes, WindowAxis::after));
        if (any(axes, a -> a.dilation() - 1)) throw bad("dilation must be at least 1, got " + number(axes, WindowAxis::dilation));
        if (any(axes, WindowAxis::outputPadding)) {
            throw bad("output padding must not be negative, got " + number(axes, WindowAxis::outputPadding));
        }
        for (WindowAxis a : axes) {
            long largest = Math.max(Math.max(a.stride(), Math.max(a.padding(), a.after())), (long) a.dilation() * a.kernel());
            if (largest > LARGEST) throw bad("sizes must stay below " + LARGEST + " pixels, got " + largest);
        }
    }

    private static boolean any(List<WindowAxis> axes, ToIntFunction<WindowAxis> negative) {
        return axes.stream().anyMatch(a -> negative.applyAsInt(a) < 0);
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("Window: " + what);
    }

    /** A window of one size in every direction, stride 1, no padding. It is square until a layer of one or three directions takes it. */
    public static Window of(int kernel) {
        return of(kernel, kernel);
    }

    /** A window of this height and width, or depth, height and width; stride 1, no padding. */
    public static Window of(int kernelHeight, int kernelWidth, int... more) {
        int[] kernel = IntStream.concat(IntStream.of(kernelHeight, kernelWidth), IntStream.of(more)).toArray();
        return new Window(Arrays.stream(kernel).mapToObj(k -> new WindowAxis(k, 1, 0)).toList(), Fit.FLOOR, PaddingMode.ZEROS);
    }

    /** This window with another stride: one number, or one for each direction. */
    public Window stride(int stride, int... more) {
        return each((a, s) -> new WindowAxis(a.kernel(), s, a.padding(), a.after(), a.dilation(), a.outputPadding()), stride, more);
    }

    /** This window with another padding on both sides: one number, or one for each direction. */
    public Window padding(int padding, int... more) {
        return each((a, p) -> new WindowAxis(a.kernel(), a.stride(), p, p, a.dilation(), a.outputPadding()), padding, more);
    }

    /** This window with another dilation: one number, or one for each direction. */
    public Window dilation(int dilation, int... more) {
        return each((a, d) -> new WindowAxis(a.kernel(), a.stride(), a.padding(), a.after(), d, a.outputPadding()), dilation, more);
    }

    /**
     * This window, which as a transposed convolution adds so many pixels at the end of its output: those that the convolution from there
     * would not see. One number, or one for each direction.
     */
    public Window outputPadding(int pixels, int... more) {
        return each((a, o) -> new WindowAxis(a.kernel(), a.stride(), a.padding(), a.after(), a.dilation(), o), pixels, more);
    }

    /**
     * This window with the padding that gives, for this kernel and dilation, an output as large as the input, or size / stride rounded up. An
     * even kernel needs an odd number of pixels; the extra one goes behind the last (right, bottom).
     */
    public Window same() {
        return with(axes.stream().map(a -> new WindowAxis(
            a.kernel(), a.stride(), (a.extent() - 1) / 2, a.extent() / 2, a.dilation(), a.outputPadding())).toList());
    }

    /** This window with other padding than zeros. */
    public Window paddingMode(PaddingMode mode) {
        return new Window(axes, fit, mode);
    }

    /** This window, which refuses an input that it does not cover evenly. */
    public Window exact() {
        return new Window(axes, Fit.EXACT, mode);
    }

    /** This window, of which the last one may overhang. */
    public Window ceil() {
        return new Window(axes, Fit.CEIL, mode);
    }

    private Window with(List<WindowAxis> axes) {
        return new Window(axes, fit, mode);
    }

    /** Changes one number of an axis. */
    private interface Change {
        WindowAxis of(WindowAxis axis, int number);
    }

    private Window each(Change change, int first, int... more) {
        Window w = more.length == 0 ? this : along(more.length + 1, "Window");
        return with(IntStream.range(0, w.axes.size())
            .mapToObj(i -> change.of(w.axes.get(i), i == 0 || more.length == 0 ? first : more[i - 1])).toList());
    }

    /**
     * This window in so many directions. One that is not equal in all directions and has another number of them is an
     * {@link IllegalArgumentException} that names the place.
     */
    public Window along(int directions, String where) {
        if (axes.size() == directions) return this;
        if (!even(a -> a)) {
            throw new IllegalArgumentException(where + ": a window with " + (directions == 1 ? "one direction" : directions + " directions")
                + " is expected, got " + this);
        }
        return with(Collections.nCopies(directions, axes.get(0)));
    }

    private boolean even(java.util.function.Function<WindowAxis, ?> part) {
        return axes.stream().map(part).distinct().count() == 1;
    }

    /**
     * This window in so many directions, for convolution. With output padding, or an overhang beside padding that is not zeros, it is an
     * {@link IllegalArgumentException} that names the place.
     */
    public Window convolving(int directions, String where) {
        if (mode != PaddingMode.ZEROS && fit == Fit.CEIL) {
            throw new IllegalArgumentException(where + ": a window may overhang only beside zeros, got " + this);
        }
        if (axes.stream().anyMatch(a -> a.outputPadding() > 0)) {
            throw new IllegalArgumentException(where + ": only a transposed convolution has output padding, got " + this);
        }
        return along(directions, where);
    }

    /**
     * This window in so many directions, for transposed convolution. With padding that is not zeros, ceil or exact, or an output padding that
     * is not below stride or dilation, it is an {@link IllegalArgumentException} that names the place.
     */
    public Window transposing(int directions, String where) {
        if (mode != PaddingMode.ZEROS || fit != Fit.FLOOR) {
            throw new IllegalArgumentException(where + ": a transposed convolution knows only zeros beside the image and no ceil or exact, got "
                + this);
        }
        if (axes.stream().anyMatch(a -> a.outputPadding() >= Math.max(a.stride(), a.dilation()))) {
            throw new IllegalArgumentException(where + ": output padding must be below stride or dilation, got " + this);
        }
        return along(directions, where);
    }

    /**
     * This window, for 2-D pooling. With dilation, or padding above half the kernel, it is an {@link IllegalArgumentException} that names the place.
     */
    public Window pooling(String where) {
        if (!axes.stream().allMatch(a -> a.dilation() == 1)) {
            throw new IllegalArgumentException(where + ": a pooling window has no dilation, got " + this);
        }
        if (mode != PaddingMode.ZEROS) throw new IllegalArgumentException(where + ": a pooling window has no padding mode, got " + this);
        if (axes.stream().anyMatch(a -> 2L * Math.max(a.padding(), a.after()) > a.kernel())) {
            throw new IllegalArgumentException(where + ": padding may be half the kernel at most, got " + this);
        }
        return convolving(2, where);
    }

    /** The height of the kernel; 1 for one direction. */
    public int kernelHeight() {
        return axes.size() == 1 ? 1 : axes.get(axes.size() - 2).kernel();
    }

    /** The width of the kernel. */
    public int kernelWidth() {
        return axes.get(axes.size() - 1).kernel();
    }

    /** The number of taps: the product of the kernel's sizes. */
    public long taps() {
        long taps = 1;
        for (WindowAxis a : axes) taps *= a.kernel();
        return taps;
    }

    /** The height of the output for an input of this height and width. */
    public int outputHeight(int height, int width) {
        return outputSize(0, height, width);
    }

    /** The width of the output for an input of this height and width. */
    public int outputWidth(int height, int width) {
        return outputSize(1, height, width);
    }

    /** The sizes of the output for an input of these sizes, one for each direction. */
    public int[] outputSizes(int... sizes) {
        return IntStream.range(0, axes.size()).map(i -> outputSize(i, sizes)).toArray();
    }

    private int outputSize(int axis, int... sizes) {
        WindowAxis a = axes.get(axis);
        if (sizes[axis] < 1) throw new ShapeException("Window", WindowArithmetic.noPixels(sizes), "");
        int span = sizes[axis] + a.padding() + a.after() - a.extent();
        if (span < 0) throw new ShapeException("Window", WindowArithmetic.tooLarge(this, sizes), "");
        // floorDiv, not /: Java rounds -1/2 to 0
        int floor = Math.floorDiv(span, a.stride()) + 1;
        if (span % a.stride() == 0 || fit == Fit.FLOOR) return floor;
        if (fit == Fit.EXACT) throw new ShapeException("Window", WindowArithmetic.doesNotFit(this, axis, sizes), "");
        return floor * a.stride() < sizes[axis] + a.padding() ? floor + 1 : floor;
    }

    /** The sizes of the output of a transposed convolution: (size − 1)·stride − 2·padding + extent + output padding. */
    public int[] transposedSizes(int... sizes) {
        return IntStream.range(0, axes.size()).map(i -> {
            WindowAxis a = axes.get(i);
            if (sizes[i] < 1) throw new ShapeException("Window", WindowArithmetic.noPixels(sizes), "");
            long size = (sizes[i] - 1L) * a.stride() - a.padding() - a.after() + a.extent() + a.outputPadding();
            if (size < 1) throw new ShapeException("Window", WindowArithmetic.nothingLeft(this, i, sizes), "");
            if (size > Integer.MAX_VALUE) throw new ShapeException("Window", "the output would have " + size + " pixels in one direction", "");
            return (int) size;
        }).toArray();
    }

    /** One number if it is the same in every direction, else all of them. */
    static String number(List<WindowAxis> axes, ToIntFunction<WindowAxis> part) {
        return axes.stream().mapToInt(part).distinct().count() == 1 ? Integer.toString(part.applyAsInt(axes.get(0))) : sizes(axes, part);
    }

    private static String sizes(List<WindowAxis> axes, ToIntFunction<WindowAxis> part) {
        return axes.stream().map(a -> Integer.toString(part.applyAsInt(a))).collect(Collectors.joining("x"));
    }

    /** The padding in front, and behind, if it is another. */
    String padding() {
        String front = number(axes, WindowAxis::padding);
        String behind = number(axes, WindowAxis::after);
        return axes.stream().allMatch(a -> a.padding() == a.after()) ? front : front + " and " + behind;
    }

    /** For example {@code kernel 3x3, stride 1, padding 0}. */
    @Override
    public String toString() {
        String dilation = number(axes, WindowAxis::dilation);
        String output = number(axes, WindowAxis::outputPadding);
        return "kernel " + sizes(axes, WindowAxis::kernel) + ", stride " + number(axes, WindowAxis::stride) + ", padding " + padding()
            + (dilation.equals("1") ? "" : ", dilation " + dilation)
            + (output.equals("0") ? "" : ", output padding " + output)
            + (fit == Fit.FLOOR ? "" : ", " + fit.name().toLowerCase(Locale.ROOT))
            + (mode == PaddingMode.ZEROS ? "" : ", " + mode);
    }
}
