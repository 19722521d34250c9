package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.data.DataFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarArchiveTest {
    private static final byte[] TEXT = "some text".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Map<String, byte[]> read(byte[] archive) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        TarArchive.read(Files.write(folder.resolve("a.tar"), archive), new TarArchive.Visitor() {
            @Override public boolean wants(String name, long size) {
                return !name.endsWith(".skip");
            }

            @Override public void file(String name, byte[] content) {
                found.put(name, content);
            }
        });
        return found;
    }

    private String refusal(byte[] archive) {
        String message = assertThrows(DataFileException.class, () -> read(archive)).getMessage();
        assertTrue(message.startsWith(folder.resolve("a.tar") + ": "), message);
        return message.substring(folder.resolve("a.tar").toString().length() + 2);
    }

    @Test void plainAndPackedArchivesReadAlike() throws IOException {
        byte[] archive = new TarBytes().entry("./", '5', new byte[0]).entry("set/", '5', new byte[0]).file("set/a.txt", TEXT)
            .file("set/b.skip", new byte[2000]).file("./set/c.bin", new byte[1024]).end();
        for (byte[] form : List.of(archive, IdxBytes.gzip(archive))) {
            Map<String, byte[]> found = read(form);
            assertEquals(List.of("set/a.txt", "set/c.bin"), List.copyOf(found.keySet()));
            assertArrayEquals(TEXT, found.get("set/a.txt"));
            assertArrayEquals(new byte[1024], found.get("set/c.bin"));
        }
    }

    @Test void longNamesOfBothKindsAreRead() throws IOException {
        String name = "a/" + "long".repeat(40) + ".txt";
        byte[] gnu = new TarBytes().entry("././@LongLink", 'L', (name + "\0").getBytes(StandardCharsets.UTF_8)).file("a/longlong", TEXT).end();
        assertEquals(List.of(name), List.copyOf(read(gnu).keySet()));
        String record = " path=" + name + "\n";
        byte[] pax = new TarBytes().entry("pax", 'x', ((record.length() + 3) + record).getBytes(StandardCharsets.UTF_8)).file("short", TEXT).end();
        assertEquals(List.of(name), List.copyOf(read(pax).keySet()));
    }

    @ParameterizedTest @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:/evil.txt", "a\\..\\evil.txt", "a/.."})
    void namesThatLeadOutAreRefused(String name) {
        assertEquals("an entry is called \"" + name + "\", expected a name inside the archive", refusal(new TarBytes().file(name, TEXT).end()));
    }

    @ParameterizedTest @ValueSource(chars = {'1', '2', '3', '6', 'K', '?'})
    void linksAndDevicesAreRefused(char type) {
        assertEquals("the entry a.txt at byte 0 is a link or a device, expected files and folders only",
            refusal(new TarBytes().entry("a.txt", type, new byte[0]).end()));
    }

    @Test void damagedHeadersAreNamed() {
        byte[] wrong = new TarBytes().file("a.txt", TEXT).end();
        wrong[2] = 'X';
        assertTrue(refusal(wrong).matches("the tar header at byte 0 has a wrong checksum, expected [0-7]+"), refusal(wrong));
        byte[] header = TarBytes.header("a.txt", '0', 9);
        System.arraycopy("9z".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 2);
        assertEquals("byte 124 holds \"9z000000011\", expected an octal number of a tar header",
            refusal(Arrays.copyOf(TarBytes.summed(header), 2048)));
    }

    @Test void anArchiveThatIsCutOffSaysWhere() {
        assertEquals("ends at byte 1024, expected 1536 (a tar header or the end mark): the file is cut off; fetch it again",
            refusal(new TarBytes().file("a.txt", TEXT).cutOff()));
        byte[] whole = new TarBytes().file("a.bin", new byte[3000]).end();
        assertEquals("ends at byte 2000, expected 3512 (a.bin): the file is cut off; fetch it again", refusal(Arrays.copyOf(whole, 2000)));
        assertEquals("goes on after the end mark, near byte 4608, expected zeros", refusal(withTail(whole)));
    }

    private static byte[] withTail(byte[] whole) {
        byte[] longer = Arrays.copyOf(whole, whole.length + 600);
        longer[whole.length - 1] = 1;
        return longer;
    }

    @Test void anArchiveThatPromisesTooMuchIsRefused() {
        byte[] huge = Arrays.copyOf(TarBytes.header("a.bin", '0', 077777777777L), 2048);
        assertEquals("unpacks to more than 4294967296 bytes, expected a data set", refusal(huge));
        byte[] large = Arrays.copyOf(TarBytes.header("a.bin", '0', 1L << 30), 2048);
        assertEquals("ends at byte 2048, expected 1073742336 (a.bin): the file is cut off; fetch it again", refusal(large));
    }
}
