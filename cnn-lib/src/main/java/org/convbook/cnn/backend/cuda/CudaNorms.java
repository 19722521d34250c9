package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** Normalisation over a batch and over neighbouring channels. */
abstract class CudaNorms extends CudaImages {
    private static final int OF_X = 0;
    private static final int OF_SQUARES = 1;
    private static final int OF_GRADIENT = 2;
    /** Channels of a block, as the kernel's source says. */
    private static final int TILE = 32;
    private static final int ENOUGH_BLOCKS = 512;
    private static final int ROWS_OF_A_SLICE = 64;

    CudaNorms(Device device, Format activations) {
        super(device, activations);
    }

    /** The rows of a tensor whose channels lie side by side, and the slices they are summed in. */
    private record Rows(int channels, int rows, int tiles, int slices) {
        static Rows of(Shape s) {
            int channels = s.size(1);
            int rows = s.count() / channels;
            int tiles = (channels + TILE - 1) / TILE;
            return new Rows(channels, rows, tiles, Math.max(1, Math.min(ENOUGH_BLOCKS / tiles, rows / ROWS_OF_A_SLICE)));
        }
    }

    /** What a running value takes of a new one. */
    private record Running(CudaBuffer value, float momentum, float correction) {
        static final Running NONE = new Running(null, 0, 0);
    }

    /** The mean of each channel of x, or with the mean given the mean squared distance from it. */
    private CudaBuffer moment(Rows r, CudaBuffer x, CudaBuffer mean, Running running) {
        return sums(r, x, mean, 1f / r.rows, running);
    }

    /** The sum of each channel, [C]. */
    final CudaBuffer channelSums(Buffer x) {
        CudaBuffer in = channelsLast(x);
        return sums(Rows.of(in.shape()), in, null, 1, Running.NONE);
    }

    private CudaBuffer sums(Rows r, CudaBuffer x, CudaBuffer mean, float scale, Running running) {
        CudaBuffer partial = temporary(r.channels * r.slices);
        Launch sums = kernels.blocks(x.format.kernel("channelSums"), r.tiles, r.slices, mean == null ? OF_X : OF_SQUARES, r.channels,
            r.rows, r.slices, x, mean, null, null, partial, null);
        perform(() -> "channelSums " + x.shape() + " " + (mean == null), sums);
        CudaBuffer y = temporary(r.channels);
        each("channelTotals " + running.momentum, "channelTotals", y, r.channels, r.slices, partial, scale, null, 0f, y,
            running.value, running.momentum, running.correction);
        if (running.value != null) forms.changed(running.value);
        release(partial);
        return y;
    }

    @Override
    public synchronized Normalized batchNorm(BatchNorm b, Buffer x) {
        return train(b, x, false);
    }

    @Override
    public synchronized Normalized batchNormRelu(BatchNorm b, Buffer x) {
        Normalized n = train(b, x, true);
        return new Normalized(n.y(), n.mean(), n.variance(), n.y());
    }

    private Normalized train(BatchNorm b, Buffer x, boolean relu) {
        CudaBuffer in = channelsLast(x);
        Rows r = Rows.of(in.shape());
        float momentum = (float) b.momentum();
        CudaBuffer mean = moment(r, in, null, new Running(CudaBuffer.of(b.runningMean()), momentum, 1));
        CudaBuffer variance = moment(r, in, mean, new Running(CudaBuffer.of(b.runningVar()), momentum, (float) ((double) r.rows / (r.rows - 1))));
        return new Normalized(normalized(b, in, mean, variance, relu), mean, variance);
    }

    private CudaBuffer normalized(BatchNorm b, CudaBuffer x, CudaBuffer mean, CudaBuffer variance, boolean relu) {
        CudaBuffer y = like(x);
        each("normalize " + b.epsilon() + " " + relu, x.format.kernel("normalize"), y, x.shape().size(1), rowOf(b.gamma()), rowOf(b.beta()), mean,
            variance, (float) b.epsilon(), relu ? 1 : 0, x, y, y.shape().count());
        return y;
    }

    @Override
    public synchronized Normalized batchNormInference(BatchNorm b, Buffer x) {
        CudaBuffer y = normalized(b, channelsLast(x), rowOf(b.runningMean()), rowOf(b.runningVar()), false);
        return new Normalized(y, b.runningMean(), b.runningVar());
    }

    @Override
    public synchronized BatchNormGradient batchNormGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference) {
        return gradient(b, dy, x, forward, inference);
    }

    @Override
    public synchronized BatchNormGradient batchNormReluGradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward) {
        return gradient(b, dy, x, forward, false);
    }

    private BatchNormGradient gradient(BatchNorm b, Buffer dy, Buffer x, Normalized forward, boolean inference) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer d = as(dy, in);
        CudaBuffer positive = forward.positive() == null ? null : as(forward.positive(), in);
        CudaBuffer mean = rowOf(forward.mean());
        CudaBuffer variance = rowOf(forward.variance());
        float epsilon = (float) b.epsilon();
        Rows r = Rows.of(in.shape());
        CudaBuffer first = temporary(r.channels * r.slices);
        CudaBuffer second = temporary(r.channels * r.slices);
        Launch sums = kernels.blocks(in.format.kernel("channelSums"), r.tiles, r.slices, OF_GRADIENT, r.channels, r.rows, r.slices, in, mean, d,
            positive, first, second);
        perform(() -> "channelSums of gradients " + in.shape() + " " + (positive == null), sums);
        CudaBuffer dbeta = temporary(r.channels);
        CudaBuffer dgamma = temporary(r.channels);
        each("channelTotals", "channelTotals", dbeta, r.channels, r.slices, first, 1f, null, 0f, dbeta, null, 0f, 0f);
        each("channelTotals " + epsilon, "channelTotals", dgamma, r.channels, r.slices, second, 1f, variance, epsilon, dgamma, null, 0f, 0f);
        CudaBuffer dx = like(in);
        each("normalizeGradient " + epsilon + " " + inference, in.format.kernel("normalizeGradient"), dx, r.channels, inference ? 0f : 1f / r.rows,
            rowOf(b.gamma()), mean, variance, epsilon, dgamma, dbeta, d, in, positive, dx, dx.shape().count());
        release(first);
        release(second);
        return new BatchNormGradient(dx, dgamma, dbeta);
    }

    /** What each value is divided by, before the power. */
    private CudaBuffer scale(ResponseNorm r, CudaBuffer x) {
        CudaBuffer scale = fresh(x.shape(), x.layout);
        each("responseScale " + r, x.format.kernel("responseScale"), scale, x.shape().size(1), r.size(), (float) r.alpha(), (float) r.k(), x, scale,
            x.shape().count());
        return scale;
    }

    @Override
    public synchronized Buffer responseNorm(ResponseNorm r, Buffer x) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer scale = scale(r, in);
        CudaBuffer y = like(in);
        each("responseNorm " + r, in.format.kernel("responseNorm"), y, (float) r.beta(), in, scale, y, y.shape().count());
        release(scale);
        return y;
    }

    @Override
    public synchronized Buffer responseNormGradient(ResponseNorm r, Buffer dy, Buffer x, Buffer y) {
        CudaBuffer in = channelsLast(x);
        CudaBuffer scale = scale(r, in);
        CudaBuffer dx = like(in);
        each("responseNormGradient " + r, in.format.kernel("responseNormGradient"), dx, in.shape().size(1), r.size(),
            (float) r.alpha(), (float) r.beta(), as(dy, in), in, as(y, in), scale, dx, dx.shape().count());
        release(scale);
        return dx;
    }
}
