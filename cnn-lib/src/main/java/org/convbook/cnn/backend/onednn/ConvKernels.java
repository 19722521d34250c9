package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.WindowAxis;

/** The three passes of a convolution. Images are NHWC (NWC, NDHWC), weights in the layout that the implementation asks for. */
final class ConvKernels {
    private enum Pass { FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT }

    private record Key(Pass pass, ConvShape shape, Parts parts) {
        Key(Pass pass, ConvShape shape, boolean bias) {
            this(pass, shape, new Parts(bias, false, false));
        }
    }

    /** What is added to the sum of products, and whether a ReLU ends it. */
    record Parts(boolean bias, boolean addend, boolean relu) {}

    private final Primitives primitives;

    ConvKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    /** The weights' layout in a parameter: row-major, with the groups as an axis of their own if there are several. */
    static memory.desc plainWeights(ConvShape s) {
        boolean grouped = s.groups() > 1;
        return Descriptor.of(weightDims(s), switch (s.axes().size()) {
            case 1 -> grouped ? memory.format_tag.goiw : memory.format_tag.oiw;
            case 2 -> grouped ? memory.format_tag.goihw : memory.format_tag.oihw;
            default -> grouped ? memory.format_tag.goidhw : memory.format_tag.oidhw;
        });
    }

    private static long[] weightDims(ConvShape s) {
        long[] dims = Descriptor.dims(s.weight());
        if (s.groups() == 1) return dims;
        long[] grouped = new long[dims.length + 1];
        System.arraycopy(dims, 0, grouped, 1, dims.length);
        grouped[0] = s.groups();
        grouped[1] /= s.groups();
        return grouped;
    }

    private static long[] stride(ConvShape s) {
        return Descriptor.each(s.axes(), WindowAxis::stride);
    }

    private static long[] dilation(ConvShape s) {
        return Descriptor.each(s.axes(), axis -> axis.dilation() - 1);
    }

    private static long[] padding(ConvShape s) {
        return Descriptor.each(s.axes(), WindowAxis::padding);
    }

    /**
     * Padding behind the last pixel: that of the window, or, where the output has more or fewer pixels than follow from it, as far as the last
     * window reaches (it overhangs in ceil mode; it ends before the last pixels of what a transposed convolution has padded).
     */
    private static long[] trailing(ConvShape s) {
        long[] t = new long[s.axes().size()];
        for (int i = 0; i < t.length; i++) {
            WindowAxis axis = s.axes().get(i);
            int size = s.input().size(i + 2);
            int last = s.output().size(i + 2) - 1;
            boolean follows = Math.floorDiv(size + axis.padding() + axis.after() - axis.extent(), axis.stride()) == last;
            t[i] = follows ? axis.after() : axis.pixel(last, axis.kernel() - 1) + 1 - size;
        }
        return t;
    }

    private convolution_forward.primitive_desc forwardDescription(ConvShape s, boolean bias) {
        return forwardDescription(s, bias, Layout.NHWC.describe(s.input()), Layout.NHWC.describe(s.output()), Primitives.attributes());
    }

    private convolution_forward.primitive_desc forwardDescription(ConvShape s, boolean bias, memory.desc x, memory.desc y, primitive_attr attr) {
        memory.desc w = Descriptor.any(weightDims(s));
        memory.desc b = Descriptor.row(s.weight().size(0));
        long[] stride = stride(s);
        long[] dilation = dilation(s);
        long[] padding = padding(s);
        int training = dnnl.dnnl_forward_training;
        int direct = dnnl.dnnl_convolution_direct;
        return bias
            ? new convolution_forward.primitive_desc(primitives.engine(), training, direct, x, w, b, y, stride, dilation, padding, trailing(s),
                attr, false)
            : new convolution_forward.primitive_desc(primitives.engine(), training, direct, x, w, y, stride, dilation, padding, trailing(s),
                attr, false);
    }

