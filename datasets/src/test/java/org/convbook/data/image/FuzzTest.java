package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.convbook.data.DataFileException;
import org.convbook.data.SplitMix;
import org.convbook.data.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 10000 damaged files of numbers and 8000 damaged images: each is refused in words that name the file, or gives exactly what its bytes
 * say; none takes much memory or long. A mutant is made from its number alone.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FuzzTest {
    private static final int EACH = 2000;
    private static final long MOST_MEMORY = 4 << 20;   // of one attempt at files of some KB: buffers of gzip and of the readers

    private static final Pattern REASON = Pattern.compile("expected|cannot be read|more than one array holds");

    @TempDir Path folder;

    /** Reads a file and compares what it gives with its bytes, unpacked as far as they are sound. */
    private interface Reading {
        void read(Path file, byte[] unpacked) throws IOException;
    }

    /** One to three mutations: flipped bits, set bytes, header values, a cut, a tail. */
    private static byte[] mutant(byte[] whole, SplitMix rng) {
        byte[] mutant = whole.clone();
        for (int k = rng.nextInt(3); k >= 0; k--) {
            int head = Math.min(mutant.length, rng.nextInt(3) == 0 ? mutant.length : 600);
            switch (rng.nextInt(5)) {
                case 0 -> mutant[rng.nextInt(head)] ^= (byte) (1 << rng.nextInt(8));
                case 1 -> mutant[rng.nextInt(head)] = (byte) new int[] {0, 1, 0x7f, 0x80, 0xff}[rng.nextInt(5)];
                case 2 -> {
                    int at = 4 * rng.nextInt(Math.min(4, mutant.length / 4));
                    ByteBuffer.wrap(mutant).putInt(at, new int[] {0, -1, Integer.MAX_VALUE, 1 << 24, rng.nextInt(8)}[rng.nextInt(5)]);
                }
                case 3 -> mutant = Arrays.copyOf(mutant, 16 + rng.nextInt(mutant.length - 15));
                default -> mutant = Arrays.copyOf(mutant, mutant.length + 1 + rng.nextInt(40));
            }
        }
        return mutant;
    }

    private int fuzz(String name, byte[] whole, boolean packed, Reading reading) throws IOException {
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = folder.resolve(name);
        int loads = 0;
        for (int round = 0; round < EACH; round++) {
            SplitMix rng = SplitMix.of(round, name.hashCode());
            byte[] unpacked = packed && round % 2 == 0 ? mutant(whole, rng) : whole;             // sound gzip around damaged bytes
            byte[] bytes = !packed ? mutant(whole, rng) : round % 2 == 0 ? IdxBytes.gzip(unpacked) : mutant(IdxBytes.gzip(whole), rng);
            Files.write(file, bytes);
            long before = thread.getCurrentThreadAllocatedBytes();
            try {
                reading.read(file, packed ? unpacked : bytes);
                loads++;
            } catch (DataFileException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), "round " + round + ": " + e.getMessage());
                assertTrue(REASON.matcher(e.getMessage()).find(), "round " + round + ": " + e.getMessage());
            }
            long used = thread.getCurrentThreadAllocatedBytes() - before;
            assertTrue(used < MOST_MEMORY, "round " + round + " took " + used + " bytes of memory");
        }
        return loads;
    }

    private static void images(Path file, byte[] unpacked) {
        IdxFile.Content content = IdxFile.read(file, 28, 28);
        assertEquals(ByteBuffer.wrap(unpacked).getInt(4), content.count());
        assertArrayEquals(Arrays.copyOfRange(unpacked, 16, unpacked.length), content.values());
    }

    @Test void plainIdxFiles() throws IOException {
        assertTrue(fuzz("images", IdxBytes.images(4), false, FuzzTest::images) > 100);
    }

    @Test void packedIdxFiles() throws IOException {
        assertTrue(fuzz("images.gz", IdxBytes.images(4), true, FuzzTest::images) > 100);
    }

    private static void records(Path file, byte[] unpacked) {
        CifarRecords records = CifarRecords.read(file, 1);
        assertEquals(unpacked.length / 3073.0, records.count());
        byte[] labels = new byte[records.count()];
        byte[] pixels = new byte[records.count() * 3072];
        records.labels(0, 10, labels, 0);
        records.pixels(pixels, 0);
        for (int i = 0; i < labels.length; i++) {
            assertEquals(unpacked[3073 * i], labels[i]);
            assertArrayEquals(Arrays.copyOfRange(unpacked, 3073 * i + 1, 3073 * (i + 1)), Arrays.copyOfRange(pixels, 3072 * i, 3072 * (i + 1)));
        }
    }

    @Test void plainCifarFiles() throws IOException {
        assertTrue(fuzz("batch.bin", CifarBytes.records(3, 1), false, FuzzTest::records) > 100);
    }

    @Test void packedCifarFiles() throws IOException {
        assertTrue(fuzz("batch.bin.gz", CifarBytes.records(3, 1), true, FuzzTest::records) > 100);
    }

    /** The form asks for one size, so that a header that says another is refused before room is made. */
    @ParameterizedTest @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void imageFiles(String kind) throws IOException {
        int[] samples = new int[30 * 20];
        for (int p = 0; p < samples.length; p++) samples[p] = SplitMix.of(p / 3).nextInt(256);
        byte[] whole = Pngs.encode(Pngs.grey(30, 20, samples), kind);
        ImageForm form = ImageForm.grey(30, 20);
        byte[] right = ImageDecoder.image(whole, "whole", form);
        assertTrue(fuzz("image." + kind, whole, false, (file, bytes) -> {
            byte[] found = ImageDecoder.image(bytes, file.toString(), form);
            assertEquals(600, found.length);
            if (kind.equals("png")) assertArrayEquals(right, found);           // the only one of the four with checksums
        }) > 20);
    }

    @Test void cifarArchives() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int k = 1; k <= 5; k++) files.put("data_batch_" + k + ".bin", new byte[3073]);
        files.put("test_batch.bin", CifarBytes.records(1, 1));
        files.put("batches.meta.txt", CifarBytes.names(10));
        byte[] whole = TarBytes.of(files);
        byte[] record = CifarBytes.records(1, 1);
        float[] last = new float[3072];
        for (int k = 0; k < 3072; k++) last[k] = (record[1 + k] & 0xff) / 255f;
        int loads = fuzz("cifar-10-binary.tar.gz", whole, true, (file, unpacked) -> {
            Pair pair = Cifar10.SET.read(folder, "mutated");
            assertEquals(5, pair.train().size());
            assertEquals(1, pair.test().size());
            if (unpacked == whole) assertArrayEquals(last, TestImages.values(pair.test(), 0));
        });
        assertTrue(loads > 20, loads + " loads");
    }
}
