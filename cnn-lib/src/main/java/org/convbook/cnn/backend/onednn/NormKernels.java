package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.lrn_forward;
import org.bytedeco.dnnl.memory;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;

/** Batch normalisation and local response normalisation of NHWC images. */
final class NormKernels {
    /** What is computed: by the batch's statistics alone or with a ReLU behind, or by the running ones. */
    enum Kind { TRAINING, TRAINING_RELU, INFERENCE }

    private record Key(Shape shape, double epsilon, Kind kind, boolean gradient) {}

    private final Primitives primitives;

    NormKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    private static int flags(Kind kind) {
        return dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | switch (kind) {
            case TRAINING -> 0;
            case TRAINING_RELU -> dnnl.dnnl_fuse_norm_relu;
            case INFERENCE -> dnnl.dnnl_use_global_stats;
        };
    }

    private batch_normalization_forward.primitive_desc description(memory.desc x, double epsilon, Kind kind) {
        return new batch_normalization_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_training, x, x, (float) epsilon, flags(kind),
            Primitives.attributes(), false);
    }

    /**
     * Arguments: x, y, mean, variance, scale, shift, and with a ReLU where it was positive; in inference mean and variance are read, else written.
     */
    Kernel forward(Shape s, double epsilon, Kind kind) {
        return primitives.kept(new Key(s, epsilon, kind, false), () -> {
            memory.desc x = Layout.NHWC.describe(s);
            memory.desc row = Descriptor.row(s.size(1));
            batch_normalization_forward.primitive_desc d = description(x, epsilon, kind);
            List<Kernel.Argument> arguments = new ArrayList<>(List.of(
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, x), argument(dnnl.DNNL_ARG_MEAN, row),
                argument(dnnl.DNNL_ARG_VARIANCE, row), argument(dnnl.DNNL_ARG_SCALE, row), argument(dnnl.DNNL_ARG_SHIFT, row)));
            if (kind == Kind.TRAINING_RELU) arguments.add(argument(dnnl.DNNL_ARG_WORKSPACE, d.workspace_desc()));
            return primitives.kernel("batch normalisation by " + Primitives.implementation(d), new batch_normalization_forward(d),
                arguments.toArray(new Kernel.Argument[0]));
        });
    }

    /** Arguments: dy, x, mean, variance, scale, dx, dscale, dshift, and with a ReLU where it was positive. */
    Kernel gradient(Shape s, double epsilon, Kind kind) {
        return primitives.kept(new Key(s, epsilon, kind, true), () -> {
            memory.desc x = Layout.NHWC.describe(s);
            memory.desc row = Descriptor.row(s.size(1));
            batch_normalization_backward.primitive_desc d = new batch_normalization_backward.primitive_desc(
                primitives.engine(), dnnl.dnnl_backward, x, x, x, (float) epsilon, flags(kind), description(x, epsilon, kind),
                Primitives.attributes(), false);
            List<Kernel.Argument> arguments = new ArrayList<>(List.of(
                argument(dnnl.DNNL_ARG_DIFF_DST, x), argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_MEAN, row),
                argument(dnnl.DNNL_ARG_VARIANCE, row), argument(dnnl.DNNL_ARG_SCALE, row), argument(dnnl.DNNL_ARG_DIFF_SRC, x),
                argument(dnnl.DNNL_ARG_DIFF_SCALE, row), argument(dnnl.DNNL_ARG_DIFF_SHIFT, row)));
            if (kind == Kind.TRAINING_RELU) arguments.add(argument(dnnl.DNNL_ARG_WORKSPACE, d.workspace_desc()));
            return primitives.kernel("batch normalisation gradient by " + Primitives.implementation(d), new batch_normalization_backward(d),
                arguments.toArray(new Kernel.Argument[0]));
        });
    }

    private record ResponseKey(Backend.ResponseNorm r, Shape shape) {}

    /** oneDNN divides alpha by the size. Arguments: x, y. */
    Kernel response(Backend.ResponseNorm r, Shape s) {
        return primitives.kept(new ResponseKey(r, s), () -> {
            memory.desc x = Layout.NHWC.describe(s);
            lrn_forward.primitive_desc d = new lrn_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_inference,
                dnnl.dnnl_lrn_across_channels, x, x, r.size(), (float) (r.alpha() * r.size()), (float) r.beta(), (float) r.k(),
                Primitives.attributes(), false);
            return primitives.kernel("response normalisation by " + Primitives.implementation(d), new lrn_forward(d),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, x));
        });
    }
}
