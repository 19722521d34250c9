package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.convbook.data.DataFileException;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    private static final long MOST_MEMORY = 2 << 20;   // of one attempt at a file of 4 KB: buffers of gzip and of the reader

    @TempDir Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some-images"), bytes);
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = write(bytes);
        String message = assertThrows(DataFileException.class, () -> IdxFile.read(file, 28, 28)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length() - "some-images".length());
    }

    @Test void plainAndPackedFilesReadAlike() throws IOException {
        byte[] images = IdxBytes.images(5);
        IdxFile.Content plain = IdxFile.read(write(images), 28, 28);
        IdxFile.Content packed = IdxFile.read(write(IdxBytes.gzip(images)), 28, 28);
        assertEquals(5, plain.count());
        assertArrayEquals(Arrays.copyOfRange(images, 16, images.length), plain.values());
        assertArrayEquals(plain.values(), packed.values());
        assertEquals(10, IdxFile.read(write(IdxBytes.labels(10))).count());
    }

    @Test void verySparseFilesThatPackWellAreRead() throws IOException {
        byte[] black = ByteBuffer.allocate(16 + 2000 * 784).putInt(0x803).putInt(2000).putInt(28).putInt(28).array();
        assertEquals(2000 * 784, IdxFile.read(write(IdxBytes.gzip(black)), 28, 28).values().length);
    }

    @Test void aFileThatIsCutOffSaysWhere() throws IOException {
        assertEquals("some-images: ends at byte 3000, expected 3936 (5 images of 28x28): the file is cut off; fetch it again",
            refusal(Arrays.copyOf(IdxBytes.images(5), 3000)));
        assertEquals("some-images: ends at byte 7, expected 16 (the header): the file is cut off; fetch it again",
            refusal(Arrays.copyOf(IdxBytes.images(5), 7)));
        assertEquals("some-images: ends at byte 0, expected 16 (the header): the file is cut off; fetch it again", refusal(new byte[0]));
    }

    @Test void aFileThatIsTooLongSaysWhere() throws IOException {
        assertEquals("some-images: goes on at byte 3936, expected its end there (5 images of 28x28)",
            refusal(Arrays.copyOf(IdxBytes.images(5), 4000)));
    }

    @Test void anotherKindOfFileIsNamed() throws IOException {
        assertEquals("some-images: byte 0 starts with 0x00000801, expected 0x00000803 (IDX, unsigned bytes, 3 dimensions)",
            refusal(IdxBytes.labels(20)));
        byte[] wide = IdxBytes.images(5);
        wide[15] = 29;
        assertEquals("some-images: byte 12 says 29 columns, expected 28", refusal(wide));
    }

    @Test void aHeaderThatPromisesTooMuchIsRefused() throws IOException {
        byte[] hostile = IdxBytes.images(5);
        ByteBuffer.wrap(hostile).putInt(4, Integer.MAX_VALUE);
        assertEquals("some-images: byte 4 promises 2147483647 items, 1683627179248 bytes, more than one array holds", refusal(hostile));
        ByteBuffer.wrap(hostile).putInt(4, -1);
        assertEquals("some-images: byte 4 promises -1 items, expected at least 1", refusal(hostile));
        ByteBuffer.wrap(hostile).putInt(4, 2_700_000);
        assertEquals("some-images: ends at byte 3936, expected 2116800016 (2700000 images of 28x28): the file is cut off; fetch it again",
            refusal(hostile));
    }

    @Test void cuttingAPlainFileAnywhereIsNoticed() throws IOException {
        byte[] whole = IdxBytes.images(3);
        for (int length = 0; length < whole.length; length += length < 40 ? 1 : 53) {
            assertTrue(refusal(Arrays.copyOf(whole, length)).contains(" ends at byte " + length + ", expected "));
        }
    }

    @Test void cuttingAPackedFileAnywhereIsNoticed() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(3));
        for (int length = 0; length < whole.length; length++) refusal(Arrays.copyOf(whole, length));
    }

    @Test void mutatedPlainHeadersNeverGiveAnotherSet() throws IOException {
        byte[] whole = IdxBytes.images(5);
        SplitMix rng = SplitMix.of(11);
        for (int round = 0; round < 3000; round++) {
            byte[] mutant = whole.clone();
            for (int k = rng.nextInt(3); k >= 0; k--) mutant[rng.nextInt(16)] = (byte) rng.nextInt();
            readsTheSameOrIsRefused(mutant, whole);
        }
    }

    @Test void mutatedPackedFilesNeverGiveAnotherSet() throws IOException {
        byte[] whole = IdxBytes.images(5);
        byte[] packed = IdxBytes.gzip(whole);
        SplitMix rng = SplitMix.of(12);
        for (int round = 0; round < 3000; round++) {
            byte[] mutant = packed.clone();
            int range = round % 2 == 0 ? 30 : mutant.length;
            for (int k = rng.nextInt(3); k >= 0; k--) mutant[rng.nextInt(range)] ^= (byte) (1 << rng.nextInt(8));
            readsTheSameOrIsRefused(mutant, whole);
        }
    }

    @Test void packedFilesWithHostileHeadersAreRefusedWithoutMuchMemory() throws IOException {
        SplitMix rng = SplitMix.of(13);
        byte[] whole = IdxBytes.images(5);
        for (int round = 0; round < 500; round++) {
            byte[] hostile = whole.clone();
            ByteBuffer.wrap(hostile).putInt(4, rng.nextInt(2_739_137));
            readsTheSameOrIsRefused(IdxBytes.gzip(hostile), whole);
        }
    }

    private void readsTheSameOrIsRefused(byte[] mutant, byte[] whole) throws IOException {
        Path file = write(mutant);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        try {
            IdxFile.Content content = IdxFile.read(file, 28, 28);
            assertEquals(5, content.count());
            assertArrayEquals(Arrays.copyOfRange(whole, 16, whole.length), content.values());
        } catch (DataFileException e) {
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        }
        long used = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(used < MOST_MEMORY, "took " + used + " bytes of memory");
    }
}
