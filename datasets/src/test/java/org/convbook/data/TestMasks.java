package org.convbook.data;

import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.transform.Mask;

/** Images of 1x4x5 whose every value is a number of its own, with masks that can be told from the values. */
public final class TestMasks implements Dataset {
    private static final int AREA = 20;

    private final int size;

    public TestMasks(int size) {
        this.size = size;
    }

    /** The label that belongs to a value of an image: every seventh pixel has none. */
    public static int labelOf(float value) {
        int number = Math.round(value * 1000);
        return number % 7 == 6 ? Mask.NO_CLASS : number % 3;
    }

    @Override public String name() {
        return "masks";
    }

    @Override public String source() {
        return "made by a test";
    }

    @Override public boolean standIn() {
        return true;
    }

    @Override public int size() {
        return size;
    }

    @Override public int[] imageShape() {
        return new int[] {1, 4, 5};
    }

    @Override public List<String> classes() {
        return List.of("a", "b", "c");
    }

    @Override public int label(int i) {
        throw new UnsupportedOperationException("masks: image " + i + " has a label for each pixel; read mask");
    }

    @Override public boolean pixelLabels() {
        return true;
    }

    @Override public void mask(int i, int[] into, int offset) {
        for (int p = 0; p < AREA; p++) into[offset + p] = labelOf(value(i, p));
    }

    @Override public void image(int i, float[] into, int offset) {
        for (int p = 0; p < AREA; p++) into[offset + p] = value(i, p);
    }

    private static float value(int i, int p) {
        return (1 + i * AREA + p) / 1000f;
    }

    /** The masks of all images, one after another. */
    public static int[] masks(Dataset data) {
        int area = data.imageShape()[1] * data.imageShape()[2];
        int[] masks = new int[data.size() * area];
        IntStream.range(0, data.size()).forEach(i -> data.mask(i, masks, i * area));
        return masks;
    }
}