    /**
     * Steps past the implementations to avoid; the last one, plain loops, is never among them. Chosen by rule, not by timing, so that the
     * same machine gives the same bits every time. A gradient's description holds the bare address of the forward description that it was
     * made from, and reads it again at each step: whoever calls this must keep that one reachable.
     */
    private static void choose(primitive_desc_base d, Pass pass, ConvShape s, BooleanSupplier next) {
        String name = Primitives.implementation(d);
        while ((corrupts(name, pass, s) || slow(name, pass, s)) && next.getAsBoolean()) name = Primitives.implementation(d);
    }

    /**
     * Whether an implementation writes past the end of its own scratch memory (oneDNN 3.11: in execute_backward_weights of
     * jit_avx2_1x1_convolution.cpp). The weight gradient of a strided 1x1 convolution first copies the pixels that it needs, with as many
     * values per pixel as there are channels, but finds pixel p at p times its block of channels: 8 on AVX2 (overruns seen for
     * each of 1 to 7 channels, for none of 8 to 70), 16 by the like code for AVX-512 (read, not run).
     */
    private static boolean corrupts(String name, Pass pass, ConvShape s) {
        return pass == Pass.WEIGHT_GRADIENT && name.startsWith("jit_1x1") && strided(s) && channels(s) < 16
            || pass == Pass.FORWARD && name.startsWith("brg") && !seesSomeColumn(s);
    }

    /** Whether any window reads any column of the image. Where all lie in the padding, brg (oneDNN 3.11, AVX2) reads outside its memory and crashes. */
    private static boolean seesSomeColumn(ConvShape s) {
        WindowAxis axis = s.axes().get(s.axes().size() - 1);
        for (int out = 0; out < s.output().size(-1); out++) {
            for (int tap = 0; tap < axis.kernel(); tap++) {
                int column = axis.pixel(out, tap);
                if (column >= 0 && column < s.input().size(-1)) return true;
            }
        }
        return false;
    }

    /**
     * Whether the next implementation is faster. oneDNN ranks its matrix-product kernels (brg) first. They earn it from some 16 channels on
     * (processor time on AVX2; 64 channels, 3x3, 56x56, batch 8: brg 19.0 ms, jit 27.6), but not for few (LeNet-5 at batch 64: the
     * first convolution, brg 750 µs, jit 484; the input gradient of the second, brg 1400, jit 710). The weight gradient of very many channels
     * is better off as a matrix product (512 channels, 14x14, batch 8: jit 175 ms, gemm 98).
     */
    private static boolean slow(String name, Pass pass, ConvShape s) {
        if (pass == Pass.WEIGHT_GRADIENT) return name.equals("jit:avx2") && s.groups() == 1 && channels(s) >= 512;
        return name.startsWith("brg") && channels(s) <= (pass == Pass.FORWARD ? 4 : 8);
    }

    private static boolean strided(ConvShape s) {
        return s.axes().stream().anyMatch(axis -> axis.stride() > 1);
    }

    private static int channels(ConvShape s) {
        return s.input().size(1) / s.groups();
    }

    /** Arguments: x, w, y, then the bias and the addend if there are any. */
    Kernel forward(ConvShape s, Parts parts) {
        return primitives.kept(new Key(Pass.FORWARD, s, parts), () -> {
            memory.desc image = Layout.NHWC.describe(s.output());
            post_ops then = new post_ops();
            if (parts.addend()) then.append_binary(dnnl.dnnl_binary_add, image);
            if (parts.relu()) then.append_eltwise(dnnl.dnnl_eltwise_relu, 0, 0);
            primitive_attr attr = Primitives.attributes();
            attr.set_post_ops(then);
            convolution_forward.primitive_desc d = forwardDescription(s, parts.bias(), Layout.NHWC.describe(s.input()), image, attr);
            choose(d, Pass.FORWARD, s, d::next_impl);
            List<Kernel.Argument> arguments = new ArrayList<>(List.of(argument(dnnl.DNNL_ARG_SRC, d.src_desc()),
                argument(dnnl.DNNL_ARG_WEIGHTS, d.weights_desc()), argument(dnnl.DNNL_ARG_DST, d.dst_desc())));
            if (parts.bias()) arguments.add(argument(dnnl.DNNL_ARG_BIAS, d.bias_desc()));
            if (parts.addend()) arguments.add(argument(dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1, image));
            return primitives.kernel("conv by " + Primitives.implementation(d), new convolution_forward(d), arguments.toArray(new Kernel.Argument[0]));
        });
    }

