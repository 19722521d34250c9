package org.convbook.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.models.CifarResNet;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.models.Mlp;
import org.convbook.cnn.models.Shortcut;
import org.convbook.cnn.models.SqueezeNet;
import org.convbook.cnn.models.SqueezeNet.Version;
import org.convbook.cnn.models.UNet;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ten training losses of some networks beside PyTorch's, from the same weights and data, with momentum, in the way of llm.c: the first tells
 * of the forward pass, the second of every gradient, the later ones of the optimiser.
 */
class TrainingParityTest {
    private static final int STEPS = 10;
    private static final double MOMENTUM = 0.9;
    private static final int CLASSES = 10;
    private static final double LEARNT = 0.001;
    private static final int MOST_DRAWS = 5;

    /** A loss below this part of the first one says little by itself: what is learnt by heart is what is left of larger terms. */
    private static final double SMALL = 0.1;

    /**
     * Behind many normalised layers some inputs of ReLUs, of which there are 50 thousand in each step, are closer to 0 than float32 can tell. Where
     * one falls on the other side its whole path leaves the gradient or joins it, and the losses after it differ. How far is told by PyTorch itself,
     * in float64, when it starts from weights that differ by roundings: what is found may be so many times as much.
     */
    private static final double TIMES = 3;

    /**
     * A network of ours, and the same in PyTorch. Where there is dropout the passes are not those of training, so that it rests: gradients
     * there are all the same.
     */
    private record Model(String name, Function<RandomGenerator, Layer> ours, Function<PeerNet, PeerNet> peer, Shape input,
                         boolean training, double rate) {
        Pass pass(int step) {
            return training ? Pass.training(new RandomStream(step)) : Pass.inference();
        }
    }

    @TestFactory
    Stream<DynamicTest> tenLossesAreThoseOfPyTorch() {
        return Stream.of(
            new Model("LeNet5", rng -> new LeNet5(CLASSES, rng), PeerModels::leNet5, Shape.of(16, 1, 28, 28), true, 0.1),
            new Model("Mlp", rng -> new Mlp(rng, 147, 40, 30, CLASSES), PeerModels::mlp, Shape.of(20, 3, 7, 7), true, 0.1),
            new Model("CifarResNet(20)", rng -> new CifarResNet(20, Shortcut.PAD, 8, CLASSES, rng), PeerModels::resNet20, Shape.of(8, 3, 8, 8),
                true, 0.001),
            new Model("SqueezeNet", rng -> new SqueezeNet(Version.V1_1, 0.25, CLASSES, rng), PeerModels::squeezeNet, Shape.of(4, 3, 45, 45),
                false, 0.02),
            new Model("UNet", rng -> new UNet(true, 4, 3, CLASSES, rng), PeerModels::uNet, Shape.of(2, 3, 32, 16), false, 0.1)
        ).map(model -> DynamicTest.dynamicTest(model.name, () -> verify(model)));
    }

    /** A small network may be drawn without life: where all of its last ReLUs give 0 nothing is learnt and nothing told. Then another is drawn. */
    private static void verify(Model model) {
        int draws = 0;
        while (!verify(model, draws)) assertTrue(++draws < MOST_DRAWS, () -> "seed " + Settings.SEED + ", " + model.name + ": none drawn learns");
    }

