package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class MemoryTableTest {
    private static String tensors(Map<String, ?> variables) {
        String text = MemoryTable.of(variables).toString();
        return text.substring(text.indexOf("Largest tensors"));
    }

    @Test void theLargestTensorsAreNamedAsTheNotebookReachesThem() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("word", "no tensor");
        variables.put("net", new LeNet5(10, new Random(1)));
        variables.put("x", Tensor.zeros(64, 1, 28, 28));
        assertEquals("""
            Largest tensors of variables
            tensor         shape            on    as float32
            -------------  ---------------  ----  ----------
            x              [64, 1, 28, 28]  java     196 KiB
            net.7.weight   [120, 400]       java     188 KiB
            net.9.weight   [84, 120]        java    39.4 KiB
            net.3.weight   [16, 6, 5, 5]    java     9.4 KiB
            net.11.weight  [10, 84]         java     3.3 KiB
            net.0.weight   [6, 1, 5, 5]     java       600 B
            net.7.bias     [120]            java       480 B
            net.9.bias     [84]             java       336 B
            net.3.bias     [16]             java        64 B
            net.11.bias    [10]             java        40 B
            … 1 more with 6 values""", tensors(variables));
    }

    @Test void listsArraysMapsAndOptimisersAreLookedThroughAndNothingIsListedTwice() {
        Tensor a = Tensor.zeros(3), b = Tensor.zeros(4);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("list", List.of(b, a));
        variables.put("again", new Tensor[] {a, Tensor.zeros(2)});
        variables.put("map", Map.of("one", Tensor.zeros(1)));
        assertEquals(List.of("list[0]", "list[1]", "again[1]", "map.one"),
            tensors(variables).lines().skip(3).map(line -> line.split(" ")[0]).toList());
        Adam adam = new Adam(new LeNet5(10, new Random(1)).parameters(), 0.001);
        adam.prepare();
        assertTrue(tensors(Map.of("adam", adam)).contains("adam.m.7.weight"), tensors(Map.of("adam", adam)));
    }

    @Test void everyBackendHasALine() {
        Backend onednn = Backends.onednn();
        Tensor held = Tensor.of(onednn, new float[1 << 20], 1 << 20);
        List<String> lines = MemoryTable.of(Map.of()).toString().lines().toList();
        assertEquals("Memory", lines.get(0));
        assertTrue(lines.get(1).matches("of +in use +waits for reuse +peak +limit"), lines.get(1));
        assertTrue(lines.stream().anyMatch(l -> l.matches("Java heap +[0-9.]+ [MG]iB +[0-9.]+ [KMG]iB +[0-9.]+ [MG]iB")), String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("java, in open scopes ")), String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(l -> l.matches("onednn +[0-9.]+ [MG]iB .*")), String.join("\n", lines));
        assertEquals(1 << 20, held.shape().count());
    }

    @Test void namesAreEscaped() {
        Levels levels = MemoryTable.of(Map.of("<b>", Tensor.zeros(1))).levels();
        assertTrue(levels.html().contains("&lt;b&gt;") && !levels.html().contains("<b>"));
    }

    @Test void bytesHaveUnits() {
        assertEquals("1023 B, 1.0 KiB, 97.7 KiB, 977 KiB, 1.0 MiB, 2.0 GiB, 2048 GiB",
            String.join(", ", MemoryTable.bytes(1023), MemoryTable.bytes(1024),
            MemoryTable.bytes(100_000), MemoryTable.bytes(1_000_000), MemoryTable.bytes(1 << 20), MemoryTable.bytes(1L << 31),
                MemoryTable.bytes(1L << 41)));
    }
}
