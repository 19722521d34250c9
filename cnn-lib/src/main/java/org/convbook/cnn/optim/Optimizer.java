package org.convbook.cnn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;

/**
 * Changes parameters along their gradients, in place. {@link #step} is one update. It has two halves, so that a step can be recorded once
 * and replayed: {@link #prepare} brings what changes from step to step, such as the learning rate, to the device; {@link #update} computes.
 * <p>The rate of a step is {@link #learningRate} · {@link #factor} (a schedule's) · the factors of the parameter's groups. Parameters that are
 * frozen stay as they are. A setting out of range is an {@link IllegalArgumentException}.
 */
public abstract class Optimizer {
    private final Map<String, Tensor> parameters;
    private final Map<String, Map<String, Tensor>> state = new LinkedHashMap<>();
    private final List<ParameterGroup> groups = new ArrayList<>();
    private final Limits limits = new Limits();
    private final LossScale lossScale = new LossScale();
    private List<Bundle> bundles;
    private double learningRate;
    private double factor = 1;
    private double momentum;
    private double weightDecay;
    private long steps;
    private int revision;

    /** Parameters that are updated alike, and the settings of their next step on the device. */
    private static final class Bundle {
        final Map<String, Tensor> members = new LinkedHashMap<>();
        final ParameterGroup.Factors factors;
        Tensor settings;
        Tensor scale;

        Bundle(ParameterGroup.Factors factors) {
            this.factors = factors;
        }
    }

    /** For subclasses: the parameters by path and the first learning rate. */
    protected Optimizer(Map<String, Tensor> parameters, double learningRate) {
        if (parameters.isEmpty()) throw new IllegalArgumentException(name() + ": there are no parameters to change");
        this.parameters = new LinkedHashMap<>(parameters);
        learningRate(learningRate);
    }

    // ---------------------------------------------------------------- settings

    /** The learning rate, before the factors of a schedule and of groups. */
    public final double learningRate() {
        return learningRate;
    }

    /** Changes the learning rate, from the next step on. It must be positive. */
    public final void learningRate(double learningRate) {
        this.learningRate = positive("learningRate", learningRate);
    }

    /** The factor on the learning rate, 1 unless a schedule has set another. */
    public final double factor() {
        return factor;
    }

    /** Sets the factor on the learning rate, from the next step on; at least 0. */
    public final void factor(double factor) {
        this.factor = inRange("the schedule's factor", factor, Double.POSITIVE_INFINITY);
    }

    /** How much of the last steps' direction is kept: Sgd's momentum, Adam's beta1. */
    public final double momentum() {
        return momentum;
    }

    /** Changes the momentum, from the next step on; in [0, 1). */
    public final void momentum(double momentum) {
        this.momentum = inRange(momentumName(), momentum, 1);
    }

    /** The weight decay, before the factors of groups. */
    public final double weightDecay() {
        return weightDecay;
    }

    /** Changes the weight decay, from the next step on; at least 0. */
    public final void weightDecay(double weightDecay) {
        this.weightDecay = inRange("weightDecay", weightDecay, Double.POSITIVE_INFINITY);
    }

    /**
     * Gives some parameters a learning rate or a weight decay of their own. A parameter of several groups gets the product of their factors.
     * A path at which there is no parameter is an {@link IllegalArgumentException}.
     * <pre>{@code
     * optimizer.group(ParameterGroup.vectors().noDecay()).group(ParameterGroup.at("features").rate(0.1));
     * }</pre>
     */
    public final Optimizer group(ParameterGroup group) {
        group.check(name(), parameters.keySet());
        groups.add(group);
        return changed();
    }

    /** Scales all gradients of a step down together where the norm of them all, √Σg², is above {@code most}. */
    public final Optimizer clipNorm(double most) {
        limits.norm = positive("clipNorm", most);
        return changed();
    }

    /** Cuts every value of a gradient to ±{@code most}, before any clipping of the norm. */
    public final Optimizer clipValue(double most) {
        limits.value = positive("clipValue", most);
        return changed();
    }

    /**
     * After each step scales the incoming weights of every unit, which are row i of a weight [out, …], down to a norm of at most {@code most}.
     *
     * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014, Dropout, section 5.1</a>
     */
    public final Optimizer maxNorm(double most) {
        limits.weights = positive("maxNorm", most);
        return changed();
    }

    /** The factor on losses, where the parameters' backend needs one. */
    public final LossScale lossScale() {
        return lossScale;
    }

    private Optimizer changed() {
        bundles = null;
        revision++;
        return this;
    }

    /** Changes whenever what {@link #update} does has changed, so that a recorded step must not be replayed. */
    public final int revision() {
        return revision;
    }

    /** The number of steps made. */
    public final long steps() {
        return steps;
    }

    /** The parameters by path. */
    public final Map<String, Tensor> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    // ---------------------------------------------------------------- steps

    /** One update of all parameters by their gradients. */
    public final void step(Gradients gradients) {
        prepare();
        update(gradients);
    }

