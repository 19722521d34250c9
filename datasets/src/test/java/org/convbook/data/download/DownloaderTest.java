package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloaderTest {
    private static final Limits SHORT = new Limits(400, 400, 400);
    private static final Limits PATIENT = new Limits(20_000, 1_000, 20_000);   // a busy machine must not fail the test
    private static final byte[] CONTENT = new byte[300_000];

    static {
        for (int i = 0; i < CONTENT.length; i++) CONTENT[i] = (byte) SplitMix.of(i).nextInt();
    }

    @TempDir Path root;
    private Path folder;
    private TestServer server;
    private final List<Long> progress = new ArrayList<>();
    private final Downloader downloader = new Downloader((file, done, total) -> progress.add(done), PATIENT, Disk.REAL);

    private final Downloader impatient = new Downloader(DownloadListener.NONE, SHORT, Disk.REAL);

    @BeforeEach void start() throws IOException {
        server = new TestServer(CONTENT);
        folder = root.resolve("cache").resolve("digits");
    }

    @AfterEach void stop() {
        server.close();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private RemoteFile file(String... manners) {
        return new RemoteFile("data.gz", CONTENT.length, sha256(CONTENT), Stream.of(manners).map(server::address).toList());
    }

    private void assertFetched(RemoteFile file) throws IOException {
        Path path = downloader.fetch(file, folder);
        assertEquals(folder.resolve("data.gz"), path);
        assertArrayEquals(CONTENT, Files.readAllBytes(path));
        assertFalse(Files.exists(folder.resolve("data.gz.part")));
    }

    private String refusal(Downloader downloader, RemoteFile file) {
        String message = assertThrows(DownloadException.class, () -> downloader.fetch(file, folder)).getMessage();
        assertFalse(Files.exists(folder.resolve("data.gz")));
        return message;
    }

    @Test void aFileArrivesWholeAndTheListenerHearsOfIt() throws IOException {
        assertFetched(file("good"));
        assertEquals(0L, progress.get(0));
        assertEquals(CONTENT.length, progress.get(progress.size() - 1));
        assertEquals(progress.stream().sorted().toList(), progress);
    }

    @Test void aFileThatIsThereIsNotFetchedAgain() throws IOException {
        assertFetched(file("good"));
        assertFetched(file("good"));
        assertEquals(List.of("good"), server.requests());
    }

    @Test void aDamagedFileIsFetchedAgain() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz"), new byte[CONTENT.length]);
        assertFetched(file("good"));
    }

    @Test void aDroppedConnectionGoesOnWhereItBroke() throws IOException {
        assertFetched(file("dropping"));
        assertEquals(3, server.requests().size());
        assertEquals("dropping", server.requests().get(0));
        assertTrue(server.requests().get(1).startsWith("dropping from "));
    }

    @Test void aHalfFileOfAnEarlierRunGoesOn() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 123_456));
        assertFetched(file("good"));
        assertEquals(List.of("good from 123456"), server.requests());
    }

    @Test void anotherMirrorGoesOnWithTheHalfFile() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1000));
        assertFetched(file("missing", "failing", "good"));
        assertEquals(List.of("missing from 1000", "failing from 1000", "good from 1000"), server.requests());
    }

    @Test void aHalfFileThatIsWrongIsThrownAwayByItsChecksum() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), new byte[1000]);
        assertFetched(file("good"));
        assertEquals(List.of("good from 1000", "good"), server.requests());
        Files.delete(folder.resolve("data.gz"));
        Files.write(folder.resolve("data.gz.part"), new byte[CONTENT.length + 7]);
        assertFetched(file("good"));
    }

    @Test void aServerWithoutRangesStartsAgain() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1000));
        assertFetched(file("without-range"));
        assertFetched(file("dropping-without-range", "good"));
    }

    @Test void aServerThatGoesOnElsewhereIsNotBelieved() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1000));
        assertFetched(file("lying", "lying"));
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "missing | HTTP status 404",
        "failing | HTTP status 503",
        "login   | offered 26 bytes, expected 300000",
        "login-of-unknown-length  | the connection ended after 26 of 300000 bytes",
        "longer  | offered 301000 bytes, expected 300000",
        "longer-of-unknown-length | sent ",
        "dripping| too slow, "})
    void aBadMirrorGivesWayToTheNext(String manner, String reason) throws IOException {
        String message = refusal(downloader, file(manner));
        assertTrue(message.startsWith("no mirror delivered data.gz (127.0.0.1: " + reason), message);
        assertFetched(file(manner, "good"));
    }

    @Test void anotherContentIsRefusedAndThrownAway() throws IOException {
        assertEquals("no mirror delivered data.gz (127.0.0.1: sent a file with SHA-256 %s…, expected %s…)".formatted(
            sha256(new byte[CONTENT.length]).substring(0, 12), sha256(CONTENT).substring(0, 12)), refusal(downloader, file("other")));
        assertFalse(Files.exists(folder.resolve("data.gz.part")));
        assertFetched(file("other", "good"));
    }

    @Test void aSilentServerCostsNoMoreThanTheContactTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/data.gz");
            RemoteFile file = new RemoteFile("data.gz", CONTENT.length, sha256(CONTENT), List.of(address, address));
            long start = System.nanoTime();
            assertEquals("no mirror delivered data.gz (127.0.0.1: no answer within 0.4 s; 127.0.0.1: no answer within 0.4 s)",
                refusal(impatient, file));
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
        }
    }

    @Test void twoSilentMirrorsCostLessThanFiveSeconds() {
        assertTrue(2 * Limits.USUAL.contact() < 5_000);
    }

    @Test void aRefusedConnectionAndAnUnknownHostAreNamed() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        RemoteFile file = new RemoteFile("data.gz", 9, sha256(CONTENT),
            List.of(URI.create("http://127.0.0.1:" + port + "/x"), URI.create("http://no-such-host.invalid/x")));
        String message = refusal(downloader, file);
        assertTrue(message.startsWith("no mirror delivered data.gz (127.0.0.1: Connection refused; no-such-host.invalid: "), message);
    }

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

    @Test void whatIsNoPublicFileIsRefused() {
        String sum = sha256(CONTENT);
        assertThrows(IllegalArgumentException.class, () -> new RemoteFile("../x", 1, sum, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new RemoteFile("x", 0, sum, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new RemoteFile("x", 1, "abc", List.of()));
        assertEquals("RemoteFile x: address file:/etc/passwd, expected http or https and a host", assertThrows(
            IllegalArgumentException.class, () -> new RemoteFile("x", 1, sum, List.of(URI.create("file:/etc/passwd")))).getMessage());
    }
}
