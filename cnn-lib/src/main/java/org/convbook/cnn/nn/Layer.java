package org.convbook.cnn.nn;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Fusion;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import tech.tablesaw.api.Table;

/**
 * A function with named parts and parameters. Extend it, register parts by {@link #child} and parameters by {@link #parameter} in the
 * constructor, and override {@link #forward}; a layer is complete when constructed. The dotted path of a part ({@code body.0.weight}) is the
 * one name used for saving, errors, summaries and pictures.
 */
public abstract class Layer {
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Tensor> own = new LinkedHashMap<>();
    private final Map<String, Tensor> ownBuffers = new LinkedHashMap<>();
    private final Map<Layer, Layer> replaced = new IdentityHashMap<>(0);
    private String name = "";
    private boolean frozen;

    /** For subclasses. */
    protected Layer() {}

    /** Names a part and returns it. A name that is taken, empty or dotted is an {@link IllegalArgumentException}. */
    protected final <L extends Layer> L child(String name, L layer) {
        check(name);
        children.put(name, layer);
        ((Layer) layer).name = name;
        return layer;
    }

    /** Names a parameter, marks it as one to differentiate by, and returns it. */
    protected final Tensor parameter(String name, Tensor tensor) {
        check(name);
        own.put(name, tensor.requiresGrad());
        return tensor;
    }

    /**
     * Names a tensor that belongs to the layer's state without being trained, such as running statistics, and returns it. It is saved, loaded
     * and moved with the parameters.
     */
    protected final Tensor buffer(String name, Tensor tensor) {
        check(name);
        ownBuffers.put(name, tensor);
        return tensor;
    }

    private void check(String name) {
        if (name.isEmpty() || name.indexOf('.') >= 0) throw new IllegalArgumentException("a part needs a name without dots, got \"" + name + '"');
        if (!children.containsKey(name) && !own.containsKey(name) && !ownBuffers.containsKey(name)) return;
        throw new IllegalArgumentException("there are two parts named \"" + name + '"');
    }

    /** Computes the output. Called by {@link #apply} only. */
    protected abstract Tensor forward(Tensor x, Pass pass);

    /**
     * Runs this layer: adds its path to shape errors and shows its output to the pass's watcher. In a layer where it was
     * {@linkplain #replace replaced}, its successor runs instead.
     */
    public final Tensor apply(Tensor x, Pass pass) {
        Layer whole = pass.innermost();
        Layer successor = whole == null ? null : whole.replaced.get(this);
        if (successor != null) return successor.apply(x, pass);
        pass.enter(this);
        try {
            Tensor y = pass.watched() ? forward(x, pass) : Fusion.within(() -> forward(x, pass));
            pass.show(this, x, y);
            return y;
        } catch (ShapeException e) {
            String path = pass.path();
            throw e.in((path.isEmpty() ? "" : path + ": ") + this);
        } finally {
            pass.leave();
        }
    }

    /** The output of the direct parts one after the other: the forward pass of a chain whose parts have names. */
    protected final Tensor inOrder(Tensor x, Pass pass) {
        Tensor y = x;
        for (Layer part : children.values()) y = part.apply(y, pass);
        return y;
    }

    /** The direct parts by name, in order. */
    public final Map<String, Layer> children() {
        return Collections.unmodifiableMap(children);
    }

