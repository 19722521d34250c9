package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.convbook.cnn.backend.Shape;

/** Batch normalisation of NHWC images. */
final class NormKernels {
    private record Key(Shape shape, double epsilon, boolean inference, boolean gradient) {}

    private final Primitives primitives;

    NormKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    private static int flags(boolean inference) {
        return dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | (inference ? dnnl.dnnl_use_global_stats : 0);
    }

    private batch_normalization_forward.primitive_desc description(memory.desc x, double epsilon, boolean inference) {
        return new batch_normalization_forward.primitive_desc(
            primitives.engine(), dnnl.dnnl_forward_training, x, x, (float) epsilon, flags(inference));
    }

    /** Arguments: x, y, mean, variance, scale, shift; in inference mean and variance are read, else written. */
    Kernel forward(Shape s, double epsilon, boolean inference) {
        return primitives.kept(new Key(s, epsilon, inference, false), () -> {
            memory.desc x = Layout.NHWC.describe(s);
            memory.desc row = Descriptor.row(s.size(1));
            batch_normalization_forward.primitive_desc d = description(x, epsilon, inference);
            return primitives.kernel("batch normalisation by " + Primitives.implementation(d), new batch_normalization_forward(d),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, x), argument(dnnl.DNNL_ARG_MEAN, row),
                argument(dnnl.DNNL_ARG_VARIANCE, row), argument(dnnl.DNNL_ARG_SCALE, row), argument(dnnl.DNNL_ARG_SHIFT, row));
        });
    }

    /** Arguments: dy, x, mean, variance, scale, dx, dscale, dshift. */
    Kernel gradient(Shape s, double epsilon, boolean inference) {
        return primitives.kept(new Key(s, epsilon, inference, true), () -> {
            memory.desc x = Layout.NHWC.describe(s);
            memory.desc row = Descriptor.row(s.size(1));
            batch_normalization_backward.primitive_desc d = new batch_normalization_backward.primitive_desc(
                primitives.engine(), dnnl.dnnl_backward, x, x, x, (float) epsilon, flags(inference), description(x, epsilon, inference));
            return primitives.kernel("batch normalisation gradient by " + Primitives.implementation(d), new batch_normalization_backward(d),
                argument(dnnl.DNNL_ARG_DIFF_DST, x), argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_MEAN, row),
                argument(dnnl.DNNL_ARG_VARIANCE, row), argument(dnnl.DNNL_ARG_SCALE, row), argument(dnnl.DNNL_ARG_DIFF_SRC, x),
                argument(dnnl.DNNL_ARG_DIFF_SCALE, row), argument(dnnl.DNNL_ARG_DIFF_SHIFT, row));
        });
    }
}
