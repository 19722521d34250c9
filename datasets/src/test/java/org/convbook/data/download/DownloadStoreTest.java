package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where downloads are stored: full disks, folders that are in use or cannot be made, interrupts. */
class DownloadStoreTest extends DownloadFixture {
    /** A disk with so much space: the stated amount, and the amount after which writing really fails. */
    private static Disk disk(long stated, long real) {
        return new Disk() {
            @Override public long free(Path folder) {
                return stated;
            }

            @Override public OutputStream append(Path file) throws IOException {
                return new FilterOutputStream(Disk.REAL.append(file)) {
                    private long written;

                    @Override public void write(byte[] b, int offset, int length) throws IOException {
                        if (written + length > real) {
                            out.write(b, offset, (int) (real - written));
                            throw new IOException("No space left on device");
                        }
                        out.write(b, offset, length);
                        written += length;
                    }
                };
            }
        };
    }

    @Test void aDiskThatFillsUpIsASentenceAndGetsItsSpaceBack() {
        Downloader full = new Downloader(DownloadListener.NONE, PATIENT, disk(1L << 30, 100_000));
        assertEquals("cannot store data.gz in %s (No space left on device); free 1.3 MB there or set CONVBOOK_CACHE to another folder"
            .formatted(folder), refusal(full, file("good", "good")));
        assertFalse(Files.exists(folder.resolve("data.gz.part")));
        assertEquals(List.of("good"), server.requests());
    }

    @Test void aDiskThatIsFullIsNotedBeforeAnythingIsSent() {
        Downloader full = new Downloader(DownloadListener.NONE, PATIENT, disk(500_000, 0));
        assertEquals("cannot store data.gz in %s (the disk has 0.5 MB left, 1.3 MB are needed); ".formatted(folder)
            + "free 1.3 MB there or set CONVBOOK_CACHE to another folder", refusal(full, file("good")));
        assertEquals(List.of(), server.requests());
    }

    @Test void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(root.resolve("cache"), "a file where the folder should be");
        String message = assertThrows(DownloadException.class, () -> downloader.fetch(file("good"), folder)).getMessage();
        assertTrue(message.startsWith("cannot store data.gz in " + folder + " ("), message);
    }

    @Test void anInterruptKeepsWhatIsThere() throws IOException {
        Downloader interrupted = new Downloader((file, done, total) -> {
            if (done > 100_000) Thread.currentThread().interrupt();
        }, PATIENT, Disk.REAL);
        assertEquals("the download of data.gz was interrupted; it goes on from there next time",
            assertThrows(CancellationException.class, () -> interrupted.fetch(file("good"), folder)).getMessage());
        assertTrue(Thread.interrupted());
        assertTrue(Files.size(folder.resolve("data.gz.part")) > 100_000);
        assertFetched(file("good"));
        assertTrue(server.requests().get(1).startsWith("good from "));
    }

    @Test void twoDownloadsOfOneFileDoNotDisturbEachOther() {
        List<CompletableFuture<Path>> both = Stream.generate(() -> CompletableFuture.supplyAsync(
            () -> new Downloader(DownloadListener.NONE, PATIENT, Disk.REAL).fetch(file("dropping"), folder))).limit(2).toList();
        both.forEach(CompletableFuture::join);
        assertEquals(3, server.requests().size());
    }

    @Test void anotherProgramThatHoldsTheFolderForLongIsNamed() throws Exception {
        Files.createDirectories(folder);
        try (FolderLock held = FolderLock.take(folder, 100)) {
            String message = refusal(impatient, file("good"));
            assertTrue(message.contains("another program has been downloading into " + folder), message + held);
        }
        assertFetched(file("good"));
    }
}
