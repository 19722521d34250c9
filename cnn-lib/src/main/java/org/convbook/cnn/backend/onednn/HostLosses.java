package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;

/** Losses over classes, in Java: a loop over labels is what oneDNN has no primitive for. */
final class HostLosses {
    private final OneDnnCore backend;

    HostLosses(OneDnnCore backend) {
        this.backend = backend;
    }

    Backend.CrossEntropy crossEntropy(DnnBuffer logits, DnnBuffer labels) {
        int rows = logits.shape().size(0);
        int classes = logits.shape().size(1);
        DnnBuffer loss = backend.fresh(Shape.of(), Layout.PLAIN);
        DnnBuffer probabilities = backend.fresh(logits.shape(), Layout.PLAIN);
        float[] z = new float[rows * classes];
        float[] target = new float[rows];
        backend.perform(() -> "crossEntropy " + logits.shape(), () -> {
            logits.block.get(z);
            labels.block.get(target);
            double total = 0;
            for (int n = 0; n < rows; n++) total += softmaxRow(z, n * classes, classes, (int) target[n]);
            probabilities.block.put(z);
            loss.block.put(0, (float) (total / rows));
        });
        return new Backend.CrossEntropy(loss, probabilities);
    }

    /** Turns one row of scores into probabilities, and returns −ln of the label's. */
    private static double softmaxRow(float[] z, int start, int classes, int label) {
        float max = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) max = Math.max(max, z[start + k]);
        double score = z[start + label] - max;
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            double e = Math.exp(z[start + k] - max);
            z[start + k] = (float) e;
            sum += e;
        }
        float scale = (float) (1 / sum);
        for (int k = 0; k < classes; k++) z[start + k] *= scale;
        return Math.log(sum) - score;
    }

    DnnBuffer crossEntropyGradient(DnnBuffer dy, DnnBuffer probabilities, DnnBuffer labels) {
        int rows = probabilities.shape().size(0);
        int classes = probabilities.shape().size(1);
        DnnBuffer result = backend.fresh(probabilities.shape(), Layout.PLAIN);
        float[] d = new float[rows * classes];
        float[] target = new float[rows];
        backend.perform(() -> "crossEntropyGradient " + probabilities.shape(), () -> {
            probabilities.block.get(d);
            labels.block.get(target);
            float scale = dy.block.get(0) / rows;
            for (int i = 0; i < d.length; i++) d[i] *= scale;
            for (int n = 0; n < rows; n++) d[n * classes + (int) target[n]] -= scale;
            result.block.put(d);
        });
        return result;
    }

    /** Where the classes of one image lie: pixel p of class k at k · classStep + p · pixelStep. */
    private record Places(int images, int classes, int pixels, int classStep, int pixelStep) {
        static Places of(Shape shape, Layout layout) {
            int classes = shape.size(1);
            int pixels = shape.count() / Math.max(1, shape.size(0) * classes);
            boolean inner = layout == Layout.NHWC && shape.rank() > 2;
            return new Places(shape.size(0), classes, pixels, inner ? 1 : pixels, inner ? classes : 1);
        }
    }

    /** The factors of −ln p; see {@link Backend#nll}. */
    private static final class Factors {
        private final float[] weights;
        private final DnnBuffer from;
        private final float smoothing;
        private final int ignored;

        Factors(Backend.ClassWeighting c, int classes) {
            from = c.weights() == null ? null : DnnBuffer.of(c.weights());
            weights = new float[classes];
            Arrays.fill(weights, 1);
            smoothing = (float) c.smoothing();
            ignored = c.ignored();
        }

        void read() {
            if (from != null) from.block.get(weights);
        }

        float share(int k) {
            return smoothing / weights.length * weights[k];
        }

        float label(int label) {
            return (1 - smoothing) * weights[label];
        }
    }

    /**
     * dx = p · (dy − Σ dy·p), or behind the logarithm dy − p · Σ dy, where the classes of a pixel lie side by side: oneDNN has only a slow
     * reference for that.
     */
    DnnBuffer softmaxGradient(boolean log, DnnBuffer dy, DnnBuffer p) {
        Shape s = p.shape();
        DnnBuffer dx = backend.fresh(s, Layout.NHWC);
        float[] d = new float[s.count() / Math.max(1, s.size(0))];
        float[] probabilities = new float[d.length];
        backend.perform(() -> "softmaxGradient " + log + " " + s, () -> {
            for (int n = 0; n < s.size(0); n++) {
                long at = (long) n * d.length;
                dy.block.get(at, d);
                p.block.get(at, probabilities);
                if (log) logGradient(d, probabilities, s.size(1));
                else gradient(d, probabilities, s.size(1));
                dx.block.put(at, d);
            }
        });
        return dx;
    }

    private static void gradient(float[] d, float[] p, int classes) {
        for (int i = 0; i < d.length; i += classes) {
            float sum = 0;
            for (int k = i; k < i + classes; k++) sum += d[k] * p[k];
            for (int k = i; k < i + classes; k++) d[k] = p[k] * (d[k] - sum);
        }
    }

    private static void logGradient(float[] d, float[] p, int classes) {
        for (int i = 0; i < d.length; i += classes) {
            float sum = 0;
            for (int k = i; k < i + classes; k++) sum += d[k];
            for (int k = i; k < i + classes; k++) d[k] -= p[k] * sum;
        }
    }

    Backend.Nll nll(Backend.ClassWeighting c, DnnBuffer logProbabilities, DnnBuffer labels) {
        Places at = Places.of(logProbabilities.shape(), logProbabilities.layout);
        Factors f = new Factors(c, at.classes);
        DnnBuffer loss = backend.fresh(Shape.of(), Layout.PLAIN);
        DnnBuffer total = backend.fresh(Shape.of(), Layout.PLAIN);
        float[] image = new float[at.classes * at.pixels];
        float[] target = new float[at.images * at.pixels];
        backend.perform(() -> "nll " + c.smoothing() + " " + c.ignored() + " " + logProbabilities.shape(), () -> {
            f.read();
            labels.block.get(target);
            double[] sums = new double[2];
            for (int n = 0; n < at.images; n++) {
                logProbabilities.block.get((long) n * image.length, image);
                add(at, f, image, target, n * at.pixels, sums);
            }
            loss.block.put(0, sums[1] == 0 ? 0 : (float) (sums[0] / sums[1]));
            total.block.put(0, (float) sums[1]);
        });
        return new Backend.Nll(loss, total);
    }

    private static void add(Places at, Factors f, float[] image, float[] target, int first, double[] sums) {
        for (int p = 0; p < at.pixels; p++) {
            int label = (int) target[first + p];
            if (label == f.ignored) continue;
            sums[1] += f.weights[label];
            sums[0] -= f.label(label) * image[label * at.classStep + p * at.pixelStep];
            if (f.smoothing == 0) continue;
            for (int k = 0; k < at.classes; k++) sums[0] -= f.share(k) * image[k * at.classStep + p * at.pixelStep];
        }
    }

    DnnBuffer nllGradient(Backend.ClassWeighting c, DnnBuffer dy, Shape shape, DnnBuffer labels, Backend.Nll forward) {
        Layout layout = shape.rank() > 2 ? Layout.NHWC : Layout.PLAIN;
        Places at = Places.of(shape, layout);
        Factors f = new Factors(c, at.classes);
        DnnBuffer result = backend.fresh(shape, layout);
        DnnBuffer total = DnnBuffer.of(forward.total());
        float[] image = new float[at.classes * at.pixels];
        float[] target = new float[at.images * at.pixels];
        backend.perform(() -> "nllGradient " + c.smoothing() + " " + c.ignored() + " " + shape, () -> {
            f.read();
            labels.block.get(target);
            float scale = total.block.get(0) == 0 ? 0 : -dy.block.get(0) / total.block.get(0);
            for (int n = 0; n < at.images; n++) {
                fill(at, f, image, target, n * at.pixels, scale);
                result.block.put((long) n * image.length, image);
            }
        });
        return result;
    }

    private static void fill(Places at, Factors f, float[] image, float[] target, int first, float scale) {
        Arrays.fill(image, 0);
        for (int p = 0; p < at.pixels; p++) {
            int label = (int) target[first + p];
            if (label == f.ignored) continue;
            if (f.smoothing != 0) for (int k = 0; k < at.classes; k++) image[k * at.classStep + p * at.pixelStep] = scale * f.share(k);
            image[label * at.classStep + p * at.pixelStep] += scale * f.label(label);
        }
    }
}
