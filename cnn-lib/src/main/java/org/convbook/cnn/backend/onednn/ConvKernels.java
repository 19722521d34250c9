package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import java.util.function.BooleanSupplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;

/** The three passes of a convolution. Images are NHWC, weights in the layout that the implementation asks for. */
final class ConvKernels {
    private enum Pass { FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT }

    private record Key(Pass pass, ConvShape shape, boolean bias) {}

    private final Primitives primitives;

    ConvKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    /** The weights' layout in a parameter: row-major, with the groups as an axis of their own if there are several. */
    static memory.desc plainWeights(ConvShape s) {
        return Descriptor.of(weightDims(s), s.groups() > 1 ? memory.format_tag.goihw : memory.format_tag.oihw);
    }

    private static long[] weightDims(ConvShape s) {
        Shape w = s.weight();
        if (s.groups() == 1) return Descriptor.dims(w);
        return new long[] {s.groups(), w.size(0) / s.groups(), w.size(1), w.size(2), w.size(3)};
    }

    /** Padding behind the last row and column; more than in front where the last window overhangs. */
    private static long[] trailing(ConvShape s) {
        return new long[] {trailing(s, 2), trailing(s, 3)};
    }

    private static long trailing(ConvShape s, int axis) {
        int extent = s.dilation() * (s.weight().size(axis) - 1) + 1;
        int needed = (s.output().size(axis) - 1) * s.stride() + extent - s.input().size(axis) - s.padding();
        return Math.max(needed, s.padding());
    }

    private convolution_forward.primitive_desc forwardDescription(ConvShape s, boolean bias) {
        memory.desc x = Layout.NHWC.describe(s.input());
        memory.desc y = Layout.NHWC.describe(s.output());
        memory.desc w = Descriptor.any(weightDims(s));
        memory.desc b = Descriptor.row(s.weight().size(0));
        long[] stride = Descriptor.pair(s.stride());
        long[] dilation = Descriptor.pair(s.dilation() - 1);
        long[] padding = Descriptor.pair(s.padding());
        int training = dnnl.dnnl_forward_training;
        int direct = dnnl.dnnl_convolution_direct;
        return bias
            ? new convolution_forward.primitive_desc(primitives.engine(), training, direct, x, w, b, y, stride, dilation, padding, trailing(s),
                new primitive_attr(), false)
            : new convolution_forward.primitive_desc(primitives.engine(), training, direct, x, w, y, stride, dilation, padding, trailing(s),
                new primitive_attr(), false);
    }

    /**
     * Steps past the implementations not to be used, if another one follows. oneDNN ranks its matrix-product kernels (brg) first. On AVX2
     * they corrupt the heap for some strided and padded shapes (oneDNN 3.11; seen as crashes in random shapes, gone without them), and for
     * few input channels they are slow (measured on LeNet-5's first convolution: brgconv 350 to 410 µs, jit 183 to 189). Chosen by rule,
     * not by timing, so that the same machine gives the same bits every time.
     */
    private static void choose(primitive_desc_base d, ConvShape s, BooleanSupplier next) {
        boolean few = s.input().size(1) / s.groups() <= 4;
        String name = Primitives.implementation(d);
        while (name.startsWith("brg") && (few || name.endsWith("avx2")) && next.getAsBoolean()) name = Primitives.implementation(d);
    }

    /** Arguments: x, w, y, and the bias if there is one. */
    Kernel forward(ConvShape s, boolean bias) {
        return primitives.kept(new Key(Pass.FORWARD, s, bias), () -> {
            convolution_forward.primitive_desc d = forwardDescription(s, bias);
            choose(d, s, d::next_impl);
            Kernel.Argument x = argument(dnnl.DNNL_ARG_SRC, d.src_desc());
            Kernel.Argument w = argument(dnnl.DNNL_ARG_WEIGHTS, d.weights_desc());
            Kernel.Argument y = argument(dnnl.DNNL_ARG_DST, d.dst_desc());
            String name = "conv by " + Primitives.implementation(d);
            return bias
                ? primitives.kernel(name, new convolution_forward(d), x, w, y, argument(dnnl.DNNL_ARG_BIAS, d.bias_desc()))
                : primitives.kernel(name, new convolution_forward(d), x, w, y);
        });
    }

    /** Arguments: dy, w, dx. */
    Kernel inputGradient(ConvShape s) {
        return primitives.kept(new Key(Pass.INPUT_GRADIENT, s, false), () -> {
            convolution_backward_data.primitive_desc d = new convolution_backward_data.primitive_desc(primitives.engine(),
                dnnl.dnnl_convolution_direct, Layout.NHWC.describe(s.input()), Descriptor.any(weightDims(s)), Layout.NHWC.describe(s.output()),
                Descriptor.pair(s.stride()), Descriptor.pair(s.dilation() - 1), Descriptor.pair(s.padding()), trailing(s),
                forwardDescription(s, false), new primitive_attr(), false);
            choose(d, s, d::next_impl);
            return primitives.kernel("conv input gradient by " + Primitives.implementation(d), new convolution_backward_data(d),
                argument(dnnl.DNNL_ARG_DIFF_DST, d.diff_dst_desc()), argument(dnnl.DNNL_ARG_WEIGHTS, d.weights_desc()),
                argument(dnnl.DNNL_ARG_DIFF_SRC, d.diff_src_desc()));
        });
    }

    /** Arguments: x, dy, dw, and db if there is a bias. */
    Kernel weightGradient(ConvShape s, boolean bias) {
        return primitives.kept(new Key(Pass.WEIGHT_GRADIENT, s, bias), () -> {
            memory.desc x = Layout.NHWC.describe(s.input());
            memory.desc y = Layout.NHWC.describe(s.output());
            memory.desc w = Descriptor.any(weightDims(s));
            memory.desc b = Descriptor.row(s.weight().size(0));
            long[] stride = Descriptor.pair(s.stride());
            long[] dilation = Descriptor.pair(s.dilation() - 1);
            long[] padding = Descriptor.pair(s.padding());
            int direct = dnnl.dnnl_convolution_direct;
            convolution_backward_weights.primitive_desc d = bias
                ? new convolution_backward_weights.primitive_desc(primitives.engine(), direct, x, w, b, y, stride, dilation, padding, trailing(s),
                    forwardDescription(s, true), new primitive_attr(), false)
                : new convolution_backward_weights.primitive_desc(primitives.engine(), direct, x, w, y, stride, dilation, padding, trailing(s),
                    forwardDescription(s, false), new primitive_attr(), false);
            choose(d, s, d::next_impl);
            Kernel.Argument src = argument(dnnl.DNNL_ARG_SRC, d.src_desc());
            Kernel.Argument dy = argument(dnnl.DNNL_ARG_DIFF_DST, d.diff_dst_desc());
            Kernel.Argument dw = argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, d.diff_weights_desc());
            String name = "conv weight gradient by " + Primitives.implementation(d);
            return bias
                ? primitives.kernel(name, new convolution_backward_weights(d), src, dy, dw, argument(dnnl.DNNL_ARG_DIFF_BIAS, d.diff_bias_desc()))
                : primitives.kernel(name, new convolution_backward_weights(d), src, dy, dw);
        });
    }
}
