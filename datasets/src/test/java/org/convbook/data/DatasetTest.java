package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class DatasetTest {
    private final ByteImages uneven = TestImages.numbered(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 0, 1, 0);   // 9, 4, 1

    /** The numbers of the images, told from their pixels. */
    private static int[] numbers(Dataset data) {
        return IntStream.range(0, data.size()).map(i -> Math.round(255 * TestImages.values(data, i)[0])).toArray();
    }

    private static int[] counts(Dataset data) {
        int[] counts = new int[data.classes().size()];
        for (int label : data.labels()) counts[label]++;
        return counts;
    }

    @Test void bytesReadAsZeroToOne() {
        ByteImages data = TestImages.of(List.of(1, 1, 3), new byte[] {0, 51, (byte) 255}, 0);
        float[] into = {9, 9, 9, 9, 9};
        data.image(0, into, 1);
        assertArrayEquals(new float[] {9, 0, 0.2f, 1, 9}, into);
    }

    @Test void wrongLengthsAndLabelsAreNamed() {
        assertEquals("numbers: 5 bytes of pixels for 1 labels, expected 6 (6 an image)",
            assertThrows(IllegalArgumentException.class, () -> TestImages.of(List.of(1, 2, 3), new byte[5], 0)).getMessage());
        assertEquals("numbers: image shape [2, 3], expected {C, H, W}",
            assertThrows(IllegalArgumentException.class, () -> TestImages.of(List.of(2, 3), new byte[6], 0)).getMessage());
        var about = new ByteImages.About("few", "a test", false, List.of("only"), List.of(1, 1, 1));
        assertEquals("few: label 200 of image 1, expected 0 to 0",
            assertThrows(IllegalArgumentException.class, () -> new ByteImages(about, new byte[2], new byte[] {0, (byte) 200})).getMessage());
    }

    @Test void anImageThatIsNotThereIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> uneven.image(14, new float[6], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> uneven.image(0, new float[6], 1));
        assertThrows(IndexOutOfBoundsException.class, () -> uneven.label(-1));
        assertEquals("numbers: index 14, expected 0 to 13",
            assertThrows(IndexOutOfBoundsException.class, () -> uneven.subset(0, 14)).getMessage());
    }

    @Test void aSubsetHasTheseImagesInThisOrder() {
        Dataset subset = uneven.subset(10, 0, 12, 0);
        assertArrayEquals(new int[] {10, 0, 12, 0}, numbers(subset));
        assertArrayEquals(new int[] {2, 0, 1, 0}, subset.labels());
    }

    @Test void takeIsAsBalancedAsTheDataAllow() {
        assertArrayEquals(new int[] {2, 1, 1}, counts(uneven.take(4)));
        assertArrayEquals(new int[] {5, 4, 1}, counts(uneven.take(10)));
        assertArrayEquals(IntStream.range(0, 14).toArray(), IntStream.of(numbers(uneven.take(14))).sorted().toArray());
    }

    @Test void takeChoosesTheSameImagesEveryTime() {
        ByteImages data = TestImages.numbered(200, 4);
        assertArrayEquals(numbers(data.take(50)), numbers(data.take(50)));
        assertEquals(50, IntStream.of(numbers(data.take(50))).distinct().count());
        assertEquals("numbers: take 201 images, expected 1 to 200",
            assertThrows(IllegalArgumentException.class, () -> data.take(201)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> data.take(0));
    }

    @ParameterizedTest @ValueSource(doubles = {0.1, 0.25, 1 / 3.0, 0.5, 0.9})
    void aSplitIsDisjointCompleteAndStratified(double fraction) {
        ByteImages data = TestImages.numbered(IntStream.range(0, 250).map(i -> i % 7 == 0 ? 2 : i % 3 == 0 ? 1 : 0).toArray());
        Split split = data.split(fraction, 11);
        assertEquals(Math.round(250 * fraction), split.heldOut().size());
        int[] all = IntStream.concat(IntStream.of(numbers(split.train())), IntStream.of(numbers(split.heldOut()))).sorted().toArray();
        assertArrayEquals(IntStream.range(0, 250).toArray(), all);
        for (int k = 0; k < 3; k++) assertEquals(fraction * counts(data)[k], counts(split.heldOut())[k], 1);
    }

    @Test void aSplitDependsOnItsSeedOnly() {
        ByteImages data = TestImages.numbered(200, 4);
        assertArrayEquals(numbers(data.split(0.2, 3).heldOut()), numbers(data.split(0.2, 3).heldOut()));
        assertArrayEquals(numbers(data.split(0.2, 3).train()), numbers(data.split(0.2, 3).train()));
        assertNotEquals(Arrays.toString(numbers(data.split(0.2, 3).heldOut())), Arrays.toString(numbers(data.split(0.2, 4).heldOut())));
    }

    @Test void aSplitThatLeavesAPartEmptyIsRefused() {
        assertEquals("numbers: split holds out a fraction in (0, 1), got NaN",
            assertThrows(IllegalArgumentException.class, () -> uneven.split(Double.NaN, 0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> uneven.split(1, 0));
        assertEquals("numbers: holding out 0.01 of 14 images leaves a part empty, expected at least one image in each",
            assertThrows(IllegalArgumentException.class, () -> uneven.split(0.01, 0)).getMessage());
    }

    @Test void mappingChangesWhatIsReadAndNothingElse() {
        Dataset mapped = uneven.map(Transform.normalize(0.5, 0.25));
        assertArrayEquals(new float[] {-2, -2, -2, -2, -2, -2}, TestImages.values(mapped, 0));
        assertArrayEquals(new float[6], TestImages.values(uneven, 0));
        assertArrayEquals(uneven.labels(), mapped.labels());
    }

    @Test void mappingDrawsTheSameNumbersForAnImageEveryTime() {
        Dataset noisy = uneven.map((image, shape, rng) -> image[0] = rng.nextFloat());
        assertArrayEquals(TestImages.values(noisy, 3), TestImages.values(noisy, 3));
        assertNotEquals(TestImages.values(noisy, 3)[0], TestImages.values(noisy, 4)[0]);
    }

    @Test void tablesNameEveryImageAndCountTheClasses() {
        Table images = uneven.table();
        assertEquals(List.of("index", "label", "class"), images.columnNames());
        assertEquals(14, images.rowCount());
        assertEquals("class 2", images.stringColumn("class").get(10));
        Table classes = uneven.classTable();
        assertEquals(List.of(9, 4, 1), classes.intColumn("images").asList());
        assertEquals(List.of("class 0", "class 1", "class 2"), classes.stringColumn("class").asList());
    }

    @Test void greyPicturesKeepTheirBytes() {
        byte[] bytes = {0, 1, 100, (byte) 200, (byte) 254, (byte) 255};
        BufferedImage picture = TestImages.of(List.of(1, 2, 3), bytes, 0).picture(0);
        assertEquals(3, picture.getWidth());
        assertEquals(2, picture.getHeight());
        int[] found = picture.getRaster().getPixels(0, 0, 3, 2, (int[]) null);
        assertArrayEquals(new int[] {0, 1, 100, 200, 254, 255}, found);
    }

    @Test void colourPicturesAreRedGreenBlue() {
        BufferedImage picture = TestImages.of(List.of(3, 1, 2), new byte[] {(byte) 255, 1, 2, 3, 4, 5}, 0).picture(0);
        assertEquals(0xffff0204, picture.getRGB(0, 0));
        assertEquals(0xff010305, picture.getRGB(1, 0));
        var two = TestImages.of(List.of(2, 1, 1), new byte[2], 0);
        assertEquals("numbers: a picture needs 1 or 3 channels, the images have 2",
            assertThrows(IllegalArgumentException.class, () -> two.picture(0)).getMessage());
    }

    @Test void aDataSetDescribesItself() {
        assertEquals("numbers: 14 images of 1x2x3, 3 classes (made by a test)", uneven.toString());
        assertEquals("numbers: 2 images of 1x2x3, 3 classes (made by a test)", uneven.subset(1, 2).toString());
    }
}
