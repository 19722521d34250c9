package org.convbook.cnn.backend.java;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Shape;

/** Batch normalisation and local response normalisation. */
final class NormLoops {
    private NormLoops() {}

    /** Called for each value of a channel with its index. */
    private interface Visitor {
        void visit(int index);
    }

    private static void channel(Shape s, int c, Visitor visitor) {
        int inner = s.strides()[1];
        for (int n = 0; n < s.size(0); n++) {
            int start = (n * s.size(1) + c) * inner;
            for (int i = 0; i < inner; i++) visitor.visit(start + i);
        }
    }

    /** The mean of each channel and its variance, the mean squared distance from it. */
    static void statistics(Shape s, double[] x, double[] mean, double[] variance) {
        int m = s.count() / s.size(1);
        double[] sum = new double[1];
        for (int c = 0; c < mean.length; c++) {
            sum[0] = 0;
            channel(s, c, i -> sum[0] += x[i]);
            double centre = sum[0] / m;
            sum[0] = 0;
            channel(s, c, i -> sum[0] += (x[i] - centre) * (x[i] - centre));
            mean[c] = centre;
            variance[c] = sum[0] / m;
        }
    }

    static void update(double[] running, double[] batch, double momentum, double factor) {
        for (int c = 0; c < running.length; c++) running[c] = (1 - momentum) * running[c] + momentum * factor * batch[c];
    }

    /** Of each channel, [C]. */
    record Parameters(double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon) {
        double scale(int c) {
            return 1 / Math.sqrt(variance[c] + epsilon);
        }
    }

    static void forward(Shape s, Parameters p, double[] x, double[] y) {
        for (int c = 0; c < s.size(1); c++) {
            double scale = p.gamma[c] * p.scale(c);
            double mean = p.mean[c];
            double beta = p.beta[c];
            channel(s, c, i -> y[i] = scale * (x[i] - mean) + beta);
        }
    }

    static void parameterGradients(Shape s, Parameters p, double[] dy, double[] x, double[] dgamma, double[] dbeta) {
        for (int c = 0; c < s.size(1); c++) {
            int at = c;
            dgamma[c] = 0;
            dbeta[c] = 0;
            double mean = p.mean[c];
            channel(s, c, i -> dgamma[at] += dy[i] * (x[i] - mean));
            channel(s, c, i -> dbeta[at] += dy[i]);
            dgamma[c] *= p.scale(c);
        }
    }

    static void inputGradient(Shape s, Parameters p, double[] dy, double[] x, boolean inference, double[] dx) {
        int m = s.count() / s.size(1);
        double[] dgamma = new double[s.size(1)];
        double[] dbeta = new double[s.size(1)];
        if (!inference) parameterGradients(s, p, dy, x, dgamma, dbeta);
        for (int c = 0; c < s.size(1); c++) {
            double scale = p.scale(c);
            double mean = p.mean[c];
            double slope = dgamma[c] / m;
            double level = dbeta[c] / m;
            double gamma = p.gamma[c];
            channel(s, c, i -> dx[i] = gamma * scale * (dy[i] - level - (x[i] - mean) * scale * slope));
        }
    }

    /** k + α · Σ x² over the channels around each value. */
    private static double[] scales(Backend.ResponseNorm r, Shape s, double[] x) {
        double[] squares = new double[x.length];
        for (int i = 0; i < x.length; i++) squares[i] = x[i] * x[i];
        double[] scale = around(r, s, squares);
        for (int i = 0; i < x.length; i++) scale[i] = r.k() + r.alpha() * scale[i];
        return scale;
    }

    /** The sum over the channels from i − n/2 to i + n/2 that there are. */
    private static double[] around(Backend.ResponseNorm r, Shape s, double[] x) {
        double[] sum = new double[x.length];
        int inner = s.strides()[1];
        int channels = s.size(1);
        for (int i = 0; i < x.length; i++) {
            int channel = i / inner % channels;
            int first = Math.max(0, channel - r.size() / 2);
            int last = Math.min(channels - 1, channel + r.size() / 2);
            for (int c = first; c <= last; c++) sum[i] += x[i + (c - channel) * inner];
        }
        return sum;
    }

    static void response(Backend.ResponseNorm r, Shape s, double[] x, double[] y) {
        double[] scale = scales(r, s, x);
        for (int i = 0; i < y.length; i++) y[i] = x[i] * Math.pow(scale[i], -r.beta());
    }

    static void responseGradient(Backend.ResponseNorm r, Shape s, double[] dy, double[] x, double[] y, double[] dx) {
        double[] scale = scales(r, s, x);
        double[] shares = new double[x.length];
        for (int i = 0; i < x.length; i++) shares[i] = dy[i] * y[i] / scale[i];
        double[] sum = around(r, s, shares);
        for (int i = 0; i < x.length; i++) dx[i] = dy[i] * Math.pow(scale[i], -r.beta()) - 2 * r.alpha() * r.beta() * x[i] * sum[i];
    }
}
