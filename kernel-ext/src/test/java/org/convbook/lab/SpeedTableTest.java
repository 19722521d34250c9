package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class SpeedTableTest {
    private static SpeedTable table() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
        return new SpeedTable("x + 1 <twice>", 3).add("loop", () -> new float[] {2, 3, 4}).add(Backends.java(), () -> x.add(1.5));
    }

    @Test void timesEachWayAndComparesItWithTheFirst() {
        SpeedTable table = table();
        assertEquals("[loop, java]", table.names().toString());
        assertEquals(0.5, table.difference(), 1e-6);
        assertTrue(table.seconds("java") > 0 && table.seconds("java") < 0.1, "seconds: " + table.seconds("java"));
        assertEquals(3e-9 / table.seconds("loop"), table.gigaflops("loop"), 1e-9);
    }

    @Test void showsATableAndBars() {
        SpeedTable table = table();
        String[] lines = table.toString().split("\n");
        assertEquals("x + 1 <twice>", lines[0]);
        assertTrue(lines[1].matches("way +ms +GFLOP/s +speed-up +largest difference"), lines[1]);
        assertTrue(lines[3].matches("loop .* 1\\.00 x +0"), lines[3]);
        assertTrue(lines[4].matches("java .* x +5\\.0e-01"), lines[4]);
        assertEquals("3.000e-06 million operations a run; the median of warm runs; differences from the first way", lines[5]);
        Levels levels = table.levels();
        assertTrue(levels.html().contains("<table") && levels.html().contains("<img") && levels.html().contains("x + 1 &lt;twice&gt;"));
        assertTrue(table.figure().text().startsWith("x + 1 <twice>: GFLOP/s\n  loop: "), table.figure().text());
    }

    @Test void theAxisReachesAsFarAsIsAskedFor() {
        SpeedTable table = new SpeedTable("t", 1e6).add("slow", () -> {
            double sum = 0;
            for (int i = 1; i < 100_000; i++) sum += 1.0 / i;
            return new float[] {(float) sum};
        });
        assertTrue(!table.figure().svg().contains(">100000</text>"));
        assertTrue(table.axis(0.001, 100_000).figure().svg().contains(">100000</text>"));
        assertTrue(table.figure().svg().contains(">0.001</text>"));
    }

    @Test void whatCannotBeComparedIsRefused() {
        SpeedTable table = table();
        assertEquals("SpeedTable: a run needs operations, got 0.0", refusal(() -> new SpeedTable("t", 0)));
        assertEquals("SpeedTable: \"short\" gives 2 values, the first way 3", refusal(() -> table.add("short", () -> new float[2])));
        assertEquals("SpeedTable: \"loop\" is there already", refusal(() -> table.add("loop", () -> new float[3])));
        assertEquals("SpeedTable: there is no \"onednn\"; there are loop, java", refusal(() -> table.seconds("onednn")));
        assertEquals("SpeedTable: an axis rises from above 0, got 0.0 to 5.0", refusal(() -> table.axis(0, 5)));
    }

    @Test void aResultThatIsNoNumberIsAsFarOffAsCanBe() {
        assertEquals(Double.POSITIVE_INFINITY, new SpeedTable("t", 1).add("a", () -> new float[1])
            .add("b", () -> new float[] {Float.NaN}).difference());
    }

    private static String refusal(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }
}