    /** All parameters by path, in order: this layer's own, then its parts'. A parameter that is shared appears once. */
    public final Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all, layer -> layer.own);
        return all;
    }

    /** All buffers by path, in the order of {@link #parameters}. */
    public final Map<String, Tensor> buffers() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all, layer -> layer.ownBuffers);
        return all;
    }

    /** All parameters, then all buffers, by path: what a checkpoint holds. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> all = parameters();
        all.putAll(buffers());
        return all;
    }

    private void collect(String prefix, Map<String, Tensor> all, Function<Layer, Map<String, Tensor>> which) {
        which.apply(this).forEach((key, tensor) -> {
            if (all.values().stream().noneMatch(t -> t == tensor)) all.put(prefix + key, tensor);
        });
        children.forEach((key, layer) -> layer.collect(prefix + key + ".", all, which));
    }

    /** The number of parameter values of this layer and its parts. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(t -> t.shape().count()).sum();
    }

    /** The part at a dotted path, "" for this layer. A path that leads nowhere is an {@link IllegalArgumentException} that names the parts. */
    public final Layer at(String path) {
        if (path.isEmpty()) return this;
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        Layer part = children.get(first);
        if (part == null) throw new IllegalArgumentException("there is no part \"" + first + "\" in " + this + "; its parts: " + children.keySet());
        return dot < 0 ? part : part.at(path.substring(dot + 1));
    }

    // ---------------------------------------------------------------- transfer learning

    /**
     * Freezes the parts at these paths, or everything if none is given, and returns this layer. What is frozen gets no gradients and no
     * optimiser changes it; in a training pass it behaves as in inference, so that a batch normalisation uses its running statistics and leaves
     * them alone, and dropout rests.
     */
    public final Layer freeze(String... paths) {
        return frozen(true, paths);
    }

    /** Takes {@link #freeze} back for the parts at these paths, or for everything if none is given, and returns this layer. */
    public final Layer unfreeze(String... paths) {
        return frozen(false, paths);
    }

    private Layer frozen(boolean wanted, String... paths) {
        List<Layer> parts = paths.length == 0 ? List.of(this) : Stream.of(paths).map(this::at).toList();   // all paths are right, or nothing changes
        parts.forEach(part -> part.frozen(wanted));
        return this;
    }

    private void frozen(boolean wanted) {
        frozen = wanted;
        own.values().forEach(p -> p.requiresGrad(!wanted));
        children.values().forEach(part -> part.frozen(wanted));
    }

    /** Whether this layer is frozen. */
    public final boolean frozen() {
        return frozen;
    }

    /** The parameters that are not frozen, by path: what to give to an optimiser. */
    public final Map<String, Tensor> trainable() {
        Map<String, Tensor> all = parameters();
        all.values().removeIf(p -> !p.tracked());
        return all;
    }

    /**
     * Puts another layer in the place of the part at a path, for example a new head for other classes, and returns this layer. The new part
     * gets the old one's name and backend; the old one itself stays as it is. A path that leads nowhere is an {@link IllegalArgumentException}.
     */
    public final Layer replace(String path, Layer by) {
        if (path.isEmpty()) throw new IllegalArgumentException("replace: a network cannot replace itself; give the path of a part");
        Layer old = at(path);
        old.state().values().stream().findFirst().ifPresent(t -> by.to(t.backend()));
        int dot = path.lastIndexOf('.');
        at(path.substring(0, Math.max(0, dot))).swap(old, by);
        by.name = path.substring(dot + 1);
        return this;
    }

    /** This layer goes on to call the old part, which it may keep in a field; {@link #apply} leads the call to the new one. */
    private void swap(Layer old, Layer by) {
        children.replaceAll((key, part) -> part == old ? by : part);
        boolean again = replaced.containsValue(old);
        replaced.replaceAll((first, now) -> now == old ? by : now);
        if (!again) replaced.put(old, by);
    }

    final String name() {
        return name;
    }

    /** The parameters of this layer itself, without its parts'. */
    final Collection<Tensor> ownParameters() {
        return own.values();
    }

    /** The parameters of this layer itself by name. */
    final Map<String, Tensor> own() {
        return own;
    }

    /**
     * A table of this network for one input, given its shape without the batch, for example {@code summary(1, 28, 28)}: for each layer
     * output, parameters, multiply-adds, bytes of its output, receptive field (size, jump, centre, in pixels of the input; for each
     * direction where they differ), and how many rows and columns of its input it never sees; totals in the last row. It runs the network once.
     */
    public final Table summary(int... inputShape) {
        return Summary.of(this, inputShape);
    }

    /** Moves all parameters and buffers to a backend, in place, and returns the same layer. */
    public Layer to(Backend backend) {
        state().values().forEach(t -> t.moveTo(backend));
        return this;
    }

    /** The multiply-adds that this layer itself, without its parts, does for one image, given the shapes of its input and output. */
    protected long multiplyAdds(Shape input, Shape output) {
        return 0;
    }

    /** The window through which an output unit of this layer itself sees its input; null if it sees one position only. */
    protected Window window() {
        return null;
    }

    /** The same for an input of this shape, for layers whose window depends on it. */
    protected Window window(Shape input) {
        return window();
    }

    /** The name of the class; layers with settings add them. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
