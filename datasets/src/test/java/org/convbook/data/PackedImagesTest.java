package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.data.transform.Border;
import org.convbook.data.transform.PixelMoves;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch of bytes with its moves has the values of one of numbers, to the bit. */
class PackedImagesTest {
    private static Dataset images() {
        Random rng = new Random(4);
        byte[] pixels = new byte[40 * 3 * 7 * 9];
        byte[] labels = new byte[40];
        rng.nextBytes(pixels);
        for (int i = 0; i < labels.length; i++) labels[i] = (byte) (i % 3);
        return new ByteImages(new ByteImages.About("noise", "generated", true, List.of("a", "b", "c"), List.of(3, 7, 9)), pixels, labels);
    }

    static Stream<Transform> moving() {
        return Stream.of(Transform.randomFlip(), Transform.randomVerticalFlip(), Transform.randomCrop(4), Transform.randomCrop(3, Border.REFLECT),
            Transform.cutout(4), Transform.cutout(0), Transform.randomCrop(2).then(Transform.randomFlip()).then(Transform.cutout(5)),
            Transform.cutout(5).then(Transform.randomCrop(4)).then(Transform.randomVerticalFlip()).then(Transform.cutout(3)));
    }

    private static void sameBatches(Loader plain) {
        for (int epoch = 0; epoch < 3; epoch++) {
            Iterator<Batch> packed = plain.packed().epoch(epoch).iterator();
            for (Batch expected : plain.epoch(epoch)) {
                Batch actual = packed.next();
                assertNotNull(actual.packed());
                assertNull(expected.packed());
                assertArrayEquals(expected.images(), actual.images());
                assertArrayEquals(expected.labels(), actual.labels());
                assertArrayEquals(expected.indices(), actual.indices());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moving")
    void movesGiveTheSameImages(Transform transform) {
        sameBatches(new Loader(images(), 16).shuffle(5).augment(transform));
    }

    @Test
    void whatBytesStandForFollowsTheMaps() {
        Transform normal = Transform.normalize(new double[] {0.4, 0.5, 0.6}, new double[] {0.2, 0.3, 0.25});
        Dataset mapped = images().map(normal).subset(3, 1, 4, 1, 5, 9, 2, 6);
        sameBatches(new Loader(mapped, 3).prefetch(2));
        sameBatches(new Loader(mapped.map(Transform.normalize(0.1, 2)), 3).augment(Transform.randomCrop(2)));
    }

    @Test
    void whatIsNotOfBytesOrMovesIsNotPacked() {
        assertNull(new Loader(images().map(Transform.brightness(0.1)), 4).packed().iterator().next().packed());
        assertNull(new Loader(images(), 4).augment(Transform.contrast(0.1)).packed().iterator().next().packed());
        assertNull(new Loader(images(), 4).augment(Transform.randomFlip().then(Transform.contrast(0.1))).packed().iterator().next().packed());
        assertEquals("noise: image 2 is not held as bytes; read image(i)",
            assertThrows(UnsupportedOperationException.class, () -> new View(images()) {
            }.bytes(2, new byte[189], 0)).getMessage());
    }

    @Test
    void aSideThatDoesNotFitIsNamed() {
        assertEquals("PixelMoves: sides must be below 65535, got 65535x2",
            assertThrows(IllegalArgumentException.class, () -> new PixelMoves(65535, 2)).getMessage());
    }
}
