package org.convbook.cnn.backend.java;

/** One step of an optimiser on one parameter; formulas and settings as in {@code Backend}. */
final class OptimizerLoops {
    private OptimizerLoops() {}

    /** A step that changes a parameter and what is kept for it, in this order. */
    interface Update {
        void apply(double[] settings, double[] g, double[][] changed);
    }

    static void sgd(double[] settings, double[] g, double[][] changed) {
        double[] w = changed[0];
        double[] v = changed[1];
        double learningRate = settings[0];
        double momentum = settings[1];
        double decay = settings[2];
        boolean nesterov = settings[3] != 0;
        for (int i = 0; i < w.length; i++) {
            double d = g[i] + decay * w[i];
            v[i] = momentum * v[i] + d;
            w[i] -= learningRate * (nesterov ? d + momentum * v[i] : v[i]);
        }
    }

    static void adam(double[] settings, double[] g, double[][] changed) {
        double[] w = changed[0];
        double[] m = changed[1];
        double[] v = changed[2];
        double learningRate = settings[0];
        double beta1 = settings[1];
        double beta2 = settings[2];
        for (int i = 0; i < w.length; i++) {
            double d = g[i] + settings[4] * w[i];
            m[i] = beta1 * m[i] + (1 - beta1) * d;
            v[i] = beta2 * v[i] + (1 - beta2) * d * d;
            w[i] -= learningRate * (m[i] * settings[6] / (Math.sqrt(v[i] * settings[7]) + settings[3]) + settings[5] * w[i]);
        }
    }
}