    /** Counts a step and brings its settings to where the parameters are. Not part of a recording. */
    public final void prepare() {
        steps++;
        if (bundles == null) bundles = bundled();
        Backend backend = backend();
        for (Bundle b : bundles) {
            double rate = learningRate * factor * b.factors.rate();
            b.settings = put(backend, b.settings, settings(steps, rate, b.factors.decay()));
            if (scalesGradients()) b.scale = put(backend, b.scale, (float) rate);
        }
        for (String name : stateNames()) state(name);
        lossScale.prepare(backend);
    }

    private static Tensor put(Backend backend, Tensor old, float... values) {
        if (old == null || old.backend() != backend) return backend.unscoped(() -> Tensor.of(backend, values, values.length));
        old.set(values);
        return old;
    }

    private List<Bundle> bundled() {
        Map<ParameterGroup.Factors, Bundle> all = new LinkedHashMap<>();
        parameters.forEach((path, p) -> {
            ParameterGroup.Factors f = ParameterGroup.factors(groups, path, p);
            all.computeIfAbsent(f, Bundle::new).members.put(path, p);
        });
        return List.copyOf(all.values());
    }

    /** Changes the parameters by the settings last prepared. May be recorded. */
    public final void update(Gradients gradients) {
        Map<Tensor, Tensor> clipped = limits.clip(parameters.values().stream().filter(Tensor::tracked).toList(), gradients);
        for (Bundle bundle : bundles) {
            List<String> paths = bundle.members.keySet().stream().filter(path -> bundle.members.get(path).tracked()).toList();
            if (paths.isEmpty()) continue;
            List<Buffer> w = paths.stream().map(path -> bundle.members.get(path).buffer()).toList();
            List<Buffer> g = paths.stream().map(path -> clipped.get(bundle.members.get(path)))
                .map(t -> (bundle.scale == null ? t : t.mul(bundle.scale)).buffer()).toList();
            List<List<Buffer>> kept = stateNames().stream()
                .map(name -> paths.stream().map(path -> state.get(name).get(path).buffer()).toList()).toList();
            update(backend(), w, g, kept, bundle.settings.buffer());
        }
        limits.shorten(clipped.keySet());
        backend().scaled();
    }

    // ---------------------------------------------------------------- state

    /** The state that this optimiser keeps for each parameter by path, for example {@code momentum}; to be saved and set again. */
    public final Map<String, Map<String, Tensor>> state() {
        for (String name : stateNames()) state(name);
        Tensor scaling = lossScale.tensor(backend());
        if (scaling == null) state.remove("lossScaling");
        else state.put("lossScaling", Map.of("all", scaling));
        return Collections.unmodifiableMap(state);
    }

    /** Goes on from a number of steps made before, whose {@link #state()} has been set again. */
    public final void resume(long steps) {
        this.steps = steps;
    }

    private void state(String name) {
        Backend backend = backend();
        Map<String, Tensor> mine = state.computeIfAbsent(name, n -> new LinkedHashMap<>());
        parameters.forEach((path, p) ->
            mine.computeIfAbsent(path, k -> backend.unscoped(() -> Tensor.full(backend, 0, p.shape()))).moveTo(backend));
    }

    private Backend backend() {
        return parameters.values().iterator().next().backend();
    }

    // ---------------------------------------------------------------- for subclasses

    /** The settings of a step, counted from 1, at this learning rate and this share of the weight decay, in the order of the backend's operation. */
    protected abstract float[] settings(long step, double rate, double decay);

    /** The names of what is kept for each parameter. */
    protected abstract List<String> stateNames();

    /** Calls the backend's operation; {@code kept} holds, for each of {@link #stateNames}, a buffer for each w. */
    protected abstract void update(Backend backend, List<Buffer> w, List<Buffer> g, List<List<Buffer>> kept, Buffer settings);

    /** The settings besides the learning rate, for example {@code momentum 0.9}. */
    protected abstract String details();

    /** What this optimiser calls its momentum. */
    protected String momentumName() {
        return "momentum";
    }

    /** Whether gradients are multiplied by the rate before {@link #update}. */
    protected boolean scalesGradients() {
        return false;
    }

    /** Checks a setting that must be positive and finite. */
    protected final double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) throw bad(name + " must be positive", value);
        return value;
    }

    /** Checks a setting that must be in [0, below). */
    protected final double inRange(String name, double value, double below) {
        if (value >= 0 && value < below) return value;                               // not NaN
        throw bad(name + (below < Double.POSITIVE_INFINITY ? " must be in [0, " + below + ")" : " must be at least 0"), value);
    }

    private IllegalArgumentException bad(String what, double got) {
        return new IllegalArgumentException(name() + ": " + what + ", got " + got);
    }

    private String name() {
        return getClass().getSimpleName();
    }

    /** All settings that stay the same through a training, for example {@code Sgd(momentum 0.9, clipNorm 1.0)}. */
    public final String describe() {
        return text("");
    }

    private String text(String rate) {
        return Stream.of(Stream.of(rate, details()), groups.stream().map(ParameterGroup::toString), limits.texts()).flatMap(s -> s)
            .filter(s -> !s.isEmpty()).collect(Collectors.joining(", ", name() + "(", ")"));
    }

    /** For example {@code Sgd(learningRate 0.1, momentum 0.9)}. */
    @Override
    public String toString() {
        return text("learningRate " + learningRate);
    }
}
