package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operations that are done at once give what they give one after the other. */
public interface FusionContract extends ContractPart {
    private Backend.BatchNorm norm(Random rng, int channels) {
        return new Backend.BatchNorm(Values.normal(rng, channels).on(backend()), Values.normal(rng, channels).on(backend()),
            Values.normal(rng, channels).on(backend()), Values.of(Shape.of(channels), c -> 0.5f + rng.nextFloat()).on(backend()), 0.1, 1e-5);
    }

    private Values of(Buffer x) {
        return new Values(x.shape(), backend().downloadDoubles(x));
    }

    private Buffer oneByOne(ConvShape s, Buffer x, Buffer w, Buffer bias, Backend.Following then) {
        Buffer y = backend().conv(s, x, w, bias);
        if (then.norm() != null) y = backend().batchNormInference(then.norm(), y).y();
        if (then.addend() != null) y = backend().binary(BinaryOp.ADD, y, then.addend());
        return then.relu() ? backend().unary(UnaryOp.RELU, y) : y;
    }

    @Test
    default void aConvolutionAndWhatFollowsIt() {
        Random rng = random();
        for (int round = 0; round < 40; round++) {
            int in = 1 + rng.nextInt(20);
            int out = 1 + rng.nextInt(20);
            int k = 1 + rng.nextInt(3);
            Shape input = Shape.of(2, in, 6, 7);
            Shape weight = Shape.of(out, in, k, k);
            ConvShape s = new ConvShape(input, weight, Shape.of(2, out, 7 - k, 8 - k), 1, 0, 1, 1);
            Buffer x = put(rng, Values.normal(rng, input.sizes()));
            Buffer w = Values.normal(rng, weight.sizes()).on(backend());
            Buffer bias = rng.nextBoolean() ? Values.normal(rng, out).on(backend()) : null;
            Backend.Following then = new Backend.Following(rng.nextBoolean() ? norm(rng, out) : null,
                rng.nextBoolean() ? put(rng, Values.normal(rng, s.output().sizes())) : null, rng.nextBoolean());
            Buffer y = backend().conv(s, x, w, bias, then);
            checkChain(of(oneByOne(s, x, w, bias, then)), y, s + " " + (bias != null) + " " + then);
        }
    }

    @Test
    default void whatIsFoldedFollowsChanges() {
        Random rng = random();
        Shape shape = Shape.of(1, 8, 5, 5);
        ConvShape s = new ConvShape(shape, Shape.of(8, 8, 3, 3), shape, 1, 1, 1, 1);
        Buffer x = Values.normal(rng, shape.sizes()).on(backend());
        Buffer w = Values.normal(rng, 8, 8, 3, 3).on(backend());
        Backend.BatchNorm norm = norm(rng, 8);
        Backend.Following then = new Backend.Following(norm, null, true);
        Recording recording = backend().record(() -> backend().conv(s, x, w, null, then));
        recording.close();
        for (Buffer changed : new Buffer[] {w, norm.gamma(), norm.beta(), norm.runningMean(), norm.runningVar()}) {
            float[] values = backend().download(changed);
            for (int i = 0; i < values.length; i++) values[i] = 0.5f * values[i] + 0.25f;
            backend().write(changed, values);
            checkChain(of(oneByOne(s, x, w, null, then)), backend().conv(s, x, w, null, then), "after a change of " + changed.shape());
        }
        Backend.Following other = new Backend.Following(norm(rng, 8), null, true);
        checkChain(of(oneByOne(s, x, w, null, other)), backend().conv(s, x, w, null, other), "another normalisation");
        checkChain(of(oneByOne(s, x, w, null, then)), backend().conv(s, x, w, null, then), "the first one again");
    }

    @Test
    default void aSumAndItsRelu() {
        Random rng = random();
        for (int[] sizes : NormContract.IMAGES) {
            Buffer a = put(rng, Values.normal(rng, sizes));
            Buffer b = put(rng, Values.normal(rng, sizes));
            Buffer expected = backend().unary(UnaryOp.RELU, backend().binary(BinaryOp.ADD, a, b));
            assertArrayEquals(backend().download(expected), backend().download(backend().addRelu(a, b)));
        }
    }

    @Test
    default void aBatchNormalisationAndItsRelu() {
        Random rng = random();
        for (int[] sizes : NormContract.IMAGES) {
            Buffer x = put(rng, Values.normal(rng, sizes));
            Buffer dy = put(rng, Values.normal(rng, sizes));
            Backend.BatchNorm one = norm(new Random(SEED), sizes[1]);
            Backend.BatchNorm two = norm(new Random(SEED), sizes[1]);
            Backend.Normalized n = backend().batchNorm(one, x);
            Buffer y = backend().unary(UnaryOp.RELU, n.y());
            Backend.Normalized fused = backend().batchNormRelu(two, x);
            checkChain(of(y), fused.y(), "y");
            checkChain(of(one.runningVar()), two.runningVar(), "running variance");
            Backend.BatchNormGradient expected =
                backend().batchNormGradient(one, backend().unaryGradient(UnaryOp.RELU, dy, y, y), x, n, false);
            Backend.BatchNormGradient actual = backend().batchNormReluGradient(two, dy, x, fused);
            checkChain(of(expected.x()), actual.x(), "dx of " + x.shape());
            checkChain(of(expected.gamma()), actual.gamma(), "dgamma of " + x.shape());
            checkChain(of(expected.beta()), actual.beta(), "dbeta of " + x.shape());
        }
    }
}
