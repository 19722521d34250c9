package org.convbook.cnn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileFileTest {
    @TempDir
    private Path folder;

    private String messageOf(Path file) {
        String message = assertThrows(CheckpointException.class, () -> Safetensors.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    /** Headers before 8 bytes of data, and the sentence each gets. */
    static Stream<Arguments> headers() {
        String w = "in the header at offset 8, tensor \"w\" ";
        String two = "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
        return Stream.of(
            Arguments.of(entry("F31", "[2]", "[0,8]"), w + "has dtype F31; expected one of [F32, F16, BF16, F64, I64]"),
            Arguments.of(entry("F32", "[2]", "[0,12]"), w + "has data_offsets [0, 12]; expected a part of the 8 bytes that follow offset 64"),
            Arguments.of(entry("F32", "[2]", "[8,0]"), w + "has data_offsets [8, 0]; expected a part of the 8 bytes that follow offset 64"),
            Arguments.of(entry("F32", "[2]", "[-1,7]"), w + "has data_offsets [-1, 7]; expected two integers"),
            Arguments.of(entry("F32", "[2]", "[0]"), w + "has data_offsets [0]; expected two integers"),
            Arguments.of(entry("F32", "[3]", "[0,8]"), w + "has 8 bytes of data; expected 12 for F32 [3]"),
            Arguments.of(entry("F32", "[65536,65536]", "[0,8]"), w + "has shape [65536, 65536]; expected less than 2^31 values"),
            Arguments.of(entry("F32", "[4294967298]", "[0,8]"), w + "has shape [4294967298]; expected sizes below 2^31"),
            Arguments.of(entry("F32", "[-2]", "[0,8]"), w + "has shape [-2]; expected a list of sizes"),
            Arguments.of(entry("F32", "2", "[0,8]"), w + "has shape 2; expected a list of sizes"),
            Arguments.of(entry("F32", "[1]", "[0,4]"), "4 bytes at offset 68 belong to no tensor; expected the file to end there"),
            Arguments.of(entry("F32", "[1]", "[4,8]"), w + "starts at byte 4 of the data; expected 0, where the tensor before it ends"),
            Arguments.of("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}," + two + "[4,8]}}",
                "in the header at offset 8, tensor \"b\" starts at byte 4 of the data; expected 8, where the tensor before it ends"),
            Arguments.of("{\"w\":{\"dtype\":\"F32\"}}", w + "has [dtype]; expected dtype, shape and data_offsets"),
            Arguments.of("{\"w\":3}", w + "is no object; expected dtype, shape and data_offsets"),
            Arguments.of("{\"__metadata__\":{\"a\":1}}",
                "in the header at offset 8, tensor \"__metadata__\" has a value that is no string at \"a\"; expected strings only"),
            Arguments.of("{" + two + "[0,4]}," + two + "[4,8]}}", "at offset 62, in the header, expected each name once, got \"b\" again"),
            Arguments.of("[]", "at offset 8, in the header, expected an object"),
            Arguments.of("{}x", "at offset 10, in the header, expected nothing but blanks after the header"),
            Arguments.of("{\"a\"}", "at offset 12, in the header, expected ':'"),
            Arguments.of("{\"a\":1.5}", "at offset 14, in the header, expected '}'"),
            Arguments.of("{\"a\":01}", "at offset 13, in the header, expected an integer of at most 18 digits"),
            Arguments.of("{\"a\":true}", "at offset 13, in the header, expected an object, a list, a string or an integer"),
            Arguments.of("{\"a\":\"b", "at offset 13, in the header, expected a closing quote"),
            Arguments.of("{\"\\x\":1}", "at offset 11, in the header, expected one of \" \\ / b f n r t u after a backslash"),
            Arguments.of("{\"a\":" + "[".repeat(100_000), "at offset 17, in the header, expected less nesting"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aWrongHeaderIsAnswered(String header, String sentence) throws IOException {
        assertEquals(sentence, messageOf(SafetensorsTest.file(folder, header, new byte[8])));
    }

    @Test
    void aWrongLengthIsAnsweredBeforeAnythingIsAllocated() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Files.write(file, new byte[] {1, 2, 3});
        assertEquals("holds 3 bytes; expected 8 at offset 0 for the header's length", messageOf(file));
        for (long length : new long[] {0, 1, 11, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            Files.write(file, ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertEquals("the header's length at offset 0 is " + Long.toUnsignedString(length) + "; expected 2 to 10", messageOf(file));
        }
    }

    @Test
    void whatIsNoFileIsAnswered() throws IOException {
        assertEquals("there is no such file", messageOf(folder.resolve("nowhere.safetensors")));
        assertTrue(messageOf(folder).startsWith("cannot be read: "));
        assertTrue(messageOf(Files.createFile(folder.resolve("empty.safetensors"))).startsWith("holds 0 bytes"));
    }

    private static final String GOOD = "{\"__metadata__\":{\"format\":\"pt\"},\"a.b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
        + "\"\\u00e9\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[24,32]}}";

    /** Whatever the bytes of a header are changed to, it is read or refused in one sentence, and asks for no more than the file holds. */
    @Test
    void mutatedHeadersAreReadOrRefused() {
        Path file = folder.resolve("x.safetensors");
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        Random rng = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] text = mutated(good, good.length, rng);
            try {
                Header header = new Header(file, text, 8 + text.length, 8 + text.length + 32);
                assertTrue(header.items.stream().mapToInt(t -> t.shape().count()).sum() <= 32);
            } catch (CheckpointException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
        assertTrue(refused > 12_000 && refused < 20_000, refused + " of 20000 refused");
    }

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        byte[] good = Files.readAllBytes(SafetensorsTest.file(folder, GOOD, new byte[32]));
        Random rng = new Random(12);
        for (int i = 0; i < 300; i++) {
            Path file = Files.write(folder.resolve("x.safetensors"), mutated(good, rng.nextInt(3) == 0 ? 8 : good.length, rng));
            try {
                assertTrue(Safetensors.read(file).tensors().values().stream().mapToInt(t -> t.values().length).sum() <= 32);
            } catch (CheckpointException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
    }

    /** With up to three of the first bytes changed, and now and then cut or drawn out. */
    private static byte[] mutated(byte[] good, int first, Random rng) {
        String alphabet = "{}[]\",:0123456789-.eE\\u \u0000\u007F";
        byte[] bytes = good.clone();
        for (int changes = 1 + rng.nextInt(3); changes > 0; changes--) {
            int at = rng.nextInt(first);
            bytes[at] = rng.nextInt(4) == 0 ? (byte) rng.nextInt(256) : (byte) alphabet.charAt(rng.nextInt(alphabet.length()));
        }
        return rng.nextInt(5) == 0 ? java.util.Arrays.copyOf(bytes, rng.nextInt(bytes.length + 20)) : bytes;
    }

    @Test
    void brokenTextIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(SafetensorsTest.file(folder, "{\"aa\":{}}", new byte[0]));
        good[10] = (byte) 0xC3;   // the first half of é, followed by no second
        assertEquals("at offset 9, in the header, expected a string in UTF-8", messageOf(Files.write(folder.resolve("x.safetensors"), good)));
        String text = new String(good, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("{\""));
    }
}
