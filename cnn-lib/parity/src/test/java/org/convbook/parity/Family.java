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

    /** Prints each configuration before it runs, to find the one that ends the process. */
    private static final boolean TRACE = Boolean.getBoolean("parity.trace");

    /** A hundred configurations. */
    static Family of(String name, Function<Draw, Configuration> configuration) {
        return new Family(name, 100, configuration);
    }

    /** The test of this family: no configuration may differ on any backend. */
    DynamicTest test(long seed, List<Backend> backends) {
        return DynamicTest.dynamicTest(name, () -> {
            List<String> failures = new ArrayList<>();
            double[] seen = new double[2];
            for (int i = 0; i < count && failures.size() < ENOUGH; i++) {
                Draw draw = new Draw(seed, name, i);
                String where = "\n  seed " + seed + ", " + name + " " + i + ": ";
                try {
                    Configuration drawn = configuration.apply(draw);
                    if (TRACE) System.out.println(where.strip() + drawn.layer() + " of " + drawn.input());
                    Comparison comparison = new Comparison(drawn, draw);
                    for (Backend backend : backends) {
                        String difference = comparison.difference(backend, seen);
                        if (difference != null) failures.add(where + difference);
                    }
                } catch (RuntimeException | AssertionError e) {
                    failures.add(where + e);
                }
            }
            System.out.printf(Locale.ROOT, "parity: %-22s %4d configurations  largest error: forward %.1e, gradients %.1e%s%n",
                name, count, seen[0], seen[1], failures.isEmpty() ? "" : "  FAILED");
            if (!failures.isEmpty()) Assertions.fail(name + " differs from PyTorch" + String.join("", failures));
        });
    }
}
