package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class OriginalLeNet5Test {
    private final Random rng = new Random(7);

    /** LeCun et al. 1998, section II.B: 156, 12, 1,516, 32, 48,120 and 10,164 trainable parameters; "60,000 trainable free parameters". */
    @Test
    void theTableOfThePaper() {
        Table t = new OriginalLeNet5(rng).summary(1, 32, 32);
        String rows = t.stream().filter(r -> r.getLong("parameters") > 0).map(r -> r.getString("output") + " " + r.getLong("parameters"))
            .collect(Collectors.joining(", "));
        assertEquals("[6, 28, 28] 156, [6, 14, 14] 12, [16, 10, 10] 1516, [16, 5, 5] 32, [120, 1, 1] 48120, [84] 10164,  60000", rows);
        Row c3 = t.row(4);
        assertEquals("4 SparseConv2d(6 -> 16, 60 of 96 links, kernel 5x5, stride 1, padding 0)", c3.getString("path") + " " + c3.getString("layer"));
        assertEquals(150_000, c3.getLong("multiply-adds"), "the paper's 151,600 connections less 1,600 biases");
        assertEquals("14 2 6.5", c3.getString("field") + " " + c3.getString("jump") + " " + c3.getString("centre"));
        assertEquals("32", t.row(8).getString("field"), "C5 sees all");
    }

    /** Ten pictures of 7x12 pixels, any two different in at least 5 of them; the last two rows are for letters with descenders. */
    @Test
    void theCodesAreTenDigits() {
        Tensor codes = new OriginalLeNet5(rng).buffers().get("13.codes");
        float[] values = codes.toArray();
        assertEquals(840, values.length);
        Set<Float> inks = new HashSet<>();
        for (float v : values) inks.add(v);
        assertEquals(Set.of(-1f, 1f), inks);
        for (int a = 0; a < 10; a++) {
            for (int i = 70; i < 84; i++) assertEquals(-1, values[a * 84 + i]);
            for (int b = 0; b < a; b++) {
                int different = 0;
                for (int i = 0; i < 84; i++) if (values[a * 84 + i] != values[b * 84 + i]) different++;
                assertTrue(different >= 5, a + " and " + b + " differ in " + different + " pixels");
            }
        }
        String seven = "";
        for (int i = 0; i < 21; i++) seven += values[7 * 84 + i] > 0 ? '#' : '.';
        assertEquals("#######.....##....##.", seven);
    }

    /** Uniform in ±2.4/fanIn (appendix A): variance (2.4/fanIn)² / 3. A map of C3 sees 3, 4 or 6 maps. */
    @Test
    void firstValuesAsInThePaper() {
        Layer net = new OriginalLeNet5(rng);
        uniform(net.parameters().get("0.weight"), 2.4 / 25);
        uniform(net.parameters().get("8.weight"), 2.4 / 400);
        uniform(net.parameters().get("11.weight"), 2.4 / 120);
        Tensor c3 = net.parameters().get("4.weight");
        uniform(c3.slice(0, 0, 18), 2.4 / 75);
        uniform(c3.slice(0, 18, 54), 2.4 / 100);
        uniform(c3.slice(0, 54, 60), 2.4 / 150);
    }

    private static void uniform(Tensor weight, double bound) {
        for (float v : weight.toArray()) assertTrue(Math.abs(v) <= bound, v + " is beyond " + bound);
        assertEquals(bound * bound / 3, weight.square().mean().item(), 0.25 * bound * bound / 3);
    }
}
