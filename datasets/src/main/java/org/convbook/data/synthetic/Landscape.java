package org.convbook.data.synthetic;

import java.util.SplittableRandom;

/**
 * A generated photograph of a landscape: evening sky with clouds, a sun, three ridges of hills, a lake that mirrors them. It has what a real
 * photograph has for a lesson: smooth regions, edges, fine texture, three planes that differ. The same seed gives the same picture.
 */
public final class Landscape {
    private static final int LATTICE = 64;
    private static final float[] TOP = {0.18f, 0.32f, 0.62f};
    private static final float[] LOW = {0.98f, 0.72f, 0.45f};
    private static final float[] FAR = {0.45f, 0.45f, 0.62f};
    private static final float[] NEAR = {0.10f, 0.22f, 0.12f};

    private final float[] lattice = new float[LATTICE * LATTICE];

    private Landscape(long seed) {
        SplittableRandom rng = new SplittableRandom(seed);
        for (int i = 0; i < lattice.length; i++) lattice[i] = (float) rng.nextDouble();
    }

    /** The pixels, row by row, each 0xRRGGBB, of a picture of this size; a side below 1 is an {@link IllegalArgumentException}. */
    public static int[] pixels(int width, int height, long seed) {
        if (width < 1 || height < 1) throw new IllegalArgumentException("landscape: sides must be at least 1, got " + width + " x " + height);
        Landscape land = new Landscape(seed);
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) pixels[y * width + x] = rgb(land.at((x + 0.5) / width * 3 / 2, (y + 0.5) / height));
        return pixels;
    }

    /** The colour at x in [0, 1.5], y in [0, 1]; below 0.72 lies the lake. */
    private float[] at(double x, double y) {
        if (y < 0.72) return land(x, y);
        double depth = (y - 0.72) / 0.28, ripple = 0.02 * depth * (noise(x * 9, y * 120) - 0.5) + 0.012 * (noise(x * 25, y * 260) - 0.5);
        float[] mirrored = land(x + ripple, Math.max(0, 0.72 - (y - 0.72) * 1.6 + ripple));
        float glint = (float) (0.10 * Math.max(0, noise(x * 14, y * 190) - 0.55));
        return mix(new float[] {mirrored[0] + glint, mirrored[1] + glint, mirrored[2] + glint}, new float[] {0.05f, 0.12f, 0.22f},
            (float) (0.25 + 0.35 * depth));
    }

    private float[] land(double x, double y) {
        float[] colour = sky(x, y);
        for (int ridge = 0; ridge < 3; ridge++) {
            double base = 0.48 + 0.09 * ridge, rough = 2.2 + 1.6 * ridge;
            double top = base - (0.20 - 0.05 * ridge) * (fractal(x * rough + 17 * ridge, 3.7 * ridge) - 0.35);
            if (y < top) continue;
            float haze = ridge / 2f;
            float texture = (float) (0.16 * haze * (noise(x * 90, y * 90 + 31 * ridge) - 0.5) + 0.10 * (fractal(x * 22, y * 22 + ridge) - 0.5));
            float light = (float) (0.10 * Math.max(0, 1 - (y - top) * 14)) * (1 - haze * 0.4f);
            colour = mix(FAR, NEAR, haze * 0.9f + 0.1f);
            for (int c = 0; c < 3; c++) colour[c] += texture + light * LOW[c];
        }
        return colour;
    }

    private float[] sky(double x, double y) {
        float[] colour = mix(TOP, LOW, (float) Math.pow(Math.min(1, y / 0.55), 1.4));
        double cloud = Math.max(0, fractal(x * 3.2, y * 9) - 0.52) * 2.2 * Math.max(0, 1 - y / 0.5);
        colour = mix(colour, new float[] {1f, 0.93f, 0.88f}, (float) Math.min(0.85, cloud));
        double away = Math.hypot(x - 1.02, y - 0.33);
        float sun = (float) (away < 0.045 ? 1 : 0.55 * Math.exp(-(away - 0.045) * 9));
        return mix(colour, new float[] {1f, 0.95f, 0.78f}, sun);
    }

    /** Five octaves of noise, in [0, 1]. */
    private double fractal(double x, double y) {
        double sum = 0, weight = 0.5;
        for (int octave = 0; octave < 5; octave++, weight /= 2)
            sum += weight * noise(x * (1 << octave) + 5.3 * octave, y * (1 << octave) + 1.9 * octave);
        return sum / 0.96875;
    }

    /** Random numbers at whole points, joined smoothly. */
    private double noise(double x, double y) {
        int left = (int) Math.floor(x), top = (int) Math.floor(y);
        double fx = x - left, fy = y - top, u = fx * fx * (3 - 2 * fx), v = fy * fy * (3 - 2 * fy);
        double above = value(left, top) * (1 - u) + value(left + 1, top) * u, below = value(left, top + 1) * (1 - u) + value(left + 1, top + 1) * u;
        return above * (1 - v) + below * v;
    }

    private float value(int x, int y) {
        return lattice[Math.floorMod(y * 7 + x, LATTICE) + LATTICE * Math.floorMod(y, LATTICE)];
    }

    private static float[] mix(float[] a, float[] b, float share) {
        float[] result = new float[3];
        for (int c = 0; c < 3; c++) result[c] = a[c] + (b[c] - a[c]) * share;
        return result;
    }

    private static int rgb(float[] colour) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, colour[c])));
        return rgb;
    }
}
