package org.convbook.cnn.nn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.tensor.Tensor;

/**
 * One forward pass: whether the network trains, where randomness comes from, and who watches the layers. It replaces a mutable train flag,
 * a global generator, and hooks that stay behind in a model.
 */
public final class Pass {
    /** Sees what each layer was given and what it returned, from the innermost layer outwards. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Called after a layer ran.
         *
         * @param path the dotted path of the layer, "" for the one that the pass began with
         * @param layer the layer
         * @param x its input
         * @param y its output
         */
        void saw(String path, Layer layer, Tensor x, Tensor y);
    }

    private static final Watcher NOBODY = (path, layer, x, y) -> { };

    private final RandomStream random;
    private final Watcher watcher;
    private final Deque<Layer> layers = new ArrayDeque<>();

    private final Map<Layer, Object> left = new IdentityHashMap<>(0);

    private Pass(RandomStream random, Watcher watcher) {
        this.random = random;
        this.watcher = watcher;
    }

    /** A pass of training, with a key for its random numbers drawn from a generator. */
    public static Pass training(RandomGenerator rng) {
        return training(new RandomStream(rng.nextLong()));
    }

    /** A pass of training, with its random numbers. */
    public static Pass training(RandomStream random) {
        return new Pass(random, NOBODY);
    }

    /** A pass of inference: dropout rests, nothing is random. */
    public static Pass inference() {
        return new Pass(null, NOBODY);
    }

    /** This pass with a watcher. */
    public Pass watch(Watcher watcher) {
        return new Pass(random, watcher);
    }

    /** Whether the layer that runs now trains: in a training pass every one that is not {@linkplain Layer#freeze frozen}. */
    public boolean training() {
        return random != null && (layers.isEmpty() || !layers.getLast().frozen());
    }

    /** The random numbers of a training pass; in inference an {@link IllegalStateException}. */
    public RandomStream random() {
        if (random == null) throw new IllegalStateException("a pass of inference has no random numbers");
        return random;
    }

    /** Leaves something that another layer of this pass will ask for. */
    void leave(Layer by, Object what) {
        left.put(by, what);
    }

    /** What a layer left in this pass when it last ran, or null. */
    Object left(Layer by) {
        return left.get(by);
    }

    void enter(Layer layer) {
        layers.addLast(layer);
    }

    void leave() {
        layers.removeLast();
    }

    /** The layer that runs now, or null. */
    Layer innermost() {
        return layers.peekLast();
    }

    /** The path of the layer that runs now, as the one sees it that this pass began with. */
    String path() {
        return layers.stream().skip(1).map(Layer::name).collect(Collectors.joining("."));
    }

    /** Whether somebody watches: then every value must be there when its layer returns. */
    boolean watched() {
        return watcher != NOBODY;
    }

    void show(Layer layer, Tensor x, Tensor y) {
        if (watched()) watcher.saw(path(), layer, x, y);
    }
}
