package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand damaged files of each format: each is read, or refused in a sentence that names it; none hangs or asks for more than it holds. */
class MutatedFileTest {
    private static final int FILES = 10_000;
    private static final long MOST_BYTES_ALLOCATED = 4L << 20;

    @TempDir
    private Path folder;

    private static Layer net() {
        return new Sequential(new Linear(3, 20, new Random(1)), new Linear(20, 4, new Random(2)));
    }

    /** What became of the files. */
    private static final class Tally {
        int loaded;
        int another;
        int refused;
    }

    private Tally tally(String name, byte[] good, String alphabet, long seed) throws IOException {
        Path file = folder.resolve(name);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random rng = new Random(seed);
        Layer net = net();
        Tally tally = new Tally();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = mutated(good, alphabet.getBytes(StandardCharsets.ISO_8859_1), rng);
            Files.write(file, bytes);
            long before = threads.getCurrentThreadAllocatedBytes();
            read(file, bytes.length, net, tally);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MOST_BYTES_ALLOCATED, name + " " + i + " of seed " + seed + " took " + allocated + " bytes");
        }
        return tally;
    }

    private static void read(Path file, int length, Layer net, Tally tally) {
        try {
            WeightFile weights = WeightFile.read(file);
            long values = weights.tensors().values().stream().mapToLong(e -> e.values().length).sum();
            assertTrue(values <= length, values + " values out of " + length + " bytes");
            weights.into(net);
            tally.loaded++;
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(file + ": ") && !e.getMessage().contains("\n"), e.getMessage());
            tally.refused++;
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().startsWith(file + ", by ") && e.getMessage().contains(" difference"), e.getMessage());
            tally.another++;
        }
    }

    /** With bits, bytes or whole parts changed, and now and then cut, drawn out or doubled. */
    private static byte[] mutated(byte[] good, byte[] alphabet, Random rng) {
        byte[] bytes = good.clone();
        for (int changes = 1 + rng.nextInt(4); changes > 0; changes--) {
            int at = rng.nextInt(bytes.length);
            switch (rng.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << rng.nextInt(8));
                case 1 -> bytes[at] = (byte) rng.nextInt(256);
                case 2 -> bytes[at] = alphabet[rng.nextInt(alphabet.length)];
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + rng.nextInt(9)), (byte) (rng.nextBoolean() ? 0xFF : 0));
                case 4 -> System.arraycopy(good, at, bytes, rng.nextInt(bytes.length - Math.min(8, bytes.length - at) + 1),
                    Math.min(8, bytes.length - at));
                default -> bytes[Math.min(at, 15)] ^= (byte) (1 << rng.nextInt(8));
            }
        }
        return rng.nextInt(5) == 0 ? Arrays.copyOf(bytes, rng.nextInt(bytes.length + 20)) : bytes;
    }

    private static void assertAllWaysOccur(Tally t) {
        String counts = t.loaded + " loaded, " + t.another + " of another network, " + t.refused + " refused";
        assertTrue(t.loaded > FILES / 100 && t.another > FILES / 500 && t.refused > FILES / 4, counts);
        assertTrue(t.loaded + t.another + t.refused == FILES, counts);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void damagedSafetensorsFilesAreReadOrRefused() throws IOException {
        Path file = folder.resolve("good.safetensors");
        Checkpoint.save(net(), file);
        assertAllWaysOccur(tally("x.safetensors", Files.readAllBytes(file), "{}[]\",:0123456789-.eE\\u \u0000\u007F", 21));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void damagedOnnxFilesAreReadOrRefused() throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        Layer net = net();
        net.state().forEach((name, t) -> values.put(name, t.toArray()));
        byte[] good = OnnxFile.model(g -> {
            g.bytes(1, "node".getBytes(StandardCharsets.UTF_8)).initializer("shape", OnnxFile.INT64, new int[] {1},
                d -> d.bytes(7, OnnxFile.varints(-1)));
            values.forEach((name, v) -> g.initializer(name, OnnxFile.FLOAT, net.state().get(name).shape().sizes(),
                d -> d.bytes(name.endsWith("bias") ? 4 : 9, OnnxFile.floats(v))));
        });
        assertAllWaysOccur(tally("x.onnx", good, "\u0000\u0001\u0007\u0008\u0009\n\u0010\u001A\"*:BJPpr\u007F\u0080\u00FF", 22));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void damagedIndexesAreReadOrRefused() throws IOException {
        Checkpoint.save(net(), folder.resolve("a.safetensors"));
        StringBuilder map = new StringBuilder("{\"metadata\":{\"total_size\":656},\"weight_map\":{");
        net().state().keySet().forEach(name -> map.append(map.toString().endsWith("{") ? "" : ",")
            .append('"').append(name).append("\":\"a.safetensors\""));
        Path index = folder.resolve("x.index.json");
        Random rng = new Random(23);
        Tally tally = new Tally();
        byte[] good = map.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < FILES / 10; i++) {
            Files.write(index, mutated(good, "{}[]\",:0123456789./\\".getBytes(StandardCharsets.ISO_8859_1), rng));
            try {
                WeightFile.read(index).into(net());
                tally.loaded++;
            } catch (CheckpointException | IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
                tally.refused++;
            }
        }
        assertTrue(tally.loaded > 0 && tally.refused > FILES / 20, tally.loaded + " loaded, " + tally.refused + " refused");
    }
}
