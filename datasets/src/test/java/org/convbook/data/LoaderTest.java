package org.convbook.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;

class LoaderTest {
    private final ByteImages data = TestImages.numbered(10, 3);

    private static List<Batch> all(Iterable<Batch> batches) {
        List<Batch> list = new ArrayList<>();
        batches.forEach(list::add);
        return list;
    }

    private static int[] order(Iterable<Batch> batches) {
        return all(batches).stream().flatMapToInt(b -> IntStream.of(b.indices())).toArray();
    }

    private static void assertSame(List<Batch> expected, List<Batch> found) {
        assertEquals(expected.size(), found.size());
        for (int b = 0; b < expected.size(); b++) {
            assertArrayEquals(expected.get(b).images(), found.get(b).images());
            assertArrayEquals(expected.get(b).labels(), found.get(b).labels());
            assertArrayEquals(expected.get(b).indices(), found.get(b).indices());
            assertArrayEquals(expected.get(b).shape(), found.get(b).shape());
        }
    }

    @Test void batchesHoldTheImagesInOrderAndTheLastMayBeSmaller() {
        List<Batch> batches = all(new Loader(data, 4));
        assertEquals(3, batches.size());
        assertArrayEquals(new int[] {4, 1, 2, 3}, batches.get(0).shape());
        assertArrayEquals(new int[] {2, 1, 2, 3}, batches.get(2).shape());
        assertEquals(2, batches.get(2).size());
        assertArrayEquals(new int[] {8, 9}, batches.get(2).indices());
        assertArrayEquals(new int[] {2, 0}, batches.get(2).labels());
        assertEquals(9 / 255f, batches.get(2).images()[11]);
    }

    @Test void anotherBatchSizeKeepsOrderAndSettings() {
        Loader four = new Loader(data, 4).shuffle(3).dropLast();
        Loader five = four.batchSize(5);
        assertEquals(5, five.batchSize());
        assertEquals(2, five.batches());
        assertArrayEquals(order(new Loader(data, 10).shuffle(3).epoch(2)), order(five.epoch(2)));
        assertEquals("Loader: dropLast leaves no batch, batchSize 11 is more than the 10 images of " + data.name(),
            assertThrows(IllegalArgumentException.class, () -> four.batchSize(11)).getMessage());
    }

    @Test void dropLastLeavesOutTheSmallBatch() {
        Loader loader = new Loader(data, 4).dropLast();
        assertEquals(2, loader.batches());
        assertEquals(2, all(loader).size());
        assertEquals(2, all(new Loader(data, 5).dropLast()).size());
    }

    @Test void everyEpochHasEveryImageInAnOrderOfItsOwn() {
        Loader loader = new Loader(TestImages.numbered(200, 3), 7).shuffle(42);
        int[] first = order(loader.epoch(0));
        int[] second = order(loader.epoch(1));
        assertArrayEquals(IntStream.range(0, 200).toArray(), IntStream.of(first).sorted().toArray());
        assertArrayEquals(IntStream.range(0, 200).toArray(), IntStream.of(second).sorted().toArray());
        assertNotEquals(Arrays.toString(first), Arrays.toString(second));
        assertArrayEquals(first, order(loader));
    }

    /** Worked out by a second program, in Python; it must not change, or an interrupted training would go on differently. */
    @Test void theOrderIsTheSameOnEveryMachineAndInEveryVersion() {
        assertEquals("[1, 5, 9, 7, 3, 6, 0, 4, 8, 2]", Arrays.toString(order(new Loader(data, 4).shuffle(7).epoch(3))));
    }

    @Test void prefetchedBatchesAreTheSame() {
        Transform noise = (image, shape, rng) -> image[0] += rng.nextFloat();
        Loader plain = new Loader(TestImages.numbered(100, 3), 8).shuffle(1).augment(noise);
        for (int ahead : new int[] {1, 2, 5, 100}) {
            assertSame(all(plain.epoch(2)), all(plain.prefetch(ahead).epoch(2)));
            assertSame(all(plain.epoch(2)), all(plain.prefetch(ahead, 3).epoch(2)));
        }
    }

    @Test void augmentationChangesFromEpochToEpochAndRepeatsWithIt() {
        Loader loader = new Loader(data, 10).augment((image, shape, rng) -> image[0] = rng.nextFloat());
        assertSame(all(loader.epoch(4)), all(loader.epoch(4)));
        assertNotEquals(all(loader.epoch(4)).get(0).images()[0], all(loader.epoch(5)).get(0).images()[0]);
    }

