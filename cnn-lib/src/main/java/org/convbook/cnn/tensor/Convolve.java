package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;

/** 2-D convolution. */
final class Convolve {
    private Convolve() {}

    static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
        ConvShape s = shape(x, weight, bias, window, groups);
        Tensor in = x.beside(weight, "conv2d");
        Tensor w = weight.beside(x, "conv2d");
        Backend backend = in.backend();
        Tensor y = new Tensor(backend, backend.conv(s, in.buffer(), w.buffer(), bias == null ? null : bias.beside(in, "conv2d").buffer()))
            .from(x, dy -> new Tensor(backend, backend.convInputGradient(s, dy.buffer(), w.buffer())));
        WeightGradients gradients = new WeightGradients(backend, s, in, bias != null);
        y.from(weight, gradients::weight);
        return bias == null ? y : y.from(bias, gradients::bias);
    }

    /** Weight and bias gradients of one convolution, which the backend computes together. */
    private static final class WeightGradients {
        private final Backend backend;
        private final ConvShape shape;
        private final Tensor x;
        private final boolean withBias;
        private Tensor of;
        private Backend.WeightGradient both;

        WeightGradients(Backend backend, ConvShape shape, Tensor x, boolean withBias) {
            this.backend = backend;
            this.shape = shape;
            this.x = x;
            this.withBias = withBias;
        }

        Tensor weight(Tensor dy) {
            return new Tensor(backend, both(dy).weight());
        }

        Tensor bias(Tensor dy) {
            return new Tensor(backend, both(dy).bias());
        }

        private Backend.WeightGradient both(Tensor dy) {
            if (of != dy) {
                of = dy;
                both = backend.convWeightGradient(shape, x.buffer(), dy.buffer(), withBias);
            }
            return both;
        }
    }

    private static ConvShape shape(Tensor x, Tensor weight, Tensor bias, Window window, int groups) {
        Shape in = x.shape();
        Shape w = weight.shape();
        String problem = problem(in, w, bias, window, groups);
        String shapes = ShapeException.line("input", in + (in.rank() == 4 ? "   NCHW" : "")) + ShapeException.line("weight", w);
        if (problem != null) throw new ShapeException("conv2d", problem, shapes);
        try {
            int height = window.outputHeight(in.size(2), in.size(3));
            int width = window.outputWidth(in.size(2), in.size(3));
            Shape out = Shape.of(in.size(0), w.size(0), height, width);
            return new ConvShape(in, w, out, window.stride(), window.padding(), window.dilation(), groups);
        } catch (ShapeException e) {
            throw new ShapeException("conv2d", e.getMessage().replaceFirst("^Window: ", ""), shapes);
        }
    }

    private static String problem(Shape in, Shape w, Tensor bias, Window window, int groups) {
        if (in.rank() != 4) return "input has " + in.rank() + " axes, expected 4: [N, C, H, W]";
        if (w.rank() != 4) return "weight has " + w.rank() + " axes, expected 4: [out, in/groups, kH, kW]";
        if (w.size(2) != window.kernelHeight() || w.size(3) != window.kernelWidth()) {
            return "weight has a " + w.size(2) + "x" + w.size(3) + " kernel, expected " + window.kernelHeight() + "x" + window.kernelWidth();
        }
        if (groups < 1 || w.size(0) % groups != 0) return groups + " groups do not divide " + w.size(0) + " filters";
        if (in.size(1) != w.size(1) * groups) return "input has " + in.size(1) + " channels, expected " + w.size(1) * groups;
        if (bias != null && !bias.shape().equals(Shape.of(w.size(0)))) return "bias is " + bias.shape() + ", expected [" + w.size(0) + "]";
        return null;
    }
}
