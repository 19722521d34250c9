package org.convbook.cnn.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.models.CifarResNet;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.models.ResNet;
import org.convbook.cnn.models.Shortcut;
import org.convbook.cnn.models.Vgg;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.train.Inference;
import org.convbook.cnn.train.Steps;
import org.convbook.data.Batch;

/**
 * The cases, named as the peer's. A training step is the one of {@code Trainer.fit}, with the batch copied in, an inference step the one of
 * {@code Trainer.evaluate} up to the softmax; the same batch every time. A step ends when its results are there, but for cases that look ahead.
 */
final class Cases {
    /** One case, ready to run: the images of a step, and the step; of training cases also what makes it and the batch. */
    record Case(int images, Runnable step, Steps steps, Batch batch) {
        Case(int images, Runnable step) {
            this(images, step, null, null);
        }
    }

    /** The one case that the peer does not have. */
    static final String BARE = "lenet5-train-b64-primitives";

    /** How the names of cases end that only a GPU computes. */
    static final String BF16 = "-bf16";

    /** How the names of training cases end in which the next batch is brought, and the next step begun, while a step computes. */
    static final String AHEAD = "-ahead";

    private static final Precision FP32 = Precision.FP32;
    private static final Map<String, Supplier<Case>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("lenet5-train-b64", () -> train(FP32, new LeNet5(10, new Random(1)), 64, 1, 28));
        ALL.put(BARE, () -> bare(new LeNet5(10, new Random(1)), 64, 1, 28));
        ALL.put("lenet5-infer-b64", () -> infer(new LeNet5(10, new Random(1)), 64, 1, 28));
        ALL.put("resnet20-train-b128", () -> train(FP32, new CifarResNet(20, Shortcut.PROJECT, 10, new Random(1)), 128, 3, 32));
        ALL.put("resnet20-infer-b128", () -> infer(new CifarResNet(20, Shortcut.PROJECT, 10, new Random(1)), 128, 3, 32));
        ALL.put("vgg16-infer-b1", () -> infer(new Vgg(Vgg.Form.D, 1000, new Random(1)), 1, 3, 224));
        ALL.put("resnet18-infer-b1", () -> infer(new ResNet(18, 1000, new Random(1)), 1, 3, 224));
        ALL.put("resnet18-folded-infer-b1", () -> infer(new ResNet(18, 1000, new Random(1)), 1, 3, 224));   // what we do anyway
        ALL.put("resnet20-train-b512" + BF16, () -> train(Precision.BF16, new CifarResNet(20, Shortcut.PROJECT, 10, new Random(1)), 512, 3, 32));
        ALL.put("resnet50-train-b256" + BF16, () -> train(Precision.BF16, new ResNet(50, 1000, new Random(1)), 256, 3, 224));
        for (String name : List.copyOf(ALL.keySet())) {
            if (name.contains("-train-") && !name.equals(BARE)) ALL.put(name + AHEAD, () -> lookingAhead(ALL.get(name).get()));
        }
        for (int[] c : new int[][] {{64, 112}, {256, 28}, {512, 14}}) {
            String name = "conv3x3-c" + c[0] + "-hw" + c[1] + "-b8";
            ALL.put(name + "-fwd", () -> convolution(c[0], c[1], Convolution.FORWARD));
            ALL.put(name + "-bwd-data", () -> convolution(c[0], c[1], Convolution.INPUT_GRADIENT));
            ALL.put(name + "-bwd-weights", () -> convolution(c[0], c[1], Convolution.WEIGHT_GRADIENT));
        }
    }

    private Cases() {}

    /** Whether the peer has it, and a processor computes it. */
    static boolean everywhere(String name) {
        return !name.contains(BF16) && !name.endsWith(AHEAD);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Case build(String name) {
        Supplier<Case> build = ALL.get(name);
        if (build == null) throw new IllegalArgumentException("there is no case " + name + "; there are " + String.join(", ", ALL.keySet()));
        return build.get();
    }

    private static Batch batch(int size, int channels, int side) {
        float[] images = gaussian(size * channels * side * side, 1);
        int[] labels = new Random(2).ints(size, 0, 10).toArray();
        return new Batch(images, labels, new int[] {size, channels, side, side}, new int[size]);
    }

    /** Where a case runs: with the fastest algorithms, as the peer does. */
    private static Backend backend(Precision precision) {
        return Backends.best(precision, Algorithms.FASTEST);
    }

    private static Case train(Precision precision, Layer net, int size, int channels, int side) {
        Backend backend = backend(precision);
        net.to(backend);
        Steps steps = new Steps(net, new Sgd(net.parameters(), 0.01, 0.9), backend, new RandomStream(1));
        Batch batch = batch(size, channels, side);
        return new Case(size, () -> steps.run(batch), steps, batch);
    }

    /** As a training whose steps nobody watches: the batch of the next step is brought, and the results of the last one read, while a step computes. */
    private static Case lookingAhead(Case plain) {
        Deque<Supplier<Steps.Result>> underway = new ArrayDeque<>();
        return new Case(plain.images, () -> {
            underway.add(plain.steps.begin(plain.batch));
            plain.steps.ahead(plain.batch);
            if (underway.size() > 1) underway.remove().get();
        });
    }

    private enum Convolution { FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT }

    /** One convolution, 3x3 with padding 1, of 8 images, replayed on data that lie as a network's activations do. */
    private static Case convolution(int channels, int side, Convolution what) {
        Backend backend = backend(FP32);
        Shape image = Shape.of(8, channels, side, side);
        Shape weight = Shape.of(channels, channels, 3, 3);
        ConvShape s = new ConvShape(image, weight, image, 1, 1, 1, 1);
        Buffer w = backend.upload(weight, gaussian(weight.count(), 0.01));
        Buffer x = backend.conv(s, backend.upload(image, gaussian(image.count(), 1)), w, null);
        Recording recording = backend.record(() -> {
            switch (what) {
                case FORWARD -> backend.conv(s, x, w, null);
                case INPUT_GRADIENT -> backend.convInputGradient(s, x, w);
                case WEIGHT_GRADIENT -> backend.convWeightGradient(s, x, x, false);
            }
        });
        return new Case(8, finished(backend, recording));
    }

    /** A replay up to its end: a value that is asked for is there when all work before it is done. */
    private static Runnable finished(Backend backend, Recording recording) {
        Buffer last = backend.fill(Shape.of(1), 0);
        return () -> {
            recording.replay();
            backend.download(last);
        };
    }

    private static float[] gaussian(int count, double deviation) {
        Random rng = new Random(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) (deviation * rng.nextGaussian());
        return values;
    }

    /** The operations of {@link #train} alone, replayed in a row: no batch is brought and no result read. */
    private static Case bare(Layer net, int size, int channels, int side) {
        Backend backend = backend(FP32);
        net.to(backend);
        Batch batch = batch(size, channels, side);
        Sgd sgd = new Sgd(net.parameters(), 0.01, 0.9);
        sgd.prepare();
        Tensor images = Tensor.of(backend, batch.images(), batch.shape());
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) numbers[i] = batch.labels()[i];
        Tensor labels = Tensor.of(backend, numbers, size);
        Recording recording = backend.record(() -> {
            Tensor loss = Losses.crossEntropy(net.apply(images, Pass.training(new RandomStream(1))), labels);
            sgd.update(loss.backward(net.parameters().values()));
        });
        return new Case(size, finished(backend, recording));
    }

    private static Case infer(Layer net, int size, int channels, int side) {
        Backend backend = backend(FP32);
        net.to(backend);
        Inference inference = new Inference(net, backend);
        Batch batch = batch(size, channels, side);
        return new Case(size, () -> inference.probabilities(batch));
    }
}
