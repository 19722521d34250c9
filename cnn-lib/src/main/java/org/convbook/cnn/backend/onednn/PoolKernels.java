package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.WindowAxis;

/** Average and max pooling of NHWC images. */
final class PoolKernels {
    private record Key(PoolShape shape, boolean max, boolean gradient) {}

    private final Primitives primitives;

    PoolKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    private static int algorithm(PoolShape s, boolean max) {
        if (max) return dnnl.dnnl_pooling_max;
        return s.countPadding() ? dnnl.dnnl_pooling_avg_include_padding : dnnl.dnnl_pooling_avg_exclude_padding;
    }

    private static long[] kernel(PoolShape s) {
        return Descriptor.each(s.axes(), WindowAxis::kernel);
    }

    private static long[] stride(PoolShape s) {
        return Descriptor.each(s.axes(), WindowAxis::stride);
    }

    private static long[] padding(PoolShape s) {
        return Descriptor.each(s.axes(), WindowAxis::padding);
    }

    private static long[] trailing(PoolShape s) {
        return new long[] {Math.max(reach(s, 2), s.rows().after()), Math.max(reach(s, 3), s.columns().after())};
    }

    /** How far the last window reaches behind the last pixel. */
    private static long reach(PoolShape s, int axis) {
        WindowAxis window = s.axes().get(axis - 2);
        return (long) window.pixel(s.output().size(axis) - 1, window.kernel()) - s.input().size(axis);
    }

    /** Whether a window reaches past the padding (ceil mode); an average then divides by less, which oneDNN does not. */
    static boolean overhangs(PoolShape s) {
        return reach(s, 2) > s.rows().after() || reach(s, 3) > s.columns().after();
    }

    private pooling_forward.primitive_desc forwardDescription(PoolShape s, boolean max) {
        return new pooling_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_training, algorithm(s, max),
            Layout.NHWC.describe(s.input()), Layout.NHWC.describe(s.output()), stride(s), kernel(s), new long[2], padding(s), trailing(s),
            Primitives.attributes(), false);
    }

    /** Arguments: x, y, and for the maximum the switches. */
    Kernel forward(PoolShape s, boolean max) {
        return primitives.kept(new Key(s, max, false), () -> {
            pooling_forward.primitive_desc d = forwardDescription(s, max);
            Kernel.Argument x = argument(dnnl.DNNL_ARG_SRC, d.src_desc());
            Kernel.Argument y = argument(dnnl.DNNL_ARG_DST, d.dst_desc());
            String name = "pool by " + Primitives.implementation(d);
            return max
                ? primitives.kernel(name, new pooling_forward(d), x, y, argument(dnnl.DNNL_ARG_WORKSPACE, d.workspace_desc()))
                : primitives.kernel(name, new pooling_forward(d), x, y);
        });
    }

    /** Arguments: dy, dx, and for the maximum the switches. */
    Kernel gradient(PoolShape s, boolean max) {
        return primitives.kept(new Key(s, max, true), () -> {
            pooling_backward.primitive_desc d = new pooling_backward.primitive_desc(primitives.engine(), algorithm(s, max),
                Layout.NHWC.describe(s.input()), Layout.NHWC.describe(s.output()), stride(s), kernel(s), new long[2], padding(s), trailing(s),
                forwardDescription(s, max), Primitives.attributes(), false);
            Kernel.Argument dy = argument(dnnl.DNNL_ARG_DIFF_DST, d.diff_dst_desc());
            Kernel.Argument dx = argument(dnnl.DNNL_ARG_DIFF_SRC, d.diff_src_desc());
            String name = "pool gradient by " + Primitives.implementation(d);
            memory.desc switches = max ? d.workspace_desc() : null;
            return max
                ? primitives.kernel(name, new pooling_backward(d), dy, dx, argument(dnnl.DNNL_ARG_WORKSPACE, switches))
                : primitives.kernel(name, new pooling_backward(d), dy, dx);
        });
    }
}
