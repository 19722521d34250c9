package org.convbook.cnn.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.convbook.cnn.backend.Shape;

/** How values lie in memory. */
enum Layout {
    /** Row-major. */
    PLAIN,
    /** Images [N, C, H, W] with the channels of a pixel side by side. */
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
    private int[] order(int rank) {
        if (this == NHWC) return new int[] {1, 3, 2, 0};
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) order[i] = rank - 1 - i;
        return order;
    }

    /** Whether values of this shape lie the same way in both layouts. */
    static boolean same(Shape shape) {
        return shape.rank() != 4 || shape.size(1) == 1 || shape.size(2) * shape.size(3) == 1;
    }

    memory.desc describe(Shape shape) {
        if (shape.rank() == 0) return Descriptor.of(new long[] {1}, new long[] {1});
        if (shape.rank() == 4) return Descriptor.of(Descriptor.dims(shape), this == NHWC ? memory.format_tag.nhwc : memory.format_tag.nchw);
        return Descriptor.of(Descriptor.dims(shape), strides(shape));
    }
}
