package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    private Path folder;

    /** A file with this header, padded, and this many bytes of data. */
    static Path file(Path folder, String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer all = ByteBuffer.allocate(8 + padded + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
        while (all.position() < 8 + padded) all.put((byte) ' ');
        return Files.write(folder.resolve("x.safetensors"), all.put(data).array());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
        tensors.put("body.0.weight", new Safetensors.Entry(Shape.of(2, 1, 1, 3), new float[] {1, -2, 3.5f, Float.NaN, Float.NEGATIVE_INFINITY, -0f}));
        tensors.put("scalar", new Safetensors.Entry(Shape.of(), new float[] {7}));
        tensors.put("empty", new Safetensors.Entry(Shape.of(0, 4), new float[0]));
        tensors.put("\"quoted\\ \n ünï🙂", new Safetensors.Entry(Shape.of(1), new float[] {Float.MIN_VALUE}));
        Path file = folder.resolve("a.safetensors");
        new Safetensors(tensors, Map.of("epoch", "3", "note", "a \"b\"\t")).write(file);
        Safetensors back = Safetensors.read(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.tensors().keySet()));
        tensors.forEach((name, t) -> {
            assertEquals(t.shape(), back.tensors().get(name).shape());
            assertArrayEquals(t.values(), back.tensors().get(name).values(), name);
        });
        assertEquals(Map.of("epoch", "3", "note", "a \"b\"\t"), back.metadata());
    }

    @Test
    void tensorsLargerThanAChunkAreReadWhole() {
        float[] values = new float[700_001];
        Random rng = new Random(3);
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
        Path file = folder.resolve("a.safetensors");
        new Safetensors(Map.of("x", new Safetensors.Entry(Shape.of(values.length), values)), Map.of()).write(file);
        assertArrayEquals(values, Safetensors.read(file).tensors().get("x").values());
    }

    /** The bytes of the format, so that a mistake made in both directions cannot hide. */
    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new Safetensors(Map.of("w", new Safetensors.Entry(Shape.of(1, 2), new float[] {1, -2})), Map.of("format", "convbook")).write(file);
        byte[] bytes = Files.readAllBytes(file);
        String header = "{\"__metadata__\":{\"format\":\"convbook\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        int padded = (header.length() + 7) / 8 * 8;
        assertEquals(padded, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        assertEquals(header, new String(bytes, 8, padded, StandardCharsets.UTF_8).stripTrailing());
        assertArrayEquals(new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0},
            java.util.Arrays.copyOfRange(bytes, 8 + padded, bytes.length));   // 1 = 3F800000, -2 = C0000000
    }

    /** Bit patterns of IEEE 754: 1, -2, the largest, the smallest, infinity. */
    @Test
    void otherKindsOfNumbersAreWidened() throws IOException {
        byte[] data = {0x00, 0x3C, 0x00, (byte) 0xC0, (byte) 0xFF, 0x7B, 0x01, 0x00, 0x00, 0x7C, 0x01, 0x7E};
        Path half = file(folder, "{\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]}}", data);
        assertArrayEquals(new float[] {1, -2, 65504, 0x1p-24f, Float.POSITIVE_INFINITY, Float.NaN},
            Safetensors.read(half).tensors().get("h").values());
        Path brain = file(folder, "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            new byte[] {(byte) 0x80, 0x3F, 0x49, (byte) 0xC0});
        assertArrayEquals(new float[] {1, -3.140625f}, Safetensors.read(brain).tensors().get("b").values());
        byte[] longs = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-5).putDouble(0.1).array();
        Path mixed = file(folder,
            "{\"i\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}", longs);
        assertArrayEquals(new float[] {-5}, Safetensors.read(mixed).tensors().get("i").values());
        assertArrayEquals(new float[] {0.1f}, Safetensors.read(mixed).tensors().get("d").values());
    }

    /** Data set card of SqueezeNet v1.1: 52 tensors, 1,235,496 values. */
    @Test
    void aFileFromOutsideIsRead() {
        String data = System.getenv("CONVBOOK_DATA");
        assumeTrue(data != null, "CONVBOOK_DATA is not set, so there is no pretrained file to read");
        Path file = Path.of(data, "squeezenet-v1.1", "squeezenet-v1.1.safetensors");
        assumeTrue(Files.exists(file), file + " is not there");
        Map<String, Safetensors.Entry> tensors = Safetensors.read(file).tensors();
        assertEquals(52, tensors.size());
        assertEquals(1_235_496, tensors.values().stream().mapToInt(t -> t.values().length).sum());
        assertEquals(Shape.of(64, 3, 3, 3), tensors.get("conv1.weight").shape());
        assertEquals(Shape.of(1000), tensors.get("conv10.bias").shape());
        for (Safetensors.Entry t : tensors.values()) for (float v : t.values()) assertEquals(true, Math.abs(v) < 100);
    }

    @Test
    void valuesMustFillTheirShape() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Safetensors.Entry(Shape.of(2, 3), new float[5]));
        assertEquals("5 values do not fill [2, 3]", e.getMessage());
    }
}
