package org.convbook.cnn.tensor;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** The same values in another shape or order; parts and joins. */
final class Reshape {
    private Reshape() {}

    static Tensor reshape(Tensor x, Shape to) {
        if (to.count() != x.shape().count()) {
            throw new ShapeException("reshape", x.shape() + " has " + x.shape().count() + " values, " + to + " has " + to.count(), "");
        }
        return new Tensor(x.backend(), x.backend().reshape(x.buffer(), to))
            .from(x, dy -> reshape(dy, x.shape()));
    }

    static Tensor transpose(Tensor x, int... axes) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        int[] all = new int[x.shape().rank()];
        Arrays.setAll(all, i -> i);
        if (!Arrays.equals(sorted, all)) {
            throw new ShapeException("transpose", "the axes of " + x.shape() + " each once are expected, got " + Arrays.toString(axes), "");
        }
        int[] back = new int[axes.length];
        for (int i = 0; i < axes.length; i++) back[axes[i]] = i;
        return new Tensor(x.backend(), x.backend().transpose(x.buffer(), axes))
            .from(x, dy -> transpose(dy, back));
    }

    static Tensor slice(Tensor x, int axis, int from, int to) {
        if (axis < 0 || axis >= x.shape().rank() || from < 0 || to < from || to > x.shape().size(axis)) {
            throw new ShapeException("slice", "there is no part " + from + " to " + to + " of axis " + axis + " in " + x.shape(), "");
        }
        int size = x.shape().size(axis);
        return new Tensor(x.backend(), x.backend().slice(x.buffer(), axis, from, to))
            .from(x, dy -> concat(axis, zeros(x, axis, from), dy, zeros(x, axis, size - to)));   // nothing flows to the rest
    }

    private static Tensor zeros(Tensor like, int axis, int size) {
        return Tensor.full(like.backend(), 0, like.shape().with(axis, size));
    }

    static Tensor concat(int axis, Tensor... parts) {
        Tensor first = parts[0];
        List<Buffer> buffers = Arrays.stream(parts).filter(p -> p.shape().size(axis) > 0).map(Tensor::buffer).toList();
        Tensor y = new Tensor(first.backend(), first.backend().concat(axis, buffers.isEmpty() ? List.of(first.buffer()) : buffers));
        int at = 0;
        for (Tensor part : parts) {
            int from = at;
            int to = at + part.shape().size(axis);
            y.from(part, dy -> slice(dy, axis, from, to));                            // each part takes its own share
            at = to;
        }
        return y;
    }

    /** Checks what a caller hands to {@link #concat}. */
    static Tensor concatChecked(int axis, Tensor... parts) {
        if (parts.length == 0) throw new ShapeException("concat", "needs at least one tensor", "");
        for (Tensor part : parts) {
            boolean fits = axis >= 0 && axis < part.shape().rank() && part.shape().rank() == parts[0].shape().rank()
                && part.shape().with(axis, 0).equals(parts[0].shape().with(axis, 0));
            if (!fits) throw new ShapeException("concat", parts[0].shape() + " and " + part.shape() + " must agree but for axis " + axis, "");
        }
        Tensor device = Arrays.stream(parts).filter(p -> p.backend() != Backends.java()).findFirst().orElse(parts[0]);
        return concat(axis, Arrays.stream(parts).map(p -> p.beside(device, "concat")).toArray(Tensor[]::new));
    }
}
