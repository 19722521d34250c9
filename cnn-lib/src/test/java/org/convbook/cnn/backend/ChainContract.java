package org.convbook.cnn.backend;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operations one after the other, so that each meets the layout that another left. */
public interface ChainContract extends ContractPart {
    /** A convolution, its input and weights, and its result by formula and on the backend. */
    record Convolved(ConvShape s, Values x, Values w, Values y, Buffer on) {}

    /** 8 images of 3 channels and 9x7 pixels, 5 filters of 3x3, padding 1. */
    private Convolved convolved(Random rng) {
        ConvShape s = new ConvShape(Shape.of(8, 3, 9, 7), Shape.of(5, 3, 3, 3), Shape.of(8, 5, 9, 7), 1, 1, 1, 1);
        Values x = Values.normal(rng, s.input().sizes());
        Values w = Values.of(s.weight(), i -> (float) (rng.nextGaussian() / 5));
        Values y = Values.zeros(s.output());
        ConvContract.terms(s, (xi, wi, yi) -> y.add(w.at(wi) * x.at(xi), yi));
        return new Convolved(s, x, w, y, backend().conv(s, x.on(backend()), w.on(backend()), null));
    }

    @Test
    default void aNetworkForwardAndBackward() {
        Random rng = random();
        Convolved c = convolved(rng);
        PoolShape p = new PoolShape(c.s.output(), Shape.of(8, 5, 4, 3), 2, 2, 2, 0, true);
        Values weight = Values.normal(rng, 10, 60);

        Values t = Values.of(c.y.shape(), i -> Math.tanh(c.y.at(i)));
        Values a = Values.of(p.output(), i -> pooled(t, i));
        Values logits = Values.of(Shape.of(8, 10), i -> {
            double sum = 0;
            for (int k = 0; k < 60; k++) sum += a.array()[i[0] * 60 + k] * weight.at(i[1], k);
            return sum;
        });
        Buffer tanh = backend().unary(UnaryOp.TANH, c.on);
        Buffer flat = backend().reshape(backend().avgPool(p, tanh), Shape.of(8, 60));
        checkChain(logits, backend().matmul(flat, false, weight.on(backend()), true, null), "conv, tanh, avgPool, reshape, matmul");

        Values dLogits = Values.normal(rng, 8, 10);
        Values da = Values.of(p.output(), i -> {
            double sum = 0;
            for (int k = 0; k < 10; k++) sum += dLogits.at(i[0], k) * weight.at(k, (i[1] * 4 + i[2]) * 3 + i[3]);
            return sum;
        });
        Values dy = Values.of(t.shape(), i -> i[2] < 8 && i[3] < 6 ? da.at(i[0], i[1], i[2] / 2, i[3] / 2) / 4 * (1 - t.at(i) * t.at(i)) : 0);
        Values dw = Values.zeros(c.s.weight());
        Values dx = Values.zeros(c.s.input());
        ConvContract.terms(c.s, (xi, wi, yi) -> {
            dw.add(c.x.at(xi) * dy.at(yi), wi);
            dx.add(c.w.at(wi) * dy.at(yi), xi);
        });
        Buffer dFlat = backend().matmul(put(rng, dLogits), false, weight.on(backend()), false, null);
        Buffer dTanh = backend().avgPoolGradient(p, backend().reshape(dFlat, p.output()));
        Buffer dConv = backend().unaryGradient(UnaryOp.TANH, dTanh, c.on, tanh);
        checkChain(dy, dConv, "back to the convolution");
        checkChain(dw, backend().convWeightGradient(c.s, c.x.on(backend()), dConv, true).weight(), "back to the weights");
        checkChain(dx, backend().convInputGradient(c.s, dConv, c.w.on(backend())), "back to the input");
    }

    private static double pooled(Values t, int[] i) {
        double sum = 0;
        for (int u = 0; u < 2; u++) for (int v = 0; v < 2; v++) sum += t.at(i[0], i[1], 2 * i[2] + u, 2 * i[3] + v);
        return sum / 4;
    }

