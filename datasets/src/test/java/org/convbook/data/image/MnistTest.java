package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convbook.data.DataFileException;
import org.convbook.data.TestImages;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    @TempDir Path folder;
    private final Downloader downloader = new Downloader(DownloadListener.NONE);

    private DataHome offline(Path own) {
        return new DataHome(Optional.ofNullable(own), folder.resolve("cache"), true);
    }

    @Test void theFolderMnistInTheUsersFolderComesFirst() throws IOException {
        IdxBytes.writeSet(folder.resolve("mnist"), 30, 20);
        Mnist mnist = Mnist.load(offline(folder), downloader);
        assertEquals("MNIST, 30 images, from CONVBOOK_DATA", mnist.source());
        assertEquals("MNIST test: 20 images of 1x28x28, 10 classes (MNIST, 20 images, from CONVBOOK_DATA)", mnist.test().toString());
        assertFalse(mnist.standIn());
        assertEquals(List.of(), mnist.notes());
        assertArrayEquals(new int[] {0, 1, 2}, Arrays.copyOf(mnist.train().labels(), 3));
        byte[] pixels = IdxBytes.images(30);
        assertEquals((pixels[16 + 784 * 29 + 5] & 0xff) / 255f, TestImages.values(mnist.train(), 29)[5]);
    }

    @Test void theFilesMayLieInTheUsersFolderDirectly() throws IOException {
        Path own = IdxBytes.writeSet(folder.resolve("digits"), 30, 20);
        assertEquals(30, Mnist.load(offline(own), downloader).train().size());
        assertThrows(DataFileException.class, () -> FashionMnist.load(offline(own), downloader));
        Path fashion = IdxBytes.writeSet(folder.resolve("my-fashion"), 40, 20);
        assertEquals("sneaker", FashionMnist.load(offline(fashion), downloader).train().classes().get(7));
        assertTrue(Mnist.load(offline(fashion), downloader).standIn());
    }

    @Test void namesWithADotAreFoundToo() throws IOException {
        IdxBytes.writeSet(folder, 30, 20);
        Files.move(folder.resolve("t10k-images-idx3-ubyte"), folder.resolve("t10k-images.idx3-ubyte"));
        assertEquals(20, Mnist.from(folder).test().size());
    }

    @Test void withoutFilesAndNetworkGlyphsStandInAndTheNotesSayWhy() {
        Mnist mnist = Mnist.load(offline(folder), downloader);
        assertTrue(mnist.standIn());
        assertEquals("glyphs: generated digits, a stand-in for MNIST (set CONVBOOK_DATA or go online to get the real one)", mnist.source());
        assertEquals(List.of(
            "CONVBOOK_DATA: no MNIST in %s, expected the files in it or in a folder mnist".formatted(folder),
            "cache: no MNIST in %s".formatted(folder.resolve("cache")),
            "download: switched off by CONVBOOK_OFFLINE"), mnist.notes());
        assertEquals(20_000, mnist.train().size());
        assertEquals(4_000, mnist.test().size());
        assertTrue(mnist.toString().endsWith("\ndownload: switched off by CONVBOOK_OFFLINE"));
    }

    @Test void nothingStandsInForFashion() {
        assertEquals("Fashion-MNIST was found nowhere; set CONVBOOK_DATA or go online\n  cache: no Fashion-MNIST in " + folder.resolve("cache")
            + "\n  download: switched off by CONVBOOK_OFFLINE",
            assertThrows(DataFileException.class, () -> FashionMnist.load(offline(null), downloader)).getMessage());
    }

    @Test void aDamagedFileOfTheUsersOwnIsAnErrorNotAStandIn() throws IOException {
        IdxBytes.writeSet(folder.resolve("mnist"), 30, 20);
        Path file = folder.resolve("mnist").resolve("t10k-images-idx3-ubyte");
        Files.write(file, Arrays.copyOf(IdxBytes.images(20), 10_000));
        assertEquals(file + ": ends at byte 10000, expected 15696 (20 images of 28x28): the file is cut off; fetch it again",
            assertThrows(DataFileException.class, () -> Mnist.load(offline(folder), downloader)).getMessage());
    }

    @Test void aMissingFileOfTheUsersOwnIsNamed() throws IOException {
        IdxBytes.writeSet(folder, 30, 20);
        Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));
        assertEquals(folder + ": neither train-labels-idx1-ubyte nor train-labels-idx1-ubyte.gz is there, one of which MNIST needs",
            assertThrows(DataFileException.class, () -> Mnist.from(folder)).getMessage());
    }

    @Test void labelsThatDoNotFitTheImagesAreNamed() throws IOException {
        IdxBytes.writeSet(folder, 30, 20);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        Files.write(labels, IdxBytes.labels(19));
        assertEquals(labels + ": 19 labels, expected 20, one for each image of t10k-images-idx3-ubyte",
            assertThrows(DataFileException.class, () -> Mnist.from(folder)).getMessage());
        byte[] wrong = IdxBytes.labels(20);
        wrong[11] = 10;
        Files.write(labels, wrong);
        assertEquals(labels + ": byte 11 holds label 10, expected 0 to 9",
            assertThrows(DataFileException.class, () -> Mnist.from(folder)).getMessage());
    }
}
