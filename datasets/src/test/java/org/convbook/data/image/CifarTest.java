package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convbook.data.DataFileException;
import org.convbook.data.TestImages;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.convbook.data.download.RemoteFile;
import org.convbook.data.download.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    @TempDir Path folder;
    private final Downloader downloader = new Downloader(DownloadListener.NONE);

    private DataHome offline(Path own) {
        return new DataHome(Optional.ofNullable(own), folder.resolve("cache"), true);
    }

    private Cifar10 load() {
        return Cifar10.load(offline(folder), downloader);
    }

    private static String refusal(Executable load) {
        return assertThrows(DataFileException.class, load).getMessage();
    }

    private static Map<String, byte[]> in(String inside, Map<String, byte[]> files) {
        Map<String, byte[]> moved = new LinkedHashMap<>();
        files.forEach((name, content) -> moved.put(inside + name, content));
        return moved;
    }

    @Test void unpackedBatchesAreReadInOrder() throws IOException {
        CifarBytes.write(folder.resolve("cifar10/cifar-10-batches-bin"), CifarBytes.cifar10(3, 12));
        Cifar10 cifar = load();
        assertEquals("CIFAR-10 train: 30 images of 3x32x32, 10 classes (CIFAR-10, 30 images of 50000, from CONVBOOK_DATA)", cifar.train().toString());
        assertEquals(12, cifar.test().size());
        assertEquals("name 7", cifar.train().classes().get(7));
        assertArrayEquals(new int[] {0, 1, 2, 3, 0, 1, 2, 3, 4, 0}, Arrays.copyOf(cifar.train().labels(), 10));
        byte[] second = CifarBytes.records(5, 1);                              // data_batch_2 has 5 records, after the 4 of data_batch_1
        assertEquals((second[1 + 3073 + 2000] & 0xff) / 255f, TestImages.values(cifar.train(), 5)[2000]);
        assertFalse(cifar.standIn());
    }

    @Test void theFilesMayLieDirectlyAndSomeBatchesMayLack() throws IOException {
        Map<String, byte[]> files = CifarBytes.cifar10(3, 12);
        for (int k = 2; k <= 5; k++) files.remove("data_batch_" + k + ".bin");
        files.put("test_batch.bin.gz", IdxBytes.gzip(files.remove("test_batch.bin")));
        CifarBytes.write(folder, files);
        assertEquals("CIFAR-10, 4 images of 50000, from CONVBOOK_DATA", load().source());
        assertEquals(12, Cifar10.from(folder).test().size());
    }

    @Test void theArchiveIsReadWithoutUnpacking() throws IOException {
        Path archive = folder.resolve("cifar10/cifar-10-binary.tar.gz");
        Files.createDirectories(archive.getParent());
        Files.write(archive, IdxBytes.gzip(TarBytes.of(in("cifar-10-batches-bin/", CifarBytes.cifar10(3, 12)))));
        Cifar10 packed = load();
        CifarBytes.write(folder.resolve("x"), CifarBytes.cifar10(3, 12));
        Cifar10 unpacked = Cifar10.from(folder.resolve("x"));
        for (int i = 0; i < 30; i++) assertArrayEquals(TestImages.values(unpacked.train(), i), TestImages.values(packed.train(), i));
        assertArrayEquals(unpacked.test().labels(), packed.test().labels());
        Map<String, byte[]> lacking = in("cifar-10-batches-bin/", CifarBytes.cifar10(3, 12));
        lacking.remove("cifar-10-batches-bin/data_batch_4.bin");
        Files.write(archive, IdxBytes.gzip(TarBytes.of(lacking)));
        assertEquals(archive + ": data_batch_4.bin is not there, which CIFAR-10 needs", refusal(this::load));
    }

    @Test void aBrokenDownloadGoesOnAndTheCacheServesTheNextTime() throws Exception {
        byte[] archive = IdxBytes.gzip(TarBytes.of(in("cifar-10-batches-bin/", CifarBytes.cifar10(3, 12))));
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        try (TestServer server = new TestServer(archive)) {
            List<URI> mirrors = List.of(server.address("missing"), server.address("dropping"));
            CifarSet set = new CifarSet("CIFAR-10", "cifar10", new RemoteFile("cifar-10-binary.tar.gz", archive.length, sum, mirrors),
                Cifar10.SET.labels(), Cifar10.SET.trainFiles(), Cifar10.SET.testFile());
            DataHome online = new DataHome(Optional.empty(), folder.resolve("cache"), false);
            assertEquals("CIFAR-10, 30 images of 50000, downloaded and checked",
                new SetFinder(set, online, downloader).find().orElseThrow().train().source());
            int asked = server.requests().size();
            assertTrue(asked > 2, server.requests().toString());               // dropped after each third of what it should send
            assertEquals("CIFAR-10, 30 images of 50000, from the cache",
                new SetFinder(set, online, downloader).find().orElseThrow().train().source());
            assertEquals(asked, server.requests().size());
        }
    }

    @Test void aTestFileOfAnotherKindIsNotTakenForCifar100() throws IOException {
        Files.write(folder.resolve("test.bin"), new byte[100]);
        assertTrue(Cifar100.load(Cifar100.SET, offline(folder), downloader).standIn());
    }

    @Test void damagedFilesSayWhere() throws IOException {
        Map<String, byte[]> files = CifarBytes.cifar10(3, 12);
        CifarBytes.write(folder, files);
        Path test = folder.resolve("test_batch.bin");
        Files.write(test, Arrays.copyOf(files.get("test_batch.bin"), 10_000));
        assertEquals(test + ": ends at byte 10000 within record 3, expected a multiple of 3073 bytes; fetch it again", refusal(this::load));
        Files.write(test, new byte[0]);
        assertEquals(test + ": is empty, expected at least one CIFAR record of 3073 bytes", refusal(this::load));
        byte[] wrong = CifarBytes.records(4, 1);
        wrong[2 * 3073] = 10;
        Files.write(test, wrong);
        assertEquals(test + ": byte 6146 holds label 10, expected 0 to 9", refusal(this::load));
        Files.delete(test);
        assertEquals(folder + ": test_batch.bin is not there, which CIFAR-10 needs", refusal(this::load));
        CifarBytes.write(folder, files);
        Files.write(folder.resolve("batches.meta.txt"), CifarBytes.names(9));
        assertEquals(folder.resolve("batches.meta.txt") + ": 9 class names, expected 10, one a line", refusal(this::load));
    }

    @Test void aHundredClassesFormTwentySuperclasses() throws IOException {
        CifarBytes.write(folder.resolve("cifar100/cifar-100-binary"), CifarBytes.cifar100(120, 30));
        Cifar100 fine = Cifar100.load(Cifar100.SET, offline(folder), downloader);
        Cifar100 coarse = Cifar100.load(Cifar100.COARSE, offline(folder), downloader);
        assertEquals("CIFAR-100 train: 120 images of 3x32x32, 100 classes (CIFAR-100, 120 images of 50000, from CONVBOOK_DATA)",
            fine.train().toString());
        assertEquals("CIFAR-100 superclasses train", coarse.train().name());
        assertEquals(99, fine.train().label(99));
        assertEquals(19, coarse.train().label(99));
        assertEquals(20, coarse.test().classes().size());
        assertArrayEquals(TestImages.values(fine.train(), 7), TestImages.values(coarse.train(), 7));
    }

    @Test void withoutFilesAndNetworkShapesStandIn() {
        Cifar10 cifar = load();
        assertTrue(cifar.standIn());
        assertEquals("shapes: generated pictures, a stand-in for CIFAR-10 (set CONVBOOK_DATA or go online to get the real one)", cifar.source());
        assertEquals(List.of("CONVBOOK_DATA: no CIFAR-10 in %s, expected the files in it or in a folder cifar10".formatted(folder),
            "cache: no CIFAR-10 in %s".formatted(folder.resolve("cache")), "download: switched off by CONVBOOK_OFFLINE"), cifar.notes());
        assertEquals(10_000, cifar.train().size());
        assertEquals(10, cifar.train().classes().size());
        Cifar100 coarse = Cifar100.load(Cifar100.COARSE, offline(null), downloader);
        assertEquals(20, coarse.train().classes().size());
        assertEquals(2_000, coarse.test().size());
    }
}
