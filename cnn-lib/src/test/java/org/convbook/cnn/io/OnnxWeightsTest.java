package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxWeightsTest {
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("m.onnx"), bytes);
    }

    private Map<String, Safetensors.Entry> read(Consumer<OnnxFile> graph) throws IOException {
        return WeightFile.read(file(OnnxFile.model(graph))).tensors();
    }

    private static int[] dims(int... sizes) {
        return sizes;
    }

    /** Bit patterns of IEEE 754: 3C00 and C000 are 1 and -2 in half precision, 3F80 and C049 are 1 and -3.140625 in bfloat16. */
    @Test
    void everyKindOfFloatIsReadInEveryForm() throws IOException {
        Map<String, Safetensors.Entry> t = read(g -> g
            .initializer("raw", OnnxFile.FLOAT, dims(2, 1), d -> d.bytes(RAW_DATA, OnnxFile.floats(1.5f, -2)))
            .initializer("packed", OnnxFile.FLOAT, dims(2), d -> d.bytes(FLOAT_DATA, OnnxFile.floats(3, 4)))
            .initializer("single", OnnxFile.FLOAT, dims(3), d -> d.four(FLOAT_DATA, 5).bytes(FLOAT_DATA, OnnxFile.floats(6)).four(FLOAT_DATA, 7))
            .initializer("half", OnnxFile.FLOAT16, dims(2), d -> d.bytes(RAW_DATA, new byte[] {0, 0x3C, 0, (byte) 0xC0}))
            .initializer("halves", OnnxFile.FLOAT16, dims(3), d -> d.bytes(INT32_DATA, OnnxFile.varints(0x3C00, 0xC000)).number(INT32_DATA, 0x3C00))
            .initializer("brain", OnnxFile.BFLOAT16, dims(2), d -> d.bytes(INT32_DATA, OnnxFile.varints(0x3F80, 0xC049)))
            .initializer("double", OnnxFile.DOUBLE, dims(1), d -> d.bytes(DOUBLE_DATA, OnnxFile.doubles(0.1)))
            .initializer("raw double", OnnxFile.DOUBLE, dims(1), d -> d.bytes(RAW_DATA, OnnxFile.doubles(-0.1)))
            .initializer("scalar", OnnxFile.FLOAT, dims(), d -> d.bytes(RAW_DATA, OnnxFile.floats(9)))
            .initializer("empty", OnnxFile.FLOAT, dims(0, 4), d -> { }));
        assertEquals(List.of("raw", "packed", "single", "half", "halves", "brain", "double", "raw double", "scalar", "empty"),
            List.copyOf(t.keySet()));
        assertEquals(Shape.of(2, 1), t.get("raw").shape());
        assertArrayEquals(new float[] {1.5f, -2}, t.get("raw").values());
        assertArrayEquals(new float[] {3, 4}, t.get("packed").values());
        assertArrayEquals(new float[] {5, 6, 7}, t.get("single").values());
        assertArrayEquals(new float[] {1, -2}, t.get("half").values());
        assertArrayEquals(new float[] {1, -2, 1}, t.get("halves").values());
        assertArrayEquals(new float[] {1, -3.140625f}, t.get("brain").values());
        assertArrayEquals(new float[] {0.1f}, t.get("double").values());
        assertArrayEquals(new float[] {-0.1f}, t.get("raw double").values());
        assertArrayEquals(new float[] {9}, t.get("scalar").values());
        assertEquals(Shape.of(0, 4), t.get("empty").shape());
    }

    @Test
    void sizesMayBePackedAndStandBehindTheData() throws IOException {
        Map<String, Safetensors.Entry> t = read(g -> g.bytes(5, OnnxFile.message(m -> m.bytes(RAW_DATA, OnnxFile.floats(1, 2, 3, 4, 5, 6))
            .bytes(12, new byte[] {'d', 'o', 'c'}).number(2, OnnxFile.FLOAT).bytes(8, new byte[] {'w'}).bytes(1, OnnxFile.varints(2, 3)))));
        assertEquals(Shape.of(2, 3), t.get("w").shape());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, t.get("w").values());
    }

    /** A constant shape for a Reshape, for example, which no network here wants; and nodes, which are not read. */
    @Test
    void integersAndWhatIsNoWeightAreLeftOut() throws IOException {
        assertEquals(Map.of(), read(g -> g.initializer("shape", OnnxFile.INT64, dims(2), d -> d.bytes(INT64_DATA, OnnxFile.varints(1, -1)))
            .bytes(1, new byte[] {1, 2, 3}).bytes(2, new byte[] {'g'})));
    }

    @Test
    void weightsLargerThanTheBufferAreReadWhole() throws IOException {
        float[] values = new float[100_003];
        Random rng = new Random(3);
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
        assertArrayEquals(values, read(g -> g.initializer("w", OnnxFile.FLOAT, dims(values.length),
            d -> d.bytes(RAW_DATA, OnnxFile.floats(values)))).get("w").values());
    }

    static Stream<Arguments> wrong() {
        byte[] one = OnnxFile.floats(1);
        return Stream.of(
            arguments(d -> d.bytes(RAW_DATA, one), dims(2), "initializer \"w\" has 4 bytes of data; expected 8 for F32 [2]"),
            arguments(d -> { }, dims(2), "initializer \"w\" has 0 bytes of data; expected 8 for F32 [2]"),
            arguments(d -> d.bytes(FLOAT_DATA, new byte[5]).bytes(FLOAT_DATA, new byte[3]), dims(2),
                "initializer \"w\" has a part of 5 bytes; expected whole values of 4"),
            arguments(d -> d.bytes(RAW_DATA, one).bytes(RAW_DATA, one), dims(2), "initializer \"w\" has raw_data 2 times; expected it once"),
            arguments(d -> d.bytes(RAW_DATA, one), dims(65536, 65536), "initializer \"w\" has sizes [65536, 65536]; expected less than 2^31 values"),
            arguments(d -> d.bytes(RAW_DATA, one), dims(-1), "initializer \"w\" has sizes [-1]; expected each from 0 to below 2^31"),
            arguments(d -> d.bytes(RAW_DATA, one), dims(2_000_000_000),
                "initializer \"w\" has 4 bytes of data; expected 8000000000 for F32 [2000000000]"),
            arguments(d -> d.number(RAW_DATA, 3), dims(1), "initializer \"w\" has a number in place of its data; expected bytes"),
            arguments(d -> d.lying(RAW_DATA, 1L << 40, one), dims(1),
                "at offset 26 expected at most the 4 bytes that are left, got a length of 1099511627776"),
            arguments(d -> d.number(14, 1), dims(1),
                "initializer \"w\" lies in another file; save the model with its weights inside (onnx.save without external data)"));
    }

    private static Arguments arguments(Consumer<OnnxFile> data, int[] dims, String sentence) {
        return Arguments.of(data, dims, sentence);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongInitializerIsAnswered(Consumer<OnnxFile> data, int[] dims, String sentence) throws IOException {
        Path file = file(OnnxFile.model(g -> g.initializer("w", OnnxFile.FLOAT, dims, data)));
        assertEquals(file + ": " + sentence, assertThrows(CheckpointException.class, () -> WeightFile.read(file)).getMessage());
    }

    private void refused(byte[] bytes, String sentence) throws IOException {
        Path file = file(bytes);
        assertEquals(file + ": " + sentence, assertThrows(CheckpointException.class, () -> WeightFile.read(file)).getMessage());
    }

    @Test
    void whatIsNoModelIsAnswered() throws IOException {
        refused(new byte[0], "holds no graph; expected an ONNX model");
        refused(OnnxFile.message(m -> m.number(1, 8)), "holds no graph; expected an ONNX model");
        refused(OnnxFile.message(m -> m.number(7, 8)), "at offset 2 expected a graph, got a number");
        refused(OnnxFile.message(m -> m.bytes(7, new byte[0]).bytes(7, new byte[0])), "at offset 4 expected one graph, got another");
        refused(OnnxFile.model(g -> g.number(5, 1)), "at offset 12 expected an initializer, got a number");
        refused(new byte[] {8}, "at offset 1 expected a number that ends before offset 1");
        refused(new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, "at offset 1 expected a number of at most ten bytes");
        refused(new byte[] {0x0C}, "at offset 0 expected a field of a known kind, got kind 4");
        refused(new byte[] {2, 0}, "at offset 0 expected the number of a field, got 0");
        refused(OnnxFile.model(g -> g.initializer("w", OnnxFile.FLOAT, new int[17], d -> { })), "at offset 46 expected at most 16 sizes of a tensor");
        refused(OnnxFile.model(g -> g.initializer("w", OnnxFile.FLOAT, dims(0), d -> { }).initializer("w", OnnxFile.FLOAT, dims(0), d -> { })),
            "initializer \"w\" is there twice; expected each name once");
    }
}
