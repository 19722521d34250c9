package org.convbook.data;

/** Mean and covariance of the channels over all pixels of a data set, in one pass. */
final class ChannelStatistics {
    final double[] mean;
    final double[][] covariance;

    private ChannelStatistics(double[] mean, double[][] covariance) {
        this.mean = mean;
        this.covariance = covariance;
    }

    /** cov(a, b) = E[ab] - E[a] E[b], over n pixels, not n - 1. */
    static ChannelStatistics of(Dataset data) {
        if (data.size() < 1) throw new IllegalArgumentException(data.name() + " has no images to compute statistics of, expected at least one");
        int[] shape = data.imageShape();
        int channels = shape[0];
        int area = shape[1] * shape[2];
        float[] image = new float[channels * area];
        double[] sums = new double[channels];
        double[][] products = new double[channels][channels];
        for (int i = 0; i < data.size(); i++) {
            data.image(i, image, 0);
            add(image, area, sums, products);
        }
        double n = (double) data.size() * area;
        for (int a = 0; a < channels; a++) sums[a] /= n;
        for (int a = 0; a < channels; a++) {
            for (int b = 0; b < channels; b++) products[a][b] = products[a][b] / n - sums[a] * sums[b];
        }
        return new ChannelStatistics(sums, products);
    }

    private static void add(float[] image, int area, double[] sums, double[][] products) {
        for (int a = 0; a < sums.length; a++) {
            double sum = 0;
            for (int p = 0; p < area; p++) sum += image[a * area + p];
            sums[a] += sum;
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int p = 0; p < area; p++) product += (double) image[a * area + p] * image[b * area + p];
                products[a][b] += product;
                if (b < a) products[b][a] += product;
            }
        }
    }
}
