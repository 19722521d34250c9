package org.convbook.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ten training losses of four networks beside PyTorch's, from the same weights and data, with momentum, in the way of llm.c: the first tells
 * of the forward pass, the second of every gradient, the later ones of the optimiser.
 */
class TrainingParityTest {
    private static final int STEPS = 10;
    private static final double MOMENTUM = 0.9;
    private static final int CLASSES = 10;

    /** A network of ours, and the same in PyTorch. */
    private record Model(String name, Function<RandomGenerator, Layer> ours, Function<PeerNet, PeerNet> peer, Shape input, double rate) {}

    @TestFactory
    Stream<DynamicTest> tenLossesAreThoseOfPyTorch() {
        return Stream.of(
            new Model("LeNet5", rng -> new LeNet5(CLASSES, rng), n -> n.conv("0", 1, 2).tanh().avgPool(2).conv("3", 1, 0).tanh().avgPool(2).flatten()
                .linear("7").tanh().linear("9").tanh().linear("11"), Shape.of(16, 1, 28, 28), 0.1)
        ).map(model -> DynamicTest.dynamicTest(model.name, () -> verify(model)));
    }

    private static void verify(Model model) {
        Draw d = new Draw(Settings.SEED, model.name, 0);
        Layer net = model.ours.apply(d.rng);
        Map<String, float[]> start = new LinkedHashMap<>();
        net.state().forEach((path, t) -> start.put(path, t.toArray()));
        float[] images = new float[model.input.count()];
        for (int i = 0; i < images.length; i++) images[i] = d.rng.nextFloat();
        int[] labels = d.labels(model.input.size(0), CLASSES, null);
        double[] expected = peer(model, net, images, labels);
        assertTrue(expected[STEPS - 1] < 0.98 * expected[0], () -> "a network that learns is compared, not " + Arrays.toString(expected));
        for (Backend backend : Settings.BACKENDS) {
            start.forEach((path, values) -> net.state().get(path).set(values));
            double[] actual = ours(model, net, backend, images, labels);
            double largest = 0;
            for (int i = 0; i < STEPS; i++) largest = Math.max(largest, Math.abs(actual[i] - expected[i]) / expected[i]);
            System.out.printf(Locale.ROOT, "parity: %-24s %d losses on %-7s from %.4f to %.4f  largest error: %.1e%n", model.name, STEPS, backend.name(),
                expected[0], expected[STEPS - 1], largest);
            assertTrue(largest <= Comparison.GRADIENT, () -> "seed " + Settings.SEED + ", " + model.name + " on " + backend.name() + ": losses "
                + Arrays.toString(actual) + ", expected " + Arrays.toString(expected));
        }
    }

    private static double[] ours(Model model, Layer net, Backend backend, float[] images, int[] labels) {
        net.to(backend);
        Sgd sgd = new Sgd(net.parameters(), model.rate, MOMENTUM);
        double[] losses = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            try (var step = backend.scope()) {
                Tensor x = Tensor.of(backend, images, model.input.sizes());
                Tensor loss = Losses.crossEntropy(net.apply(x, Pass.training(new RandomStream(i))), labels);
                sgd.step(loss.backward());
                losses[i] = loss.item();
            }
        }
        return losses;
    }

    private static double[] peer(Model model, Layer net, float[] images, int[] labels) {
        double[] losses = new double[STEPS];
        try (PointerScope scope = new PointerScope()) {
            Peer peer = new Peer(true);
            List<org.bytedeco.pytorch.Tensor> parameters = new ArrayList<>();
            net.parameters().forEach((path, p) -> parameters.add(peer.put(path, p.shape(), p.toArray(), true)));
            net.buffers().forEach((path, b) -> peer.put(path, b.shape(), b.toArray(), false));
            SGDOptions options = new SGDOptions(model.rate);
            options.momentum().put(MOMENTUM);
            SGD sgd = new SGD(new TensorVector(parameters.toArray(new org.bytedeco.pytorch.Tensor[0])), options);
            var x = Peer.tensor(model.input, images);
            var target = Peer.longs(labels, labels.length);
            for (int i = 0; i < STEPS; i++) {
                sgd.zero_grad();
                var loss = torch.cross_entropy_loss(model.peer.apply(new PeerNet(peer, "", x)).x(), target);
                loss.backward();
                sgd.step();
                losses[i] = loss.item_double();
            }
        }
        return losses;
    }
}
