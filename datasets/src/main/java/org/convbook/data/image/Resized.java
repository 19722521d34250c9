package org.convbook.data.image;

/** Resizes planes of bytes. */
final class Resized {
    private Resized() { }

    /** What one pixel of the result is made of: source pixels from {@code first} on, with these weights. */
    private record Taps(int first, double[] weights) { }

    /**
     * A part of a plane of height x width, resized: first along rows, then along columns, in double.
     * weight(j) = max(0, 1 - |j + 0.5 - centre| / r), r = max(1, part / size), divided by their sum.
     */
    static byte[] plane(byte[] from, int height, int width, ImageForm.Part part, ImageForm form) {
        Taps[] across = taps(part.left(), part.width(), width, form.width());
        Taps[] down = taps(part.top(), part.height(), height, form.height());
        double[] rows = new double[height * form.width()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < form.width(); x++) {
                double sum = 0;
                double[] w = across[x].weights;
                for (int k = 0; k < w.length; k++) sum += w[k] * (from[y * width + across[x].first + k] & 0xff);
                rows[y * form.width() + x] = sum;
            }
        }
        byte[] to = new byte[form.height() * form.width()];
        for (int p = 0; p < to.length; p++) {
            Taps t = down[p / form.width()];
            double sum = 0;
            for (int k = 0; k < t.weights.length; k++) sum += t.weights[k] * rows[(t.first + k) * form.width() + p % form.width()];
            to[p] = (byte) (int) Math.floor(sum + 0.5);
        }
        return to;
    }

    private static Taps[] taps(double start, double length, int size, int count) {
        double scale = length / count;
        double reach = Math.max(1, scale);
        Taps[] taps = new Taps[count];
        for (int i = 0; i < count; i++) {
            double centre = start + (i + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - reach));
            int last = Math.min(size - 1, (int) Math.ceil(centre + reach));
            double[] weights = new double[last - first + 1];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach);
                sum += weights[k];
            }
            for (int k = 0; k < weights.length; k++) weights[k] /= sum;
            taps[i] = new Taps(first, weights);
        }
        return taps;
    }

    /** A part of a mask, resized: each pixel of the result is the one that its centre falls on. */
    static byte[] mask(byte[] from, int height, int width, ImageForm.Part part, ImageForm form) {
        byte[] to = new byte[form.height() * form.width()];
        for (int p = 0; p < to.length; p++) {
            int y = (int) (part.top() + (p / form.width() + 0.5) * part.height() / form.height());
            int x = (int) (part.left() + (p % form.width() + 0.5) * part.width() / form.width());
            to[p] = from[Math.min(height - 1, y) * width + Math.min(width - 1, x)];
        }
        return to;
    }
}