    /** Arguments: dy, w, dx. */
    Kernel inputGradient(ConvShape s) {
        return primitives.kept(new Key(Pass.INPUT_GRADIENT, s, false), () -> {
            convolution_forward.primitive_desc forward = forwardDescription(s, false);
            convolution_backward_data.primitive_desc d = new convolution_backward_data.primitive_desc(primitives.engine(),
                dnnl.dnnl_convolution_direct, Layout.NHWC.describe(s.input()), Descriptor.any(weightDims(s)), Layout.NHWC.describe(s.output()),
                stride(s), dilation(s), padding(s), trailing(s),
                forward, Primitives.attributes(), false);
            choose(d, Pass.INPUT_GRADIENT, s, d::next_impl);
            Reference.reachabilityFence(forward);
            return primitives.kernel("conv input gradient by " + Primitives.implementation(d), new convolution_backward_data(d),
                argument(dnnl.DNNL_ARG_DIFF_DST, d.diff_dst_desc()), argument(dnnl.DNNL_ARG_WEIGHTS, d.weights_desc()),
                argument(dnnl.DNNL_ARG_DIFF_SRC, d.diff_src_desc()));
        });
    }

    /** Arguments: x, dy, dw, and db if there is a bias. The layouts of x and dy are the kernel's own. */
    Kernel weightGradient(ConvShape s, boolean bias) {
        return primitives.kept(new Key(Pass.WEIGHT_GRADIENT, s, bias), () -> {
            Kernel nhwc = weightGradient(s, bias, Layout.NHWC.describe(s.input()), Layout.NHWC.describe(s.output()));
            return nhwc.toString().endsWith(" jit:avx2") && rather(s)
                ? weightGradient(s, bias, Descriptor.any(Descriptor.dims(s.input())), Descriptor.any(Descriptor.dims(s.output())))
                : nhwc;
        });
    }

    /**
     * Whether the weight gradient is worth two reorders. AVX2's kernel takes both images apart by pixel when they lie as NHWC, unless there are
     * few channels (one thread; 64 channels, 112x112, batch 8: NHWC 326 ms, blocked 125, a reorder of both 20; 64, 8x8, batch 128: 25.6, 8.3,
     * 0.2; 16, 32x32: 8.7, 8.9, 1.5).
     */
    private static boolean rather(ConvShape s) {
        return s.groups() == 1 && s.axes().size() == 2 && channels(s) >= 16 && s.weight().size(0) >= 32;
    }

    private Kernel weightGradient(ConvShape s, boolean bias, memory.desc x, memory.desc y) {
        memory.desc w = Descriptor.any(weightDims(s));
        memory.desc b = Descriptor.row(s.weight().size(0));
        int direct = dnnl.dnnl_convolution_direct;
        convolution_forward.primitive_desc forward = forwardDescription(s, bias, x, y, Primitives.attributes());
        convolution_backward_weights.primitive_desc d = bias
            ? new convolution_backward_weights.primitive_desc(primitives.engine(), direct, x, w, b, y, stride(s), dilation(s), padding(s), trailing(s),
                forward, Primitives.attributes(), false)
            : new convolution_backward_weights.primitive_desc(primitives.engine(), direct, x, w, y, stride(s), dilation(s), padding(s), trailing(s),
                forward, Primitives.attributes(), false);
        choose(d, Pass.WEIGHT_GRADIENT, s, d::next_impl);
        Reference.reachabilityFence(forward);
        Kernel.Argument src = argument(dnnl.DNNL_ARG_SRC, d.src_desc());
        Kernel.Argument dy = argument(dnnl.DNNL_ARG_DIFF_DST, d.diff_dst_desc());
        Kernel.Argument dw = argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, d.diff_weights_desc());
        String name = "conv weight gradient by " + Primitives.implementation(d);
        return bias
            ? primitives.kernel(name, new convolution_backward_weights(d), src, dy, dw, argument(dnnl.DNNL_ARG_DIFF_BIAS, d.diff_bias_desc()))
            : primitives.kernel(name, new convolution_backward_weights(d), src, dy, dw);
    }
}