    private static boolean verify(Model model, int number) {
        Draw d = new Draw(Settings.SEED, model.name, number);
        Layer net = model.ours.apply(d.rng);
        Map<String, float[]> start = new LinkedHashMap<>();
        net.state().forEach((path, t) -> start.put(path, t.toArray()));
        float[] images = new float[model.input.count()];
        for (int i = 0; i < images.length; i++) images[i] = d.rng.nextFloat();
        Shape logits = net.apply(Tensor.of(images, model.input.sizes()), Pass.inference()).shape();
        int[] labels = d.labels(logits.count() / CLASSES, CLASSES, null);
        double[] expected = peer(model, net, images, labels, logits);
        if (expected[STEPS - 1] >= expected[0] - LEARNT) {
            System.out.printf(Locale.ROOT, "parity: %-24s does not learn as drawn, from %.4f to %.4f%n", model.name, expected[0], expected[STEPS - 1]);
            return false;
        }
        for (Backend backend : Settings.BACKENDS) {
            start.forEach((path, values) -> net.state().get(path).set(values));
            double[] actual = ours(model, net, backend, images, labels);
            double error = error(expected, actual);
            System.out.printf(Locale.ROOT, "parity: %-24s %d losses on %-7s from %.4f to %.4f  largest error: %.1e%n", model.name, STEPS,
                backend.name(),
                expected[0], expected[STEPS - 1], error);
            if (error <= Comparison.GRADIENT) continue;
            double jump = jump(net, start, d.rng, () -> peer(model, net, images, labels, logits), expected);
            System.out.printf(Locale.ROOT, "parity: %-24s PyTorch's own losses, from weights that differ by roundings: %.1e%n", "", jump);
            assertTrue(error <= TIMES * jump, () -> "seed " + Settings.SEED + ", " + model.name + " on " + backend.name() + ": losses "
                + Arrays.toString(actual) + ", expected " + Arrays.toString(expected));
        }
        return true;
    }

    private static double error(double[] expected, double[] actual) {
        double largest = 0;
        for (int i = 0; i < STEPS; i++) largest = Math.max(largest, Math.abs(actual[i] - expected[i]) / Math.max(expected[i], SMALL * expected[0]));
        return largest;
    }

    /** How much PyTorch's losses change with the last digits of the weights. */
    private static double jump(Layer net, Map<String, float[]> start, Random rng, Supplier<double[]> peer, double[] expected) {
        double largest = 0;
        for (int i = 0; i < Comparison.SHAKES; i++) {
            start.forEach((path, values) -> net.state().get(path).set(Comparison.shake(values, rng)));
            largest = Math.max(largest, error(expected, peer.get()));
        }
        return largest;
    }

    private static double[] ours(Model model, Layer net, Backend backend, float[] images, int[] labels) {
        net.to(backend);
        Sgd sgd = new Sgd(net.parameters(), model.rate, MOMENTUM);
        double[] losses = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            try (var step = backend.scope()) {
                Tensor x = Tensor.of(backend, images, model.input.sizes());
                Tensor loss = Losses.crossEntropy(net.apply(x, model.pass(i)), labels);
                sgd.step(loss.backward());
                losses[i] = loss.item();
            }
        }
        return losses;
    }

    private static double[] peer(Model model, Layer net, float[] images, int[] labels, Shape logits) {
        double[] losses = new double[STEPS];
        try (PointerScope scope = new PointerScope()) {
            Peer peer = new Peer(model.training);
            List<org.bytedeco.pytorch.Tensor> parameters = new ArrayList<>();
            net.parameters().forEach((path, p) -> parameters.add(peer.put(path, p.shape(), p.toArray(), true)));
            net.buffers().forEach((path, b) -> peer.put(path, b.shape(), b.toArray(), false));
            SGDOptions options = new SGDOptions(model.rate);
            options.momentum().put(MOMENTUM);
            SGD sgd = new SGD(new TensorVector(parameters.toArray(new org.bytedeco.pytorch.Tensor[0])), options);
            var x = Peer.tensor(model.input, images);
            var target = logits.rank() == 4 ? Peer.longs(labels, logits.size(0), logits.size(2), logits.size(3)) : Peer.longs(labels, labels.length);
            for (int i = 0; i < STEPS; i++) {
                sgd.zero_grad();
                var loss = torch.cross_entropy_loss(model.peer.apply(new PeerNet(peer, x)).x(), target);
                loss.backward();
                sgd.step();
                losses[i] = loss.item_double();
            }
        }
        return losses;
    }
}
