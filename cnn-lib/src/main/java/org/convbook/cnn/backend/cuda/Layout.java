package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Shape;

/** How values lie in memory. */
enum Layout {
    /** Row-major. */
    PLAIN,
    /** Images [N, C, H, W] with the channels of a pixel side by side; likewise [N, C, W] and [N, C, D, H, W]. */
    NHWC;

    /** The distance in values between neighbours along each axis. */
    int[] strides(Shape shape) {
        int[] s = new int[shape.rank()];
        int n = 1;
        for (int axis : order(s.length)) {
            s[axis] = n;
            n *= Math.max(1, shape.size(axis));
        }
        return s;
    }

    /** The axes from the innermost outwards. */
    int[] order(int rank) {
        int[] order = new int[rank];
        boolean last = this == NHWC && rank > 2;
        if (last) order[0] = 1;
        for (int i = last ? 1 : 0; i < rank; i++) order[i] = last && i < rank - 1 ? rank - i : rank - 1 - i;
        return order;
    }

    /** Whether values of this shape lie the same way in both layouts. */
    static boolean same(Shape shape) {
        if (shape.rank() < 3 || shape.size(1) == 1) return true;
        for (int axis = 2; axis < shape.rank(); axis++) if (shape.size(axis) != 1) return false;
        return true;
    }
}
