package org.convbook.cnn.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Updates in place, three steps of each against the formula. */
public interface OptimizerContract extends ContractPart {
    /** Parameters of many shapes, as in a network. */
    List<Shape> PARAMETERS = List.of(Shape.of(6, 1, 5, 5), Shape.of(6), Shape.of(16, 6, 5, 5), Shape.of(10, 84), Shape.of(10), Shape.of(1));

    private static List<Values> normal(Random rng) {
        return PARAMETERS.stream().map(s -> Values.normal(rng, s.sizes())).toList();
    }

    private static List<Values> zeros() {
        return PARAMETERS.stream().map(Values::zeros).toList();
    }

    private List<Buffer> on(List<Values> values) {
        return new ArrayList<>(values.stream().map(v -> v.on(backend())).toList());
    }

    private List<Buffer> put(Random rng, List<Values> values) {
        return values.stream().map(v -> put(rng, v)).toList();
    }

    private void checkAll(List<Values> expected, List<Buffer> actual, String what) {
        for (int i = 0; i < expected.size(); i++) checkChain(expected.get(i), actual.get(i), what + " " + expected.get(i).shape());
    }

    @Test
    default void sgdFollowsItsFormula() {
        for (float[] settings : new float[][] {{0.1f, 0, 0, 0}, {0.1f, 0.9f, 0, 0}, {0.1f, 0.9f, 0.01f, 0},
            {0.1f, 0.9f, 0.01f, 1}, {0.5f, 0, 0.1f, 0}}) {
            Random rng = random();
            List<Values> w = normal(rng);
            List<Values> v = zeros();
            List<Buffer> wb = on(w);
            List<Buffer> vb = on(v);
            Buffer s = backend().upload(Shape.of(4), settings);
            for (int step = 1; step <= 3; step++) {
                if (step == 3) backend().write(s, halved(settings));   // the rate acts at once
                float[] now = step == 3 ? halved(settings) : settings;
                List<Values> g = normal(rng);
                backend().sgd(wb, put(rng, g), vb, s);
                for (int k = 0; k < w.size(); k++) sgd(w.get(k).array(), g.get(k).array(), v.get(k).array(), now);
                checkAll(w, wb, "sgd " + settings[1] + " step " + step);
                checkAll(v, vb, "velocity " + settings[1] + " step " + step);
            }
        }
    }

    private static float[] halved(float[] settings) {
        float[] s = settings.clone();
        s[0] /= 2;
        return s;
    }

    private static void sgd(double[] w, double[] g, double[] v, float[] s) {
        for (int i = 0; i < w.length; i++) {
            double d = g[i] + s[2] * w[i];
            v[i] = s[1] * v[i] + d;
            w[i] -= s[0] * (s[3] == 1 ? d + s[1] * v[i] : v[i]);
        }
    }

    @Test
    default void adamFollowsItsFormula() {
        for (float[] decay : new float[][] {{0, 0}, {0.1f, 0}, {0, 0.1f}}) {
            Random rng = random();
            List<Values> w = normal(rng);
            List<Values> m = zeros();
            List<Values> v = zeros();
            List<Buffer> wb = on(w);
            List<Buffer> mb = on(m);
            List<Buffer> vb = on(v);
            Buffer s = backend().upload(Shape.of(8), new float[8]);
            for (int step = 1; step <= 3; step++) {
                float[] settings = {0.01f, 0.9f, 0.999f, 1e-8f, decay[0], decay[1],
                    (float) (1 / (1 - Math.pow(0.9, step))), (float) (1 / (1 - Math.pow(0.999, step)))};
                backend().write(s, settings);
                List<Values> g = normal(rng);
                backend().adam(wb, put(rng, g), mb, vb, s);
                for (int k = 0; k < w.size(); k++) adam(w.get(k).array(), g.get(k).array(), m.get(k).array(), v.get(k).array(), settings);
                checkAll(w, wb, "adam step " + step);
                checkAll(m, mb, "first moment step " + step);
                checkAll(v, vb, "second moment step " + step);
            }
        }
    }

    private static void adam(double[] w, double[] g, double[] m, double[] v, float[] s) {
        for (int i = 0; i < w.length; i++) {
            double d = g[i] + s[4] * w[i];
            m[i] = s[1] * m[i] + (1 - s[1]) * d;
            v[i] = s[2] * v[i] + (1 - s[2]) * d * d;
            w[i] -= s[0] * (m[i] * s[6] / (Math.sqrt(v[i] * s[7]) + s[3]) + s[5] * w[i]);
        }
    }
}
