package org.convbook.cnn.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Lane;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.data.Batch;
import org.convbook.data.PackedImages;

/** Training steps: forward, loss, backward, update. Keeps a recorded step for each batch shape that it met, until closed. */
public final class Steps implements AutoCloseable {
    /** A label that no image has. */
    static final int NO_LABEL = -100;

    /**
     * What one step gave, before its update.
     *
     * @param loss the mean loss of the batch
     * @param correct the labels of the batch that were predicted
     * @param counted the labels that count: one an image, or one a pixel less those to be ignored
     */
    public record Result(double loss, int correct, int counted) {}

    /** What a recorded step is good for: these sizes, this state of optimiser and frozen layers. */
    private record Key(Shape images, int labels, int revision, BitSet frozen) {}

    private final Layer net;
    private final Optimizer optimizer;
    private final Backend backend;
    private final RandomStream random;
    private final Loss loss;
    private final int ignored;
    private final Map<Key, Step> known = new HashMap<>();
    private final boolean mayLookAhead;
    private Lane lane;
    private boolean opened;
    /** What is on its way to the device. */
    private Batch sent;

    /** Steps by cross-entropy of a network on this backend; random numbers, as for dropout, from the stream at the step's number. */
    public Steps(Layer net, Optimizer optimizer, Backend backend, RandomStream random) {
        this(net, optimizer, random, new Goal(backend, Losses.crossEntropy(), NO_LABEL), true);
    }

    /** What a network is to become good at, and where. */
    record Goal(Backend backend, Loss loss, int ignored) {}

    Steps(Layer net, Optimizer optimizer, RandomStream random, Goal goal, boolean mayLookAhead) {
        this.net = net;
        this.optimizer = optimizer;
        this.backend = goal.backend;
        this.random = random;
        this.loss = goal.loss;
        this.ignored = goal.ignored;
        this.mayLookAhead = mayLookAhead;
    }

    /** The step for one key. */
    private final class Step {
        final Tensor images;
        final Tensor labels;
        final Shape output;
        final RepeatedStep step;
        Tensor logits;
        Tensor value;

        Step(Shape shape, Shape labelShape) {
            images = backend.unscoped(() -> Tensor.full(backend, 0, shape));
            labels = backend.unscoped(() -> Tensor.full(backend, 0, labelShape));
            output = Inference.outputShape(net, backend, shape);
            step = new RepeatedStep(backend, () -> {
                logits = net.apply(images, Pass.training(random));
                value = loss.loss(logits, labels);
                optimizer.update(value.backward(optimizer.parameters().values()));
            });
        }
    }

    /** Makes one step on a batch. Labels that make no sense to the loss are an {@link IllegalArgumentException}, and nothing changes. */
    public Result run(Batch batch) {
        return begin(batch).get();
    }

    /**
     * Begins a step, as {@link #run} does; where a device computes beside the host it may still compute. The results must be asked for, in the order of
     * the steps, before the second step after it begins.
     */
    public Supplier<Result> begin(Batch batch) {
        Shape shape = Shape.of(batch.shape());
        Key key = new Key(shape, batch.labels().length, optimizer.revision(), frozen());
        Step s = known.computeIfAbsent(key, k -> new Step(shape, labelShape(batch)));
        loss.check(s.output, batch.labels());
        long before = optimizer.steps();
        try {
            optimizer.prepare();
            random.step(optimizer.steps());
            bring(batch, s);
            List<Supplier<Result>> result = new ArrayList<>(1);
            s.step.run(() -> result.add(results(s, batch.labels())));
            return () -> orBack(result.get(0), before);
        } catch (RuntimeException e) {
            optimizer.resume(before);
            throw e;
        }
    }

    private Result orBack(Supplier<Result> result, long before) {
        try {
            return result.get();
        } catch (RuntimeException e) {
            optimizer.resume(before);
            throw e;
        }
    }

