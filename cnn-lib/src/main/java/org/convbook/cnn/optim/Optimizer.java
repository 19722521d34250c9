package org.convbook.cnn.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;

/**
 * Changes parameters along their gradients, in place. {@link #step} is one update. It has two halves, so that a step can be recorded once
 * and replayed: {@link #prepare} brings what changes from step to step, such as the learning rate, to the device; {@link #update} computes.
 */
public abstract class Optimizer {
    private final Map<String, Tensor> parameters;
    private final Map<String, Map<String, Tensor>> state = new LinkedHashMap<>();
    private double learningRate;
    private long steps;
    private Tensor settings;

    /** For subclasses: the parameters by path and the first learning rate. */
    protected Optimizer(Map<String, Tensor> parameters, double learningRate) {
        if (parameters.isEmpty()) throw new IllegalArgumentException(getClass().getSimpleName() + ": there are no parameters to change");
        this.parameters = new LinkedHashMap<>(parameters);
        learningRate(learningRate);
    }

    /** The learning rate of the next step. */
    public final double learningRate() {
        return learningRate;
    }

    /** Changes the learning rate, from the next step on. It must be positive. */
    public final void learningRate(double learningRate) {
        this.learningRate = positive("learningRate", learningRate);
    }

    /** The number of steps made. */
    public final long steps() {
        return steps;
    }

    /** The parameters by path. */
    public final Map<String, Tensor> parameters() {
        return java.util.Collections.unmodifiableMap(parameters);
    }

    /** One update of all parameters by their gradients. */
    public final void step(Gradients gradients) {
        prepare();
        update(gradients);
    }

    /** Counts a step and brings its settings to where the parameters are. Not part of a recording. */
    public final void prepare() {
        steps++;
        float[] values = settings(steps);
        Backend backend = backend();
        if (settings == null || settings.backend() != backend) settings = backend.unscoped(() -> Tensor.of(backend, values, values.length));
        else settings.set(values);
        for (String name : stateNames()) state(name);
    }

    /** Changes the parameters by the settings last prepared. May be recorded. */
    public final void update(Gradients gradients) {
        List<Buffer> w = new ArrayList<>();
        List<Buffer> g = new ArrayList<>();
        for (Tensor p : parameters.values()) {
            w.add(p.buffer());
            g.add(gradients.of(p).buffer());
        }
        update(backend(), w, g, settings.buffer());
    }

    /** The state that this optimiser keeps for each parameter by path, for example {@code momentum}; to be saved and set again. */
    public final Map<String, Map<String, Tensor>> state() {
        for (String name : stateNames()) state(name);
        return java.util.Collections.unmodifiableMap(state);
    }

    /** Goes on from a number of steps made before, whose {@link #state()} has been set again. */
    public final void resume(long steps) {
        this.steps = steps;
    }

    /** The settings of a step, counted from 1, in the order of the backend's operation. */
    protected abstract float[] settings(long step);

    /** The names of what is kept for each parameter. */
    protected abstract List<String> stateNames();

    /** Calls the backend's operation. */
    protected abstract void update(Backend backend, List<Buffer> w, List<Buffer> g, Buffer settings);

    /** What is kept under a name, a buffer for each parameter: zeros at first. */
    protected final List<Buffer> buffers(String name) {
        return state(name).values().stream().map(Tensor::buffer).toList();
    }

    private Map<String, Tensor> state(String name) {
        Backend backend = backend();
        Map<String, Tensor> mine = state.computeIfAbsent(name, n -> new LinkedHashMap<>());
        parameters.forEach((path, p) ->
            mine.computeIfAbsent(path, k -> backend.unscoped(() -> Tensor.full(backend, 0, p.shape()))).moveTo(backend));
        return mine;
    }

    private Backend backend() {
        return parameters.values().iterator().next().backend();
    }

    /** Checks a setting that must be positive and finite. */
    protected final double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) throw bad(name + " must be positive", value);
        return value;
    }

    /** Checks a setting that must be in [0, below). */
    protected final double inRange(String name, double value, double below) {
        if (!(value >= 0 && value < below)) throw bad(name + (below < Double.POSITIVE_INFINITY ? " must be in [0, " + below + ")" : " must be at least 0"), value);
        return value;
    }

    private IllegalArgumentException bad(String what, double got) {
        return new IllegalArgumentException(getClass().getSimpleName() + ": " + what + ", got " + got);
    }
}
