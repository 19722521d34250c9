package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final int KILLS = Integer.getInteger("checkpoint.kills", 4);

    @TempDir
    private Path folder;

    private static List<float[]> values(Layer net) {
        return net.parameters().values().stream().map(Tensor::toArray).toList();
    }

    private static void assertSame(List<float[]> expected, Layer net) {
        List<float[]> actual = values(net);
        for (int i = 0; i < expected.size(); i++) assertArrayEquals(expected.get(i), actual.get(i));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNetworkComesBackBitByBit() {
        Path file = folder.resolve("lenet.safetensors");
        Layer saved = new LeNet5(10, new Random(1));
        Checkpoint.save(saved, file);
        Layer other = new LeNet5(10, new Random(2));
        Checkpoint.load(other, file);
        assertSame(values(saved), other);
        assertEquals(Map.of("format", "convbook"), Safetensors.read(file).metadata());
        assertEquals(List.copyOf(saved.parameters().keySet()), List.copyOf(Safetensors.read(file).tensors().keySet()));
    }

    @Test
    void everyDifferenceIsListedAndNothingChanges() {
        Path file = folder.resolve("other.safetensors");
        Random rng = new Random(1);
        Checkpoint.save(new Sequential(new Conv2d(1, 4, Window.of(3), rng), Conv2d.noBias(4, 2, Window.of(1), rng), new Linear(8, 2, rng)), file);
        Layer net = new Sequential(new Conv2d(1, 6, Window.of(3), rng), new Conv2d(4, 2, Window.of(1), rng));
        List<float[]> before = values(net);
        var e = assertThrows(IllegalArgumentException.class, () -> Checkpoint.load(net, file));
        assertEquals(file + " does not fit Sequential: 5 differences\n" + """
              0.weight is [4, 1, 3, 3] in the file, expected [6, 1, 3, 3]
              0.bias is [4] in the file, expected [6]
              1.bias [2] is missing in the file
              2.weight [2, 8] is in the file, but not in the model
              2.bias [2] is in the file, but not in the model\
            """, e.getMessage());
        assertSame(before, net);
    }

    @Test
    void aDamagedFileChangesNothing() throws IOException {
        Path file = folder.resolve("lenet.safetensors");
        Layer net = new LeNet5(10, new Random(1));
        Checkpoint.save(net, file);
        byte[] whole = Files.readAllBytes(file);
        Layer other = new LeNet5(10, new Random(2));
        List<float[]> before = values(other);
        for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> Checkpoint.load(other, file), "cut to " + length);
            assertSame(before, other);
        }
    }

    @Test
    void tensorsAndTextsOfAnyKindAreKept() {
        Path file = folder.resolve("state.safetensors");
        Tensor momentum = Tensor.of(new float[] {1, 2}, 2);
        Checkpoint.save(Map.of("momentum.0.weight", momentum), Map.of("epoch", "7"), file);
        Tensor back = Tensor.zeros(2);
        assertEquals(Map.of("format", "convbook", "epoch", "7"), Checkpoint.load(Map.of("momentum.0.weight", back), file));
        assertArrayEquals(new float[] {1, 2}, back.toArray());
    }

    @Test
    void aFailedSaveLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Layer net = new Linear(2, 2, new Random(1));
        Checkpoint.save(net, file);
        byte[] before = Files.readAllBytes(file);
        var e = assertThrows(CheckpointException.class, () -> AtomicFile.write(file, channel -> {
            channel.write(java.nio.ByteBuffer.wrap(new byte[100]));
            throw new IOException("No space left on device");
        }));
        assertEquals(file + ": cannot be written: No space left on device; the old file is untouched", e.getMessage());
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, channel -> {
            throw new IllegalStateException();
        }));
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of("a.safetensors"), files());
    }

    @Test
    void whereNothingCanBeWrittenIsSaid() throws IOException {
        Layer net = new Linear(2, 2, new Random(1));
        Path nowhere = folder.resolve("no").resolve("a.safetensors");
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.save(net, nowhere));
        assertEquals(nowhere + ": cannot be written: there is no folder " + folder.resolve("no").toAbsolutePath(), e.getMessage());
        assertEquals(folder + ": cannot be written: it is a folder", assertThrows(CheckpointException.class, () -> Checkpoint.save(net, folder))
            .getMessage());
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = folder.resolve("real.safetensors");
        Path link = folder.resolve("link.safetensors");
        Checkpoint.save(new Linear(2, 2, new Random(1)), real);
        Files.createSymbolicLink(link, real);
        Layer net = new Linear(2, 2, new Random(2));
        Checkpoint.save(net, link);
        assertTrue(Files.isSymbolicLink(link));
        Layer other = new Linear(2, 2, new Random(3));
        Checkpoint.load(other, real);
        assertSame(values(net), other);
    }

    /**
     * A process is killed again and again while it saves: the newest whole file always loads, and leftovers go with the next save. How often,
     * {@code -Dcheckpoint.kills=50} says; each time a process starts, which takes half a second.
     */
    @Test
    void aKilledProcessNeverCostsTheFile() throws Exception {
        Path file = folder.resolve("net.safetensors");
        Random rng = new Random(5);
        float newest = 0;
        for (int round = 0; round < KILLS; round++) {
            Process child = child(file);
            try {
                assertEquals('s', child.getInputStream().read(), "the child started to save");
                Thread.sleep(20 + rng.nextInt(150));
            } finally {
                child.destroyForcibly().waitFor();   // kill -9
            }
            Layer net = SavingForever.net();
            Checkpoint.load(net, file);
            List<Float> distinct = new ArrayList<>();
            for (float[] array : values(net)) for (float v : array) if (!distinct.contains(v)) distinct.add(v);
            assertEquals(1, distinct.size(), "values of one save, not of two: " + distinct);
            assertTrue(distinct.get(0) >= 1);
            newest = Math.max(newest, distinct.get(0));
        }
        Checkpoint.save(SavingForever.net(), file);
        assertEquals(List.of("net.safetensors"), files());
        assertTrue(newest > 1, "some child saved more than once");
    }

    private static Process child(Path file) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classes, SavingForever.class.getName(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
