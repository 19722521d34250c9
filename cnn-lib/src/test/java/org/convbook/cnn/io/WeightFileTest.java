package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
    @TempDir
    private Path folder;

    private static Safetensors.Entry entry(int... shape) {
        float[] values = new float[Shape.of(shape).count()];
        for (int i = 0; i < values.length; i++) values[i] = i + shape.length;
        return new Safetensors.Entry(Shape.of(shape), values);
    }

    private Path file(Map<String, Safetensors.Entry> tensors) {
        Path file = folder.resolve("w.safetensors");
        new Safetensors(tensors, Map.of()).write(file);
        return file;
    }

    private static Layer net() {
        return new Sequential(new Flatten(), new Linear(8, 2, new Random(1)));
    }

    private void refused(Path file, String sentence) {
        assertEquals(file + ": " + sentence, assertThrows(CheckpointException.class, () -> WeightFile.read(file)).getMessage());
    }

    @Test
    void anOwnCheckpointFitsByItsOwnNames() {
        Path file = folder.resolve("net.safetensors");
        Layer saved = net();
        Checkpoint.save(saved, file);
        Layer net = new Sequential(new Flatten(), new Linear(8, 2, new Random(2)));
        WeightFile weights = WeightFile.read(file);
        assertEquals("net.safetensors: 2 tensors, 18 values", weights.toString());
        assertSame(Naming.OWN, weights.into(net));
        saved.state().forEach((name, t) -> assertArrayEquals(t.toArray(), net.state().get(name).toArray()));
    }

    /** A prefix of DataParallel, a count of batches, and a layer that is a convolution there. */
    @Test
    void whatPythonAddsIsSeenThrough() {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        tensors.put("module.1.weight", entry(2, 2, 2, 2));
        tensors.put("module.1.bias", entry(2));
        tensors.put("module.1.num_batches_tracked", entry());
        Layer net = net();
        assertSame(Naming.OWN, WeightFile.read(file(tensors)).into(net));
        assertArrayEquals(tensors.get("module.1.weight").values(), net.state().get("1.weight").toArray());
    }

    @Test
    void everyDifferenceIsListedAndNothingChanges() {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        tensors.put("1.weight", entry(3, 8));
        tensors.put("fc.bias", entry(2));
        Path file = file(tensors);
        Layer net = net();
        float[] before = net.state().get("1.weight").toArray();
        String differences = """
            does not fit Sequential: 3 differences
              1.weight is [3, 8] in the file, expected [2, 8]
              1.bias [2] is missing in the file
              %s [2] is in the file, but not in the model""";
        assertEquals(file + ", by its own names, " + differences.formatted("fc.bias"),
            assertThrows(IllegalArgumentException.class, () -> WeightFile.read(file).into(net)).getMessage());
        assertEquals(file + ", by torchvision's names of ResNet, " + differences.formatted("head.2.bias"),
            assertThrows(IllegalArgumentException.class, () -> WeightFile.read(file).into(net, Naming.RESNET)).getMessage());
        assertArrayEquals(before, net.state().get("1.weight").toArray());
    }

    @Test
    void onnxIsToldByItsFirstByte() throws IOException {
        byte[] model = OnnxFile.model(g -> g.initializer("1.weight", OnnxFile.FLOAT, new int[] {1}, d -> d.bytes(9, OnnxFile.floats(2))));
        WeightFile weights = WeightFile.read(Files.write(folder.resolve("model.bin"), model));
        assertArrayEquals(new float[] {2}, weights.tensors().get("1.weight").values());
    }

    @Test
    void tensorsOfSeveralFilesAreFoundByTheirIndex() throws IOException {
        Map<String, Safetensors.Entry> tensors = Map.of("1.weight", entry(2, 8), "1.bias", entry(2));
        new Safetensors(Map.of("1.weight", entry(2, 8)), Map.of()).write(folder.resolve("m-00001-of-00002.safetensors"));
        new Safetensors(Map.of("1.bias", entry(2), "unused", entry(1)), Map.of()).write(folder.resolve("m-00002-of-00002.safetensors"));
        String map = "{\"metadata\":{\"total_size\":72},\"weight_map\":{\"1.weight\":\"m-00001-of-00002.safetensors\",\"1.bias\":\"%s\"}}";
        Path index = Files.writeString(folder.resolve("m.safetensors.index.json"), map.formatted("m-00002-of-00002.safetensors"));
        Layer net = net();
        WeightFile.read(index).into(net);
        tensors.forEach((name, e) -> assertArrayEquals(e.values(), net.state().get(name).toArray()));
        Files.writeString(index, map.formatted("m-00001-of-00002.safetensors"));
        refused(index, "\"1.bias\" is not in m-00001-of-00002.safetensors, where it should be");
        Files.writeString(index, map.formatted("../m-00002-of-00002.safetensors"));
        refused(index, "\"1.bias\" lies in \"../m-00002-of-00002.safetensors\"; expected the name of a safetensors file beside the index");
        Files.writeString(index, "{\"a\":{}}");
        refused(index, "has no \"weight_map\"; expected the index of a safetensors model");
        Files.writeString(index, "{");
        refused(index, "at offset 1 expected a name in quotes");
    }

    /** FIPS 180-2, appendix B.1: the SHA-256 of the three bytes "abc". */
    @Test
    void aChecksumIsCheckedFirst() throws IOException {
        Path file = Files.write(folder.resolve("abc"), "abc".getBytes(StandardCharsets.US_ASCII));
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(file + ": has the SHA-256 " + abc + ", expected " + "0".repeat(64),
            assertThrows(CheckpointException.class, () -> WeightFile.read(file, "0".repeat(64))).getMessage());
        assertEquals(file + ": holds 3 bytes; expected 8 at offset 0 for the header's length",
            assertThrows(CheckpointException.class, () -> WeightFile.read(file, abc.toUpperCase())).getMessage());
        assertEquals("a SHA-256 has 64 hexadecimal digits, got \"abc\"",
            assertThrows(IllegalArgumentException.class, () -> WeightFile.read(file, "abc")).getMessage());
    }

    @Test
    void whatIsNoFileOfWeightsIsAnswered() throws IOException {
        refused(folder.resolve("nowhere.safetensors"), "there is no such file");
        refused(folder.resolve("nowhere.index.json"), "there is no such file");
        refused(Files.write(folder.resolve("model.pth"), new byte[] {'P', 'K', 3, 4}),
            "is PyTorch's own format, which is a program; save it in Python with "
            + "safetensors.torch.save_file(model.state_dict(), \"model.safetensors\") and read that");
    }
}
