package org.convbook.cnn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.convbook.cnn.io.Checkpoint;
import org.convbook.cnn.io.CheckpointException;
import org.convbook.cnn.io.Naming;
import org.convbook.cnn.nn.Linear;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadException;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.RemoteFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {
    @TempDir
    private Path folder;

    private DataHome home(boolean offline) {
        return new DataHome(Optional.empty(), folder.resolve("cache"), offline);
    }

    private static RemoteFile remote(byte[] bytes, int port) throws NoSuchAlgorithmException {
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new RemoteFile("linear.safetensors", bytes.length, sha256, List.of(URI.create("http://localhost:" + port + "/linear.safetensors")));
    }

    @Test
    void aPublicFileIsFetchedOnceAndLoaded() throws IOException, NoSuchAlgorithmException {
        Linear theirs = new Linear(3, 2, new Random(1));
        Path made = folder.resolve("made.safetensors");
        Checkpoint.save(theirs, made);
        byte[] bytes = Files.readAllBytes(made);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        RemoteFile file = remote(bytes, server.getAddress().getPort());
        Linear net = new Linear(3, 2, new Random(2));
        try {
            assertSame(Naming.OWN, Pretrained.load(net, file, home(false), DownloadListener.NONE));
        } finally {
            server.stop(0);
        }
        assertArrayEquals(theirs.weight().toArray(), net.weight().toArray());
        for (boolean offline : new boolean[] {false, true}) {
            Linear again = new Linear(3, 2, new Random(3));
            Pretrained.load(again, file, home(offline), DownloadListener.NONE);
            assertArrayEquals(theirs.weight().toArray(), again.weight().toArray());
        }
        Path stored = folder.resolve("cache").resolve("weights").resolve("linear.safetensors");
        Files.write(stored, new byte[] {1});
        String wrong = assertThrows(CheckpointException.class, () -> Pretrained.load(net, file, home(true), DownloadListener.NONE)).getMessage();
        assertEquals(stored + ": has the SHA-256 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a, expected " + file.sha256(), wrong);
    }

    @Test
    void withoutTheNetworkAFileThatIsNotThereIsNamed() throws NoSuchAlgorithmException {
        RemoteFile file = remote(new byte[] {1}, 1);
        var e = assertThrows(DownloadException.class,
            () -> Pretrained.load(new Linear(3, 2, new Random(2)), file, home(true), DownloadListener.NONE));
        assertEquals("linear.safetensors is not in " + folder.resolve("cache").resolve("weights")
            + ", and downloads are forbidden (CONVBOOK_OFFLINE)", e.getMessage());
    }
}
