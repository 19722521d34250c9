package org.convbook.data;

import java.util.List;
import java.util.stream.IntStream;

/** Small data sets for tests. */
public final class TestImages {
    private TestImages() { }

    /** Images of 1x2x3 whose every value is the image's number, with these labels. */
    public static ByteImages numbered(int... labels) {
        byte[] pixels = new byte[labels.length * 6];
        for (int p = 0; p < pixels.length; p++) pixels[p] = (byte) (p / 6);
        return of(List.of(1, 2, 3), pixels, labels);
    }

    /** {@code n} numbered images whose labels are 0 1 2 0 1 2 ... */
    public static ByteImages numbered(int n, int classes) {
        return numbered(IntStream.range(0, n).map(i -> i % classes).toArray());
    }

    /** Any shape. */
    public static ByteImages of(List<Integer> shape, byte[] pixels, int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) bytes[i] = (byte) labels[i];
        int classes = IntStream.of(labels).max().orElse(0) + 1;
        List<String> names = IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
        return new ByteImages(new ByteImages.About("numbers", "made by a test", false, names, shape), pixels, bytes);
    }

    /** The values of one image. */
    public static float[] values(Dataset data, int i) {
        int[] s = data.imageShape();
        float[] values = new float[s[0] * s[1] * s[2]];
        data.image(i, values, 0);
        return values;
    }
}
