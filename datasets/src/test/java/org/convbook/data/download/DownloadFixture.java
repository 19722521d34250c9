package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.convbook.data.SplitMix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file of known content, a server that has it, and a folder for it. */
abstract class DownloadFixture {
    static final Limits SHORT = new Limits(400, 400, 400, 400, 400);
    static final Limits PATIENT = new Limits(20_000, 20_000, 1_000, 20_000, 600_000);   // a busy machine must not fail the test
    static final byte[] CONTENT = new byte[300_000];

    static {
        for (int i = 0; i < CONTENT.length; i++) CONTENT[i] = (byte) SplitMix.of(i).nextInt();
    }

    @TempDir Path root;
    Path folder;
    TestServer server;
    final List<Long> progress = new ArrayList<>();
    final Downloader downloader = new Downloader((file, done, total) -> progress.add(done), PATIENT, Disk.REAL);

    final Downloader impatient = new Downloader(DownloadListener.NONE, SHORT, Disk.REAL);

    @BeforeEach void start() throws IOException {
        server = new TestServer(CONTENT);
        folder = root.resolve("cache").resolve("digits");
    }

    @AfterEach void stop() {
        server.close();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    RemoteFile file(String... manners) {
        return new RemoteFile("data.gz", CONTENT.length, sha256(CONTENT), Stream.of(manners).map(server::address).toList());
    }

    void assertFetched(RemoteFile file) throws IOException {
        Path path = downloader.fetch(file, folder);
        assertEquals(folder.resolve("data.gz"), path);
        assertArrayEquals(CONTENT, Files.readAllBytes(path));
        assertFalse(Files.exists(folder.resolve("data.gz.part")));
    }

    String refusal(Downloader downloader, RemoteFile file) {
        String message = assertThrows(DownloadException.class, () -> downloader.fetch(file, folder)).getMessage();
        assertFalse(Files.exists(folder.resolve("data.gz")));
        return message;
    }
}
