package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir Path folder;

    @Test void itIsOfTheBytesAndNotOfTheFile() throws IOException {
        Path a = Files.writeString(folder.resolve("a.ipynb"), "{}"), b = Files.writeString(folder.resolve("b.ipynb"), "{}");
        assertEquals(Fingerprint.of(a), Fingerprint.of(b));
        assertNotEquals(Fingerprint.of(a), Fingerprint.of(Files.writeString(b, "{ }")));
        assertEquals(64, Fingerprint.of(a).length());
    }
}
