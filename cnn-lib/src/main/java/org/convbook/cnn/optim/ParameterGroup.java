package org.convbook.cnn.optim;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.convbook.cnn.tensor.Tensor;

/**
 * Some parameters of an optimiser with factors on their learning rate and weight decay. Immutable: each setting returns another group.
 * <pre>{@code
 * ParameterGroup vectors = ParameterGroup.vectors().noDecay();            // biases, and gamma and beta of normalisations
 * ParameterGroup features = ParameterGroup.at("features").rate(0.1);      // a pretrained part learns ten times as slowly
 * ParameterGroup biases = ParameterGroup.of((path, p) -> path.endsWith("bias")).rate(2).noDecay();
 * }</pre>
 * A factor that is negative or no number is an {@link IllegalArgumentException}.
 */
public final class ParameterGroup {
    /** The factors on the learning rate and on the weight decay. */
    record Factors(double rate, double decay) {}

    private final String name;
    private final List<String> paths;
    private final BiPredicate<String, Tensor> members;
    private final Factors factors;

    private ParameterGroup(String name, List<String> paths, BiPredicate<String, Tensor> members, Factors factors) {
        this.name = name;
        this.paths = paths;
        this.members = members;
        this.factors = factors;
    }

    /** The parameters that a predicate on path and tensor chooses. */
    public static ParameterGroup of(BiPredicate<String, Tensor> members) {
        return new ParameterGroup("chosen", List.of(), members, new Factors(1, 1));
    }

    /** The parameters at these paths, or below them. */
    public static ParameterGroup at(String... paths) {
        List<String> all = List.of(paths);
        return new ParameterGroup(String.join(" ", all), all, (path, p) -> all.stream().anyMatch(at -> below(at, path)), new Factors(1, 1));
    }

    /** The parameters with one axis: biases, and gamma and beta of normalisations. */
    public static ParameterGroup vectors() {
        return new ParameterGroup("vectors", List.of(), (path, p) -> p.shape().rank() < 2, new Factors(1, 1));
    }

    private static boolean below(String at, String path) {
        return path.equals(at) || path.startsWith(at + ".");
    }

    /** With this factor on the learning rate; at least 0. */
    public ParameterGroup rate(double factor) {
        return new ParameterGroup(name, paths, members, new Factors(checked("rate", factor), factors.decay));
    }

    /** With this factor on the weight decay; at least 0. */
    public ParameterGroup decay(double factor) {
        return new ParameterGroup(name, paths, members, new Factors(factors.rate, checked("decay", factor)));
    }

    /** Without weight decay. */
    public ParameterGroup noDecay() {
        return decay(0);
    }

    private static double checked(String what, double factor) {
        if (factor >= 0 && factor < Double.POSITIVE_INFINITY) return factor;         // not NaN
        throw new IllegalArgumentException("ParameterGroup: " + what + " must be at least 0, got " + factor);
    }

    void check(String optimizer, Set<String> known) {
        for (String at : paths) {
            if (known.stream().noneMatch(path -> below(at, path))) {
                throw new IllegalArgumentException(optimizer + ": there is no parameter at \"" + at + "\"; there are " + String.join(", ", known));
            }
        }
    }

    /** The factors on one parameter: the product over its groups. */
    static Factors factors(Collection<ParameterGroup> groups, String path, Tensor p) {
        double rate = 1;
        double decay = 1;
        for (ParameterGroup g : groups) {
            if (!g.members.test(path, p)) continue;
            rate *= g.factors.rate;
            decay *= g.factors.decay;
        }
        return new Factors(rate, decay);
    }

    /** For example {@code features: rate 0.1}. */
    @Override
    public String toString() {
        return name + ":" + (factors.rate == 1 ? "" : " rate " + factors.rate) + (factors.decay == 1 ? "" : " decay " + factors.decay);
    }
}