    /** At once, or when they have come. */
    private Supplier<Result> results(Step s, int[] labels) {
        if (!looksAhead()) {
            Result now = count(s.value.item(), s.logits, labels, ignored);
            return () -> now;
        }
        Shape shape = s.logits.shape();
        Supplier<float[]> value = lane.read(s.value.buffer());
        Supplier<float[]> logits = lane.read(s.logits.buffer());
        return () -> count(value.get()[0], logits.get(), shape, labels, ignored);
    }

    // ---------------------------------------------------------------- the next batch

    /** Whether a device computes beside the host, so that it is worth while to look ahead. */
    boolean looksAhead() {
        if (!opened && mayLookAhead) lane = backend.lane();
        opened = true;
        return lane != null;
    }

    /** Begins to bring a batch to the device, whose step is the next one, while the present step computes; without effect where the host computes. */
    public void ahead(Batch batch) {
        sent = null;
        if (looksAhead() && lane.send(List.of(load(batch), Lane.Load.of(floats(batch.labels()))))) sent = batch;
    }

    private Lane.Load load(Batch batch) {
        PackedImages packed = batch.packed();
        return packed != null && backend.unpacks() ? new Lane.Load(packed.values(), packed.bytes(), packed.moves()) : Lane.Load.of(batch.images());
    }

    private void bring(Batch batch, Step s) {
        boolean there = batch == sent;
        sent = null;
        if (there) {
            lane.land(List.of(s.images.buffer(), s.labels.buffer()));
        } else {
            bring(batch, s.images);
            s.labels.set(floats(batch.labels()));
        }
    }

    /** Brings the images to where they are needed: as bytes, if they are packed and can be unpacked there. */
    static void bring(Batch batch, Tensor to) {
        PackedImages packed = batch.packed();
        if (packed != null && to.backend().unpacks()) to.unpack(packed.bytes(), packed.values(), packed.moves());
        else to.set(batch.images());
    }

    private BitSet frozen() {
        BitSet bits = new BitSet();
        frozen(net, bits, 0);
        return bits;
    }

    private static int frozen(Layer layer, BitSet bits, int number) {
        bits.set(number, layer.frozen());
        int next = number + 1;
        for (Layer part : layer.children().values()) next = frozen(part, bits, next);
        return next;
    }

    /** [N], or [N, H, W] where pixels have labels. */
    static Shape labelShape(Batch batch) {
        int[] s = batch.shape();
        return batch.pixelLabels() ? Shape.of(s[0], s[2], s[3]) : Shape.of(s[0]);
    }

    static Result count(double loss, Tensor logits, int[] labels, int ignored) {
        return count(loss, logits.toArray(), logits.shape(), labels, ignored);
    }

    private static Result count(double loss, float[] z, Shape shape, int[] labels, int ignored) {
        int classes = shape.rank() < 2 ? 1 : shape.size(1);
        int images = shape.rank() == 0 ? 1 : shape.size(0);
        int places = labels.length / images;                                                // 1, or the pixels of an image
        if (z.length != (long) labels.length * classes) return new Result(loss, 0, labels.length);   // no classification
        int correct = 0;
        int counted = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == ignored) continue;
            counted++;
            if (largest(z, i / places * places * classes + i % places, places, classes) == labels[i]) correct++;
        }
        return new Result(loss, correct, counted);
    }

    /** The class with the largest score, of equal ones the first; scores are {@code stride} apart. */
    static int largest(float[] z, int first, int stride, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) if (z[first + k * stride] > z[first + best * stride]) best = k;
        return best;
    }

    static float[] floats(int[] labels) {
        float[] values = new float[labels.length];
        for (int i = 0; i < values.length; i++) values[i] = labels[i];
        return values;
    }

    @Override
    public void close() {
        known.values().forEach(s -> s.step.close());
        known.clear();
        if (lane != null) lane.close();
        lane = null;
    }
}
