package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mirrors send, and what comes of it. */
class DownloaderTest extends DownloadFixture {
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
        "page    | sent a web page",
        "login   | offered 26 bytes, expected 300000",
        "login-of-unknown-length | the connection ended after 26 of 300000 bytes",
        "longer  | offered 301000 bytes, expected 300000",
        "moved-to-nothing  | HTTP status 404 at BASE/missing",
        "moved-to-a-page   | sent a web page at BASE/page",
        "moved-in-a-circle | moved more than 5 times, at last to BASE/moved-in-a-circle",
        "moved-to-a-disk   | moved to file:/etc/passwd, expected http or https and a host",
        "moved-to-nonsense | moved to http://[nowhere, expected http or https and a host"})
    void aBadMirrorGivesWayToTheNext(String manner, String reason) throws IOException {
        assertEquals("no mirror delivered data.gz (%s: %s); a copy of it put into %s by hand does as well"
            .formatted(server.address(manner), reason.replace("BASE/", server.address("").toString()), folder), refusal(downloader, file(manner)));
        assertFetched(file(manner, "good"));
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {"longer-of-unknown-length | sent more than ", "dripping | too slow, "})
    void aBadMirrorIsLeftInTheMiddle(String manner, String reason) throws IOException {
        String message = refusal(downloader, file(manner));
        assertTrue(message.startsWith("no mirror delivered data.gz (" + server.address(manner) + ": " + reason), message);
        assertFetched(file(manner, "good"));
    }

    @Test void aMirrorThatSendsNextToNothingIsNotTakenUpAgain() {
        refusal(downloader, file("dripping"));
        assertEquals(List.of("dripping"), server.requests());
    }

    @ParameterizedTest @ValueSource(strings = {"moved", "moved-for-good"})
    void aFileThatHasMovedIsFollowed(String manner) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1000));
        assertFetched(file(manner));
        assertEquals(List.of(manner + " from 1000", "good from 1000"), server.requests());
    }

    @Test void everyMirrorIsNamedInFull() {
        assertEquals("no mirror delivered data.gz (%s: HTTP status 404; %s: sent a web page); a copy of it put into %s by hand does as well"
            .formatted(server.address("missing"), server.address("page"), folder), refusal(downloader, file("missing", "page")));
    }

    @Test void aCopyPutThereByHandIsTaken() throws IOException {
        refusal(downloader, file("missing"));
        Files.write(folder.resolve("data.gz"), CONTENT);
        assertFetched(file("missing"));
        assertEquals(List.of("missing"), server.requests());
    }

    @Test void anotherContentIsRefusedAndThrownAway() throws IOException {
        assertEquals("no mirror delivered data.gz (%s: sent a file with SHA-256 %s…, expected %s…); a copy of it put into %s by hand does as well"
            .formatted(server.address("other"), sha256(new byte[CONTENT.length]).substring(0, 12), sha256(CONTENT).substring(0, 12), folder),
            refusal(downloader, file("other")));
        assertFalse(Files.exists(folder.resolve("data.gz.part")));
        assertFetched(file("other", "good"));
    }

    @Test void aSilentServerCostsNoMoreThanTheContactTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/data.gz");
            RemoteFile file = new RemoteFile("data.gz", CONTENT.length, sha256(CONTENT), List.of(address, address));
            long start = System.nanoTime();
            assertEquals("no mirror delivered data.gz (%s: no answer within 0.4 s; %s: no answer within 0.4 s); ".formatted(address, address)
                + "a copy of it put into " + folder + " by hand does as well", refusal(impatient, file));
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
        }
    }

    /** 300 kB at 100 kB/s or less: too long for the patience of 0.1 s, too much for a stall, unless the machine stands still for a second. */
    private final Downloader hasty = new Downloader(DownloadListener.NONE, new Limits(20_000, 20_000, 1_000, 20_000, 100), Disk.REAL);

    @Test void aSlowMirrorGivesWayToAFasterOneThatGoesOnFromThere() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(hasty.fetch(file("slow", "good"), folder)));
        assertEquals(2, server.requests().size());
        assertTrue(server.requests().get(1).startsWith("good from "), server.requests().toString());
    }

    @Test void aSlowMirrorIsBetterThanNone() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(hasty.fetch(file("slow", "missing"), folder)));
        assertEquals(List.of("slow", "missing", "slow"), server.requests().stream().map(r -> r.replaceAll(" from .*", "")).toList());
        assertTrue(server.requests().get(2).startsWith("slow from "), server.requests().toString());
    }

    @Test void theOnlyMirrorMayTakeItsTime() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(hasty.fetch(file("slow"), folder)));
        assertEquals(List.of("slow"), server.requests());
    }

    @Test void threeMirrorsOutOfReachCostLessThanSevenSeconds() {
        assertTrue(3 * Limits.USUAL.contact() < 7_000);
    }

    @Test void aRefusedConnectionAndAnUnknownHostAreNamed() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        RemoteFile file = new RemoteFile("data.gz", 9, sha256(CONTENT),
            List.of(URI.create("http://127.0.0.1:" + port + "/x"), URI.create("http://no-such-host.invalid/x")));
        String message = refusal(downloader, file);
        assertTrue(message.startsWith("no mirror delivered data.gz (http://127.0.0.1:" + port
            + "/x: Connection refused; http://no-such-host.invalid/x: "), message);
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
