package org.convbook.cnn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.train.Inference;
import org.convbook.cnn.train.Steps;
import org.convbook.data.Batch;

/**
 * The cases, named as the peer's. A training step is the one of {@code Trainer.fit}, with the batch copied in, an inference step the one of
 * {@code Trainer.evaluate} up to the softmax; the same batch every time.
 */
final class Cases {
    /** One case, ready to run: the images of a step, and the step. */
    record Case(int images, Runnable step) {}

    private static final Map<String, Supplier<Case>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("lenet5-train-b64", () -> train(new LeNet5(10, new Random(1)), 64, 1, 28));
        ALL.put("lenet5-infer-b64", () -> infer(new LeNet5(10, new Random(1)), 64, 1, 28));
    }

    private Cases() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Case build(String name) {
        Supplier<Case> build = ALL.get(name);
        if (build == null) throw new IllegalArgumentException("there is no case " + name + "; there are " + String.join(", ", ALL.keySet()));
        return build.get();
    }

    private static Batch batch(int size, int channels, int side) {
        Random rng = new Random(1);
        float[] images = new float[size * channels * side * side];
        for (int i = 0; i < images.length; i++) images[i] = (float) rng.nextGaussian();
        int[] labels = rng.ints(size, 0, 10).toArray();
        return new Batch(images, labels, new int[] {size, channels, side, side}, new int[size]);
    }

    private static Case train(Layer net, int size, int channels, int side) {
        Backend backend = Backends.best();
        net.to(backend);
        Steps steps = new Steps(net, new Sgd(net.parameters(), 0.01, 0.9), backend, new RandomStream(1));
        Batch batch = batch(size, channels, side);
        return new Case(size, () -> steps.run(batch));
    }

    private static Case infer(Layer net, int size, int channels, int side) {
        Backend backend = Backends.best();
        net.to(backend);
        Inference inference = new Inference(net, backend);
        Batch batch = batch(size, channels, side);
        return new Case(size, () -> inference.probabilities(batch));
    }
}
