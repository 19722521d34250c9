package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.junit.jupiter.api.Test;

class DeviceTableTest {
    @Test void everyWorkingBackendIsThereAndOneIsTakenByItself() {
        List<String> lines = DeviceTable.now().toString().lines().toList();
        assertEquals(Backends.describe(), lines.get(0));
        List<Backend> working = Backends.working();
        for (int i = 0; i < working.size(); i++) {
            Backend b = working.get(i);
            String line = lines.get(3 + i);
            assertTrue(line.startsWith(b.name()) && line.contains(b.describe()), line);
            assertTrue(line.endsWith(b == Backends.best() ? "by itself" : "if asked for"), line);
        }
        assertEquals("a training asks for another with trainer.on(Backends.java()); all of them with the environment variable CONVBOOK_BACKEND",
            lines.get(3 + working.size()));
    }

    @Test void theTableHasARowForEach() {
        String html = DeviceTable.now().levels().html();
        assertTrue(html.contains("<caption"), html);
        assertEquals(Backends.working().size() + 1, html.split("<tr>", -1).length - 1);
    }
}