    @Test void anEpochCanBeginInTheMiddleWithoutTheWorkBefore() {
        AtomicInteger changed = new AtomicInteger();
        Loader loader = new Loader(data, 3).shuffle(5).augment((image, shape, rng) -> {
            image[0] += rng.nextFloat();
            changed.incrementAndGet();
        });
        List<Batch> whole = all(loader.epoch(2));
        changed.set(0);
        assertSame(whole.subList(2, 4), all(loader.epoch(2, 2)));
        assertEquals(4, changed.get(), "10 images less 6");
        assertSame(whole.subList(1, 4), all(loader.prefetch(2).epoch(2, 1)));
        assertEquals(List.of(), all(loader.epoch(2, 4)));
        assertEquals("Loader: first batch must be 0 to 4, got 5",
            assertThrows(IllegalArgumentException.class, () -> loader.epoch(2, 5)).getMessage());
    }

    @Test void settingsDoNotChangeTheLoaderTheyStartFrom() {
        Loader loader = new Loader(data, 4);
        loader.shuffle(3).dropLast().prefetch(2);
        assertArrayEquals(IntStream.range(0, 10).toArray(), order(loader));
    }

    @Test void whatFailsInTheThreadIsThrownWhereTheBatchIsAskedFor() {
        Dataset broken = data.map((image, shape, rng) -> {
            if (image[0] == 5 / 255f) throw new IllegalStateException("image 5 is broken");
        });
        Iterator<Batch> batches = new Loader(broken, 2).prefetch(4).iterator();
        assertArrayEquals(new int[] {0, 1}, batches.next().indices());
        assertArrayEquals(new int[] {2, 3}, batches.next().indices());
        assertEquals("image 5 is broken", assertThrows(IllegalStateException.class, batches::next).getMessage());
        assertFalse(batches.hasNext());
    }

    @Test void anIteratorKnowsItsEnd() {
        for (Loader loader : List.of(new Loader(data, 10), new Loader(data, 10).prefetch(1))) {
            Iterator<Batch> batches = loader.iterator();
            batches.next();
            assertFalse(batches.hasNext());
            assertEquals("the epoch has 1 batches", assertThrows(NoSuchElementException.class, batches::next).getMessage());
        }
    }

    @Test void iteratorsThatAreGivenUpLeaveNoThreadBehind() throws InterruptedException {
        Loader loader = new Loader(TestImages.numbered(200, 3), 2).prefetch(3);
        for (int i = 0; i < 30; i++) loader.iterator().next();
        long end = System.nanoTime() + 10_000_000_000L;
        while (prefetchThreads() > 0 && System.nanoTime() < end) Thread.sleep(20);
        assertEquals(0, prefetchThreads());
    }

    private static long prefetchThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("convbook-prefetch")).count();
    }

    @Test void anInterruptEndsTheWaitAndStaysVisible() {
        Dataset slow = data.map((image, shape, rng) -> {
            try {
                Thread.sleep(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Iterator<Batch> batches = new Loader(slow, 1).prefetch(1).iterator();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, batches::next);
        assertTrue(Thread.interrupted());
    }

    @Test void badSettingsAreRefusedInWords() {
        assertEquals("Loader: batchSize must be 1 to 10 images, got 0",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data, 0)).getMessage());
        assertEquals("Loader: prefetch must be 0 or more batches, got -1",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data, 4).prefetch(-1)).getMessage());
        assertEquals("Loader: prefetch needs at least 1 thread, got 0",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data, 4).prefetch(1, 0)).getMessage());
        assertEquals("Loader: epochs are counted from 0, got -1",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data, 4).epoch(-1)).getMessage());
        assertEquals("Loader: dropLast leaves no batch, batchSize 11 is more than the 10 images of numbers",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data, 11).dropLast()).getMessage());
        assertEquals("Loader: numbers has no images, expected at least one",
            assertThrows(IllegalArgumentException.class, () -> new Loader(data.subset(), 1)).getMessage());
    }

    @Test void aBatchSizeAboveTheDataGivesOneBatch() {
        assertEquals(1, new Loader(data, 64).batches());
        assertEquals("Loader of numbers, 1 batches of 64", new Loader(data, 64).toString());
    }

    @Test void aBatchWhosePartsDoNotFitIsRefused() {
        assertEquals("Batch: 5 values, 1 labels, 1 indices do not fit shape [1, 1, 2, 3], expected {N, C, H, W}",
            assertThrows(IllegalArgumentException.class,
                () -> new Batch(new float[5], new int[1], new int[] {1, 1, 2, 3}, new int[1])).getMessage());
        assertEquals("Batch: 6 values, 5 labels, 1 indices do not fit shape [1, 1, 2, 3], expected {N, C, H, W}",
            assertThrows(IllegalArgumentException.class,
                () -> new Batch(new float[6], new int[5], new int[] {1, 1, 2, 3}, new int[1])).getMessage());
    }
}