    @Test
    default void shapesOfAConvolutionsResult() {
        Random rng = random();
        Convolved c = convolved(rng);
        Values y = c.y;
        checkChain(new Values(Shape.of(8, 315), y.array()), backend().reshape(c.on, Shape.of(8, 315)), "flatten");
        checkChain(new Values(Shape.of(40, 63), y.array()), backend().reshape(c.on, Shape.of(40, 63)), "planes in rows");
        checkChain(Values.of(Shape.of(8, 9, 7, 5), i -> y.at(i[0], i[3], i[1], i[2])), backend().transpose(c.on, 0, 2, 3, 1), "to NHWC");
        checkChain(Values.of(Shape.of(8, 2, 9, 7), i -> y.at(i[0], i[1] + 2, i[2], i[3])), backend().slice(c.on, 1, 2, 4), "two channels");
        checkChain(Values.of(Shape.of(3, 5, 9, 7), i -> y.at(i[0] + 4, i[1], i[2], i[3])), backend().slice(c.on, 0, 4, 7), "three images");
        checkChain(Values.of(Shape.of(8, 10, 9, 7), i -> y.at(i[0], i[1] % 5, i[2], i[3])), backend().concat(1, List.of(c.on, c.on)), "twice");
        checkChain(Values.of(Shape.of(8, 8, 9, 7), i -> i[1] < 5 ? y.at(i) : c.x.at(i[0], i[1] - 5, i[2], i[3])),
            backend().concat(1, List.of(c.on, c.x.on(backend()))), "a result beside an upload");
    }

    @Test
    default void aConvolutionsResultMeetsOtherLayouts() {
        Random rng = random();
        Convolved c = convolved(rng);
        Values y = c.y;
        Values channel = Values.normal(rng, 1, 5, 1, 1);
        Values image = Values.normal(rng, 8, 5, 9, 7);
        Values row = Values.normal(rng, 7);
        checkChain(Values.of(y.shape(), i -> y.at(i) + channel.at(0, i[1], 0, 0)),
            backend().binary(BinaryOp.ADD, c.on, channel.on(backend())), "bias");
        checkChain(Values.of(y.shape(), i -> image.at(i) - y.at(i)), backend().binary(BinaryOp.SUB, image.on(backend()), c.on), "upload - result");
        checkChain(Values.of(y.shape(), i -> y.at(i) * row.at(i[3])), backend().binary(BinaryOp.MUL, c.on, row.on(backend())), "times a row");
        checkChain(Values.of(y.shape(), i -> image.at(i) * (1 - Math.pow(Math.tanh(y.at(i)), 2))),
            backend().unaryGradient(UnaryOp.TANH, image.on(backend()), c.on, backend().unary(UnaryOp.TANH, c.on)), "a gradient that was uploaded");
        Values sum = Values.zeros(Shape.of(1, 5, 1, 1));
        y.forEach(i -> sum.add(y.at(i), 0, i[1], 0, 0));
        checkChain(sum, backend().reduce(ReduceOp.SUM, c.on, sum.shape()), "sum by channel");
        checkChain(y, backend().expand(c.on, y.shape()), "expanded to its own shape");
        float[] written = image.floats();
        backend().write(c.on, written);
        checkChain(image, c.on, "written over");
    }

    @Test
    default void weightsInTheirOwnLayoutMeetPlainOnes() {
        Random rng = random();
        Convolved c = convolved(rng);
        Values dy = Values.normal(rng, c.y.shape().sizes());
        Values dw = Values.zeros(c.s.weight());
        ConvContract.terms(c.s, (xi, wi, yi) -> dw.add(c.x.at(xi) * dy.at(yi), wi));
        Buffer gradient = backend().convWeightGradient(c.s, c.x.on(backend()), dy.on(backend()), false).weight();
        checkChain(Values.of(dw.shape(), i -> c.w.at(i) - 0.1 * dw.at(i)),
            backend().binary(BinaryOp.SUB, c.w.on(backend()), backend().affine(gradient, 0.1, 0)), "w - 0.1 dw");
        double norm = 0;
        for (double v : dw.array()) norm += v * v;
        checkChain(Values.of(new double[] {norm}, 1, 1, 1, 1),
            backend().reduce(ReduceOp.SUM, backend().unary(UnaryOp.SQUARE, gradient), Shape.of(1, 1, 1, 1)), "its squared norm");
    }
}
