package org.convbook.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.convbook.cnn.backend.Backend;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Many configurations of one layer.
 *
 * @param name the layer
 * @param count how many configurations are compared on each backend
 * @param configuration draws one
 */
record Family(String name, int count, Function<Draw, Configuration> configuration) {
    private static final int ENOUGH = 10;

    /** Of so many configurations one may lie on an edge (see {@link Comparison#onEdge}) and differ by it, once on each backend. */
    private static final int RARE = 50;

    /** Prints each configuration before it runs, to find the one that ends the process. */
    private static final boolean TRACE = Boolean.getBoolean("parity.trace");

    /** A hundred configurations. */
    static Family of(String name, Function<Draw, Configuration> configuration) {
        return new Family(name, 100, configuration);
    }

    /** The test of this family: no configuration may differ on any backend. */
    DynamicTest test(long seed, List<Backend> backends) {
        return DynamicTest.dynamicTest(name, () -> {
            Findings found = new Findings();
            for (int i = 0; i < count && found.failures.size() < ENOUGH; i++) {
                String where = "\n  seed " + seed + ", " + name + " " + i + ": ";
                try {
                    compare(new Draw(seed, name, i), where, backends, found);
                } catch (RuntimeException | AssertionError e) {
                    found.failures.add(where + e);
                }
            }
            if (found.edges.size() > count / RARE) found.failures.addAll(found.edges);
            System.out.printf(Locale.ROOT, "parity: %-22s %4d configurations  largest error: forward %.1e, gradients %.1e%s%s%n", name, count,
                found.forward, found.gradients, found.edges.isEmpty() ? "" : ", on an edge" + String.join("", found.edges),
                found.failures.isEmpty() ? "" : "  FAILED");
            if (!found.failures.isEmpty()) Assertions.fail(name + " differs from PyTorch" + String.join("", found.failures));
        });
    }

    private static final class Findings {
        final List<String> failures = new ArrayList<>();
        final List<String> edges = new ArrayList<>();
        double forward;
        double gradients;
    }

    private void compare(Draw draw, String where, List<Backend> backends, Findings found) {
        Configuration drawn = configuration.apply(draw);
        if (TRACE) System.out.println(where.strip() + drawn.layer() + " of " + drawn.input());
        Comparison comparison = new Comparison(drawn, draw);
        for (Backend backend : backends) {
            double[] errors = new double[2];
            String difference = comparison.difference(backend, errors);
            boolean edge = difference != null && errors[0] <= Comparison.FORWARD && comparison.onEdge(draw.rng);
            if (difference != null) (edge ? found.edges : found.failures).add(where + difference);
            found.forward = Math.max(found.forward, errors[0]);
            if (!edge) found.gradients = Math.max(found.gradients, errors[1]);
        }
    }
}
