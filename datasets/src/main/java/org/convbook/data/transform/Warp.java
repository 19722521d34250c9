package org.convbook.data.transform;

import java.util.random.RandomGenerator;

/**
 * A transform that reads each pixel of the result from a place of the image that need not be a pixel: values bilinearly, labels from
 * the nearest pixel. A place that is a pixel gives its value to the bit.
 */
abstract class Warp implements Transform {
    private final Border border;

    Warp(Border border) {
        this.border = border;
    }

    /** Where the pixels come from, rows and columns, pixel centres at whole numbers. */
    record Field(double[] y, double[] x) {
        /** Every pixel from itself. */
        static Field identity(int height, int width) {
            Field field = new Field(new double[height * width], new double[height * width]);
            for (int p = 0; p < height * width; p++) {
                field.y[p] = p / width;
                field.x[p] = p % width;
            }
            return field;
        }
    }

    /** Draws where the pixels come from. */
    abstract Field draw(int height, int width, RandomGenerator rng);

    @Override public final void apply(float[] image, int[] shape, RandomGenerator rng) {
        resample(image, shape, draw(shape[1], shape[2], rng));
    }

    @Override public final void apply(float[] image, Mask mask, int[] shape, RandomGenerator rng) {
        Field field = draw(shape[1], shape[2], rng);
        resample(image, shape, field);
        int[] labels = mask.labels();
        int[] from = labels.clone();
        for (int p = 0; p < labels.length; p++) {
            int y = border.index((int) Math.floor(field.y[p] + 0.5), shape[1]);
            int x = border.index((int) Math.floor(field.x[p] + 0.5), shape[2]);
            labels[p] = y < 0 || x < 0 ? mask.ignoreIndex() : from[y * shape[2] + x];
        }
    }

    /** y = sum over the four pixels around the place, each by the share (1 - |dy|)(1 - |dx|). */
    private void resample(float[] image, int[] shape, Field field) {
        int area = shape[1] * shape[2];
        float[] from = image.clone();
        for (int p = 0; p < area; p++) {
            int top = (int) Math.floor(field.y[p]);
            int left = (int) Math.floor(field.x[p]);
            double down = field.y[p] - top;
            double right = field.x[p] - left;
            int a = place(top, left, shape);
            int b = place(top, left + 1, shape);
            int c = place(top + 1, left, shape);
            int d = place(top + 1, left + 1, shape);
            for (int at = 0; at < image.length; at += area) {
                double upper = (1 - right) * value(from, at, a) + right * value(from, at, b);
                double lower = (1 - right) * value(from, at, c) + right * value(from, at, d);
                image[at + p] = (float) ((1 - down) * upper + down * lower);
            }
        }
    }

    private int place(int y, int x, int[] shape) {
        int row = border.index(y, shape[1]);
        int column = border.index(x, shape[2]);
        return row < 0 || column < 0 ? -1 : row * shape[2] + column;
    }

    private static float value(float[] from, int channel, int place) {
        return place < 0 ? 0 : from[channel + place];
    }
}
