package org.convbook.cnn.classic;

/** The gradient of every pixel of an image, as a vote for the two directions nearest to its own. */
final class OrientedGradients {
    private final int width;
    private final int[] bin;       // the first of the two; the other is the next, and the first follows the last
    private final float[] first;
    private final float[] second;
    private final int bins;

    private OrientedGradients(int pixels, int width, int bins) {
        this.width = width;
        this.bins = bins;
        bin = new int[pixels];
        first = new float[pixels];
        second = new float[pixels];
    }

    /** Of an image {C, H, W}; bin k stands for the angle (k + 0.5) * 180 / bins degrees. */
    static OrientedGradients of(float[] image, int[] shape, int bins) {
        int height = shape[1], width = shape[2];
        OrientedGradients all = new OrientedGradients(height * width, width, bins);
        for (int y = 0; y < height; y++) {
            int above = Math.max(y - 1, 0), below = Math.min(y + 1, height - 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(x - 1, 0), right = Math.min(x + 1, width - 1);
                double dx = 0, dy = 0;
                for (int c = 0, at = 0; c < shape[0]; c++, at += height * width) {
                    double gx = image[at + y * width + right] - image[at + y * width + left], gy = image[at + below * width + x] - image[at + above * width + x];
                    if (gx * gx + gy * gy <= dx * dx + dy * dy) continue;
                    dx = gx;
                    dy = gy;
                }
                all.set(y * width + x, dx, dy);
            }
        }
        return all;
    }

    private void set(int pixel, double dx, double dy) {
        double length = Math.sqrt(dx * dx + dy * dy);
        if (length == 0) return;
        double place = Math.atan2(dy, dx) / Math.PI * bins - 0.5;   // in bins, from a bin's centre; the opposite direction is `bins` away
        int low = (int) Math.floor(place);
        double next = place - low;
        bin[pixel] = Math.floorMod(low, bins);
        first[pixel] = (float) (length * (1 - next));
        second[pixel] = (float) (length * next);
    }

    /** Adds the votes of a pixel, times its share, to the histogram that begins at {@code from}. */
    void vote(int y, int x, float share, double[] histograms, int from) {
        int pixel = y * width + x, low = bin[pixel];
        histograms[from + low] += share * first[pixel];
        histograms[from + (low + 1 == bins ? 0 : low + 1)] += share * second[pixel];
    }
}
