package org.convbook.data;

import java.awt.image.BufferedImage;

/** Turns image values into something to look at. */
final class Pictures {
    private Pictures() { }

    static BufferedImage of(Dataset data, int i) {
        int[] shape = data.imageShape();
        int channels = shape[0];
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("%s: a picture needs 1 or 3 channels, the images have %d".formatted(data.name(), channels));
        }
        int height = shape[1];
        int width = shape[2];
        int area = height * width;
        float[] values = new float[channels * area];
        data.image(i, values, 0);
        var picture = new BufferedImage(width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int[] pixel = new int[channels];
        for (int p = 0; p < area; p++) {
            for (int c = 0; c < channels; c++) pixel[c] = level(values[c * area + p]);
            picture.getRaster().setPixel(p % width, p / width, pixel);      // not setRGB: that would convert grey through a gamma curve
        }
        return picture;
    }

    private static int level(float value) {
        return Math.round(255 * Math.min(1, Math.max(0, value)));
    }
}
