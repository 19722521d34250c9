package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small data set with real checksums on a server of its own. */
class SetFinderTest {
    @TempDir Path root;
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private IdxSet set;
    private String base;
    private Path cache;

    @BeforeEach void start() throws Exception {
        cache = root.resolve("cache");
        byte[][] files = {IdxBytes.gzip(IdxBytes.images(30)), IdxBytes.gzip(IdxBytes.labels(30)),
            IdxBytes.gzip(IdxBytes.images(20)), IdxBytes.gzip(IdxBytes.labels(20))};
        String[] sums = new String[8];
        for (int k = 0; k < 4; k++) {
            sums[2 * k] = Integer.toString(files[k].length);
            sums[2 * k + 1] = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(files[k]));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        set = IdxSet.of("Small", "small", IntStream.range(0, 10).mapToObj(Integer::toString).toList(), List.of(base), sums);
        for (int k = 0; k < 4; k++) {
            byte[] body = files[k];
            server.createContext("/" + set.files().get(k).name(), exchange -> {
                asked.add(exchange.getRequestURI().getPath().substring(1));
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }
        server.start();
    }

    @AfterEach void stop() {
        server.stop(0);
    }

    private SetFinder finder(boolean offline) {
        return new SetFinder(set, new DataHome(Optional.empty(), cache, offline), new Downloader(DownloadListener.NONE));
    }

    @Test void aDownloadFillsTheCacheAndTheNextTimeUsesIt() {
        Pair first = finder(false).find().orElseThrow();
        assertEquals("Small, 30 images, downloaded and checked", first.train().source());
        assertEquals(4, asked.size());
        SetFinder second = finder(true);
        Pair again = second.find().orElseThrow();
        assertEquals("Small, 30 images, from the cache", again.train().source());
        assertEquals(List.of(), second.notes());
        assertTrue(first.train().sameImages(again.train()));
        assertTrue(first.test().sameImages(again.test()));
    }

    @Test void aDamagedFileOfTheCacheIsFetchedAgainAndNoted() throws IOException {
        finder(false).find();
        asked.clear();
        Path damaged = cache.resolve("small").resolve("t10k-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        SetFinder finder = finder(false);
        assertEquals(20, finder.find().orElseThrow().test().size());
        assertEquals(List.of("t10k-images-idx3-ubyte.gz"), asked);
        assertEquals(List.of("cache: " + damaged + " is damaged or another file, and not used",
            "cache: " + damaged.getParent() + " lacks t10k-images-idx3-ubyte.gz"), finder.notes());
        assertArrayEquals(bytes, Files.readAllBytes(damaged));
    }

    @Test void withoutNetworkTheNotesNameEveryPlace() {
        server.stop(0);
        SetFinder finder = finder(false);
        assertFalse(finder.find().isPresent());
        assertEquals("cache: no Small in " + cache, finder.notes().get(0));
        assertEquals("by hand: Small needs train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, "
            + "t10k-labels-idx1-ubyte.gz, "
            + "all in " + cache.resolve("small") + " or in a folder small of the one that CONVBOOK_DATA names", finder.notes().get(2));
        assertTrue(finder.notes().get(1).startsWith("download: no mirror delivered train-images-idx3-ubyte.gz (" + base));
    }

    @Test void anotherFileStaysUntilADownloadReplacesIt() throws IOException {
        server.stop(0);
        Path other = Files.createDirectories(cache.resolve("small")).resolve("t10k-labels-idx1-ubyte.gz");
        Files.writeString(other, "put there by hand");
        SetFinder finder = finder(false);
        assertFalse(finder.find().isPresent());
        assertEquals("cache: " + other + " is damaged or another file, and not used", finder.notes().get(0));
        assertEquals("put there by hand", Files.readString(other));
    }

    @Test void aCacheThatCannotBeWrittenIsNoted() throws IOException {
        Files.writeString(cache, "a file where the folder should be");
        SetFinder finder = finder(false);
        assertFalse(finder.find().isPresent());
        assertTrue(finder.notes().get(1).startsWith("download: cannot store train-images-idx3-ubyte.gz in " + cache.resolve("small")),
            finder.notes().toString());
    }
}
