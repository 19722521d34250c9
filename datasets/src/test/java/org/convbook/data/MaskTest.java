package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.convbook.data.transform.Border;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;

class MaskTest {
    private final Dataset data = new TestMasks(10);

    private static void assertAligned(Batch batch) {
        int zeros = 0;
        for (int p = 0; p < batch.labels().length; p++) {
            float value = batch.images()[p];
            if (value == 0) zeros++;
            assertEquals(value == 0 ? 255 : TestMasks.labelOf(value), batch.labels()[p], "pixel " + p);
        }
        assertTrue(zeros < batch.labels().length * 2 / 3, zeros + " pixels come from outside");
    }

    @Test void aBatchHoldsALabelForEachPixel() {
        Batch batch = new Loader(data, 3).shuffle(4).iterator().next();
        assertTrue(batch.pixelLabels());
        assertEquals(60, batch.labels().length);
        assertAligned(batch);
        assertFalse(new Loader(TestImages.numbered(4, 2), 2).iterator().next().pixelLabels());
    }

    @Test void whatMovesPixelsMovesTheirLabels() {
        for (Transform move : List.of(Transform.randomFlip(), Transform.randomVerticalFlip(), Transform.randomCrop(2),
                Transform.randomCrop(2, Border.REFLECT), Transform.randomCrop(3, Border.REPLICATE).then(Transform.randomFlip()),
                Transform.cutout(3))) {
            for (Batch batch : new Loader(data, 10).augment(move).epoch(5)) assertAligned(batch);
        }
    }

    @Test void whatChangesColoursLeavesTheLabels() {
        int[] before = TestMasks.masks(data);
        Transform colours = Transform.brightness(0.5).then(Transform.contrast(0.5)).then(Transform.colourCast(0.5));
        Batch batch = new Loader(data, 10).augment(colours).iterator().next();
        assertArrayEquals(before, batch.labels());
        assertFalse(Arrays.equals(new Loader(data, 10).iterator().next().images(), batch.images()));
    }

    @Test void mappedImagesAndMasksSeeTheSameDraws() {
        Dataset mapped = data.map(Transform.randomFlip().then(Transform.randomCrop(1)));
        for (Batch batch : new Loader(mapped, 10)) assertAligned(batch);
        assertEquals(255, mapped.ignoreIndex());
    }

    @Test void subsetsAndPartsKeepTheirMasks() {
        Split split = data.split(0.3, 5);
        assertEquals(3, split.heldOut().size());
        for (Dataset part : List.of(split.train(), split.heldOut(), data.take(4), data.subset(7, 2))) {
            assertTrue(part.pixelLabels());
            for (Batch batch : new Loader(part, 2)) assertAligned(batch);
        }
        int[] both = IntStream.concat(Arrays.stream(TestMasks.masks(split.train())), Arrays.stream(TestMasks.masks(split.heldOut())))
            .sorted().toArray();
        assertArrayEquals(Arrays.stream(TestMasks.masks(data)).sorted().toArray(), both);
    }

    @Test void oneKindOfLabelIsNotTakenForTheOther() {
        assertEquals("masks: image 3 has a label for each pixel; read mask",
            assertThrows(UnsupportedOperationException.class, () -> data.subset(3).label(0)).getMessage());
        ByteImages classes = TestImages.numbered(4, 2);
        assertEquals("numbers: image 1 has one label and no mask; read label(i)",
            assertThrows(UnsupportedOperationException.class, () -> classes.mask(1, new int[6], 0)).getMessage());
        assertEquals(-100, classes.ignoreIndex());
    }

    @Test void aMaskIsPaintedInAColourForEachClass() {
        BufferedImage picture = data.maskPicture(0);                           // values 1 to 20 of 1000: labels 1 2 0 1 2 none 1 ...
        assertEquals(0xff000000, picture.getRGB(0, 1));                        // value 6, the sixth pixel
        assertEquals(picture.getRGB(0, 0), picture.getRGB(3, 0));
        Set<Integer> colours = new HashSet<>();
        for (int p = 0; p < 20; p++) colours.add(picture.getRGB(p % 5, p / 5));
        assertEquals(4, colours.size());
    }

    @Test void tablesCountPixels() {
        assertEquals(List.of("index"), data.table().columnNames());
        int[] masks = TestMasks.masks(data);
        List<Long> expected = IntStream.range(0, 3).mapToObj(k -> Arrays.stream(masks).filter(label -> label == k).count()).toList();
        assertEquals(expected, data.classTable().longColumn("pixels").asList());
        assertEquals("masks: 10 images of 1x4x5, 3 classes, one for each pixel (made by a test)", data.map(Transform.cutout(0)).toString());
    }
}
