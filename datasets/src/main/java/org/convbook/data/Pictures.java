package org.convbook.data;

import java.awt.Color;
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

    /** Colours far apart on the wheel, one for each class, and black for none. */
    static BufferedImage ofMask(Dataset data, int i) {
        int[] shape = data.imageShape();
        int[] mask = new int[shape[1] * shape[2]];
        data.mask(i, mask, 0);
        var picture = new BufferedImage(shape[2], shape[1], BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < mask.length; p++) {
            picture.setRGB(p % shape[2], p / shape[2], mask[p] == data.ignoreIndex() ? 0 : colour(mask[p]));
        }
        return picture;
    }

    /** The golden section of the wheel from class to class keeps any number of them apart; two strengths in turn help. */
    private static int colour(int label) {
        return Color.HSBtoRGB(label * 0.618034f, label % 2 == 0 ? 0.55f : 0.8f, label % 3 == 0 ? 0.95f : 0.75f);
    }

    private static int level(float value) {
        return Math.round(255 * Math.min(1, Math.max(0, value)));
    }
}
