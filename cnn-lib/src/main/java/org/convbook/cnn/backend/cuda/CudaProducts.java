package org.convbook.cnn.backend.cuda;

import java.util.List;
import java.util.Optional;
import jcuda.jcudnn.cudnnHandle;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** Matrix products and convolutions: by cuBLAS and cuDNN, else by our own kernels. */
abstract class CudaProducts extends CudaNorms {
    final Products products;
    private final ConvPlans plans;

    CudaProducts(Device device, cudnnHandle cudnn, Precision precision, Algorithms algorithms) {
        super(device, Format.of(precision));
        plans = new ConvPlans(cudnn, memory, precision, algorithms);
        products = Products.open(device, precision);
    }

    // ---------------------------------------------------------------- matrices

    /** From factors in the format of activations; a product whose first factor is transposed is the gradient of a weight, and in float32. */
    @Override
    public synchronized Buffer matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias) {
        int rows = a.shape().size(transposeA ? 1 : 0);
        int inner = a.shape().size(transposeA ? 0 : 1);
        int columns = b.shape().size(transposeB ? 0 : 1);
        Shape to = Shape.of(rows, columns);
        CudaBuffer y;
        Format format = transposeA ? Format.FLOAT : activations;
        if (inner == 0 || to.count() == 0) {
            y = as(fill(to, 0), Layout.PLAIN, format);
        } else if (products == null) {
            y = as(throughConvolution(transposeA ? transpose(a, 1, 0) : a, transposeB ? b : transpose(b, 1, 0)), Layout.PLAIN, format);
        } else {
            Products.Sizes sizes = new Products.Sizes(rows, inner, columns, transposeA, transposeB);
            CudaBuffer left = as(a, Layout.PLAIN, activations);
            CudaBuffer right = as(b, Layout.PLAIN, activations);
            CudaBuffer result = fresh(to, Layout.PLAIN, format);
            perform(() -> sizes.toString(), () -> products.multiply(sizes, left, right, result));
            y = result;
        }
        if (bias != null) follow(y, rowOf(bias), Following.NOTHING);
        return y;
    }

    private static CudaBuffer live(Buffer x) {
        CudaBuffer.of(x).live();
        return CudaBuffer.of(x);
    }

    /** a · bᵀ as a convolution of images of one pixel with filters of one. */
    private CudaBuffer throughConvolution(Buffer a, Buffer b) {
        Shape x = Shape.of(a.shape().size(0), a.shape().size(1), 1, 1);
        Shape w = Shape.of(b.shape().size(0), b.shape().size(1), 1, 1);
        Shape y = x.with(1, w.size(0));
        CudaBuffer result = product(ConvPass.FORWARD, new ConvShape(x, w, y, 1, 0, 1, 1), (CudaBuffer) reshape(a, x), (CudaBuffer) reshape(b, w),
            null);
        return (CudaBuffer) reshape(result, Shape.of(y.size(0), y.size(1)));
    }

    /** In place: + bias, batch normalisation by running statistics, + addend, ReLU, as far as they are there. */
    private void follow(CudaBuffer y, CudaBuffer bias, Following then) {
        if (bias == null && then.nothing()) return;
        BatchNorm n = then.norm();
        CudaBuffer addend = then.addend() == null ? null : as(then.addend(), y);
        String what = "follow " + (bias != null) + " " + (n != null) + " " + (addend != null) + " " + then.relu();
        int relu = then.relu() ? 1 : 0;
        int channels = y.shape().size(1);
        if (n == null) {
            each(what, y.format.kernel("follow"), y, channels, bias, null, null, null, null, 0f, addend, relu, y, y.shape().count());
        } else {
            each(what, y.format.kernel("follow"), y, channels, bias, rowOf(n.gamma()), rowOf(n.beta()), rowOf(n.runningMean()),
                rowOf(n.runningVar()), (float) n.epsilon(), addend, relu, y, y.shape().count());
        }
    }

    // ---------------------------------------------------------------- convolutions

    @Override
    public Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias) {
        return conv(s, x, w, bias, Following.NOTHING);
    }

    @Override
    public synchronized Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias, Following then) {
        ConvShape alike = alike(s);
        CudaBuffer y = s.output().count() == 0 || s.input().count() == 0 ? as(fill(s.output(), 0), Layout.NHWC, activations)
            : channelsLast(product(ConvPass.FORWARD, alike, padded(s, alike, x), live(w), null));
        follow(y, bias == null ? null : rowOf(bias), then);
        return y;
    }

    @Override
    public synchronized Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w) {
        if (s.output().count() == 0 || s.input().count() == 0) return fill(s.input(), 0);
        ConvShape alike = alike(s);
        CudaBuffer dx = product(ConvPass.INPUT_GRADIENT, alike, null, live(w), live(dy));
        return alike == s ? dx : moved(dx, s.input(), s, -1);
    }

    @Override
    public synchronized WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias) {
        if (s.output().count() == 0 || s.input().count() == 0) {
            return new WeightGradient(fill(s.weight(), 0), withBias ? fill(Shape.of(s.weight().size(0)), 0) : null);
        }
        ConvShape alike = alike(s);
        CudaBuffer dw = inFloat(product(ConvPass.WEIGHT_GRADIENT, alike, padded(s, alike, x), null, live(dy)), Layout.PLAIN);
        return new WeightGradient(dw, withBias ? channelSums(dy) : null);
    }

    /**
     * One pass: the one of x, w and y that is null is computed from the others, in their format; our own kernel gives a weight's gradient in float32.
     */
    private CudaBuffer product(ConvPass pass, ConvShape s, CudaBuffer x, CudaBuffer w, CudaBuffer y) {
        device.enter();
        Optional<ConvPlan> found = plans.plan(s, pass);
        Layout images = found.isPresent() ? found.get().layout : Layout.NHWC;
        Layout weights = found.isPresent() ? found.get().layout : Layout.PLAIN;
        CudaBuffer xs = x == null ? fresh(s.input(), images, activations) : as(x, images, activations);
        CudaBuffer ws = w == null ? fresh(s.weight(), weights, found.isPresent() ? activations : Format.FLOAT) : as(w, weights, activations);
        CudaBuffer ys = y == null ? fresh(s.output(), images, activations) : as(y, images, activations);
        CudaBuffer result = pass == ConvPass.FORWARD ? ys : pass == ConvPass.INPUT_GRADIENT ? xs : ws;
        if (found.isEmpty()) {
            byOwnKernel(pass, s, List.of(xs, ws, ys));
            return result;
        }
        ConvPlan plan = found.get();
        CudaBuffer space = plan.workspace == 0 ? null : temporary((int) ((plan.workspace + Float.BYTES - 1) / Float.BYTES));
        Block block = space == null ? null : space.block();
        perform(() -> pass + " " + s + " by " + plan.algorithm, () -> plan.run(xs, ws, ys, block));
        if (space != null) release(space);
        return result;
    }

    private void byOwnKernel(ConvPass pass, ConvShape s, List<CudaBuffer> t) {
        int[] sizes = ConvDescriptors.kernelSizes(s);
        CudaBuffer x = t.get(0);
        CudaBuffer w = t.get(1);
        CudaBuffer y = t.get(2);
        Launch launch = switch (pass) {
            case FORWARD -> kernels.each(activations.kernel("convolve"), y.shape().count(), sizes, x, w, y, y.shape().count());
            case INPUT_GRADIENT -> kernels.each(activations.kernel("convolveInputGradient"), x.shape().count(), sizes, y, w, x, x.shape().count());
            case WEIGHT_GRADIENT -> kernels.blocks(activations.kernel("convolveWeightGradient"), w.shape().count(), 1, sizes, x, y, w);
        };
        perform(() -> pass + " " + s + " by our own kernel", launch);
    }

    /** The same convolution with as much padding behind as in front, as cuDNN wants it: itself, or one of images that are padded beforehand. */
    static ConvShape alike(ConvShape s) {
        boolean already = true;
        Shape input = s.input();
        for (int i = 0; i < s.axes().size(); i++) {
            WindowAxis a = s.axes().get(i);
            int size = s.input().size(i + 2);
            int out = s.output().size(i + 2);
            already &= Math.floorDiv(size + 2 * a.padding() - a.extent(), a.stride()) + 1 == out;
            input = input.with(i + 2, (out - 1) * a.stride() + a.extent());
        }
        if (already) return s;
        List<WindowAxis> axes = s.axes().stream().map(a -> new WindowAxis(a.kernel(), a.stride(), 0, 0, a.dilation(), 0)).toList();
        return new ConvShape(input, s.weight(), s.output(), axes, s.groups());
    }

    private CudaBuffer padded(ConvShape s, ConvShape alike, Buffer x) {
        return alike == s ? live(x) : moved(live(x), alike.input(), s, 1);
    }

    /** x within zeros, or cut, so that along each direction the padding lies in front of it, or with a sign of −1 is taken away. */
    private CudaBuffer moved(CudaBuffer x, Shape to, ConvShape s, int sign) {
        CudaBuffer in = as(x, Layout.NHWC, activations);
        CudaBuffer y = fresh(to, Layout.NHWC, activations);
        each("fill 0.0", y.format.kernel("fill"), y, 0f, y, to.count());
        Shape common = to;
        long from = 0;
        long at = 0;
        for (int i = 0; i < s.axes().size(); i++) {
            int axis = i + 2;
            int ahead = sign * s.axes().get(i).padding();
            int skip = Math.max(0, -ahead);
            int place = Math.max(0, ahead);
            common = common.with(axis, Math.max(0, Math.min(in.shape().size(axis) - skip, to.size(axis) - place)));
            from += (long) skip * in.strides()[axis];
            at += (long) place * y.strides()[axis];
        }
        through(common.count(), "move " + sign + " " + s.axes() + " " + in.shape(), copying(in, y), y, Walk.copy(common, in.strides(), y.strides()),
            floats(in, y), new Launch.Place(in, from), new Launch.Place(y, at), common.count());
        return y;
    }

    final void forgetPlans() {
        plans.close();
    }
}
