package org.convbook.cnn.tensor;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** More pixels at the edges, put together from parts of the image; derivatives are those of {@link Reshape}. */
final class Pad {
    private Pad() {}

    static Tensor pad(Tensor x, int axis, int before, int after, PaddingMode mode) {
        check(x.shape(), axis, before, after, mode);
        Tensor padded = x;
        if (before > 0) padded = Reshape.concat(axis, front(x, axis, before, mode), padded);
        if (after > 0) padded = Reshape.concat(axis, padded, behind(x, axis, after, mode));
        return padded;
    }

    /** Padding of an image for a window. */
    static Tensor forWindow(Tensor x, Window window) {
        Tensor padded = x;
        for (int i = 0; i < window.axes().size(); i++) {
            WindowAxis a = window.axes().get(i);
            padded = pad(padded, i + 2, a.padding(), a.after(), window.mode());
        }
        return padded;
    }

    private static Tensor front(Tensor x, int axis, int count, PaddingMode mode) {
        int size = x.shape().size(axis);
        return switch (mode) {
            case ZEROS -> Tensor.full(x.backend(), 0, x.shape().with(axis, count));
            case REFLECT -> pixels(x, axis, IntStream.range(0, count).map(i -> count - i));
            case REPLICATE -> pixels(x, axis, IntStream.range(0, count).map(i -> 0));
            case CIRCULAR -> Reshape.slice(x, axis, size - count, size);
        };
    }

    private static Tensor behind(Tensor x, int axis, int count, PaddingMode mode) {
        int size = x.shape().size(axis);
        return switch (mode) {
            case ZEROS -> Tensor.full(x.backend(), 0, x.shape().with(axis, count));
            case REFLECT -> pixels(x, axis, IntStream.range(0, count).map(i -> size - 2 - i));
            case REPLICATE -> pixels(x, axis, IntStream.range(0, count).map(i -> size - 1));
            case CIRCULAR -> Reshape.slice(x, axis, 0, count);
        };
    }

    private static Tensor pixels(Tensor x, int axis, IntStream at) {
        Stream<Tensor> slices = at.mapToObj(i -> Reshape.slice(x, axis, i, i + 1));
        List<Tensor> parts = slices.toList();
        return Reshape.concat(axis, parts.toArray(Tensor[]::new));
    }

    private static void check(Shape shape, int axis, int before, int after, PaddingMode mode) {
        if (axis < 0 || axis >= shape.rank()) throw new ShapeException("pad", "there is no axis " + axis + " in " + shape, "");
        if (before < 0 || after < 0) throw new ShapeException("pad", "padding must not be negative, got " + before + " and " + after, "");
        int size = shape.size(axis);
        int most = switch (mode) {
            case ZEROS -> Integer.MAX_VALUE;
            case REFLECT -> size - 1;
            case REPLICATE -> size == 0 ? 0 : Integer.MAX_VALUE;
            case CIRCULAR -> size;
        };
        int largest = Math.max(before, after);
        if (largest > Math.max(0, most)) {
            throw new ShapeException("pad", mode + " padding of " + largest + " needs more than the " + size + " pixels of axis "
                + axis + " of " + shape, "");
        }
    }
}
