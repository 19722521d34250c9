package org.convbook.cnn.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.convbook.cnn.backend.Shape;

/** How values lie in memory. */
enum Layout {
    /** Row-major. */
    PLAIN,
    /** Images [N, C, H, W] with the channels of a pixel side by side; likewise [N, C, W] and [N, C, D, H, W]. */
    NHWC;

    /** The distance in values between neighbours along each axis. */
    long[] strides(Shape shape) {
        long[] s = new long[shape.rank()];
        long n = 1;
        for (int axis : order(s.length)) {
            s[axis] = n;
            n *= Math.max(1, shape.size(axis));
        }
        return s;
    }

    /** The axes from the innermost outwards. */
    int[] order(int rank) {
        int[] order = new int[rank];
        if (this == NHWC && rank > 2) {
            order[0] = 1;
            for (int i = 1; i < rank - 1; i++) order[i] = rank - i;
            return order;
        }
        for (int i = 0; i < rank; i++) order[i] = rank - 1 - i;
        return order;
    }

    /** Whether values of this shape lie the same way in both layouts. */
    static boolean same(Shape shape) {
        if (shape.rank() < 3 || shape.size(1) == 1) return true;
        for (int axis = 2; axis < shape.rank(); axis++) if (shape.size(axis) != 1) return false;
        return true;
    }

    memory.desc describe(Shape shape) {
        long[] dims = Descriptor.dims(shape);
        return switch (dims.length) {
            case 0 -> Descriptor.of(new long[] {1}, new long[] {1});
            case 3 -> Descriptor.of(dims, this == NHWC ? memory.format_tag.nwc : memory.format_tag.ncw);
            case 4 -> Descriptor.of(dims, this == NHWC ? memory.format_tag.nhwc : memory.format_tag.nchw);
            case 5 -> Descriptor.of(dims, this == NHWC ? memory.format_tag.ndhwc : memory.format_tag.ncdhw);
            default -> Descriptor.of(dims, strides(shape));
        };
    }
}
