package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.chart.Pen;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static Figure numbered(int i) {
        return Figure.of(200, 100, "frame " + i + "\nmore", g -> new Pen(g).box(10 * i, 10, 20, 20, Palette.INK)
            .left("number " + i, 5, 80, Palette.font(12), Palette.INK));
    }

    /** A drawing of {@code boxes} boxes that has nothing in common with the others. */
    private static Figure heavy(int seed, int boxes) {
        return Figure.of(600, 600, "heavy " + seed, g -> {
            Random rng = new Random(seed);
            for (int i = 0; i < boxes; i++)
                new Pen(g).box(rng.nextDouble() * 600, rng.nextDouble() * 600, rng.nextDouble() * 9, 3, Palette.sequential(rng.nextDouble()));
        });
    }

    private static String sheet(Levels levels) {
        String html = levels.html(), end = "\",\"";
        int from = html.indexOf("})(\"") + 4;
        byte[] zipped = Base64.getDecoder().decode(html.substring(from, html.indexOf(end, from)));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test void theFirstFrameIsAPictureWithoutScripts() {
        Levels levels = Frames.over("step", 0, 5, FramesTest::numbered).levels();
        String withoutScripts = levels.html().replaceAll("(?s)<script.*?</script>", "");
        assertTrue(
            withoutScripts.matches("(?s)<div class=\"cb-frames\" data-key=\"[0-9a-f]+\"><img src=\"data:image/svg\\+xml;base64,[^\"]+\"[^>]*></div>"),
            withoutScripts);
        assertTrue(levels.svg().contains(">number 0</text>"));
        assertFalse(levels.png().isEmpty());
        assertEquals("frame 0\nmore\n(frame at step 0 of 0 to 5)", levels.text());
    }

    @Test void allFramesAreInTheScriptAndWhatTheyShareOnlyOnce() {
        String sheet = sheet(Frames.over("step", 0, 5, FramesTest::numbered).levels());
        for (int i = 0; i <= 5; i++) assertEquals(1, count(sheet, ">number " + i + "</text>"), "frame " + i);
        assertEquals(1, count(sheet, "<svg "), "the first line is the same in all");
        assertTrue(sheet.contains("\"axes\":[{\"name\":\"step\",\"labels\":[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\"]}],\"start\":[0],\"width\":200"),
            sheet);
        assertTrue(sheet.contains("\"frames\":[0, 1, 2, 3, 4, 5]"), sheet);
    }

    @Test void equalFramesAreKeptOnce() {
        String sheet = sheet(Frames.over("a", List.of(1, 2), "b", List.of(3, 4, 5), (a, b) -> numbered(b)).levels());
        assertTrue(sheet.contains("\"frames\":[0, 1, 2, 0, 1, 2]"), sheet);
    }

    @Test void anyFrameMayStandFirst() {
        Frames frames = Frames.over("a", List.of("x", "y"), "b", List.of(3, 4, 5), (a, b) -> numbered(b)).startAt(1, 2).title("All");
        assertEquals("frame 5", frames.figure().title());
        assertTrue(frames.levels().svg().contains(">number 5</text>"));
        assertTrue(sheet(frames.levels()).contains("{\"title\":\"All\","));
        assertEquals("frame 5\nmore\n(frame at a y of x to y, b 5 of 3 to 5)", frames.toString());
    }

    @Test void aPlaceThatIsNotThereIsRefused() {
        Frames frames = Frames.over("a", List.of("x", "y"), "b", List.of(3, 4, 5), (a, b) -> numbered(b));
        assertEquals("Frames: there is no place [1, 3] among 2 of a x 3 of b",
            assertThrows(IllegalArgumentException.class, () -> frames.startAt(1, 3)).getMessage());
        assertEquals("Frames: there is no place [0] among 2 of a x 3 of b",
            assertThrows(IllegalArgumentException.class, () -> frames.startAt(0)).getMessage());
    }

    @Test void noFramesTooManyFramesAndWhatIsNoFrameAreRefused() {
        assertEquals("Frames: 1 to 1000 frames, got 0",
            assertThrows(IllegalArgumentException.class, () -> Frames.over("i", 1, 0, FramesTest::numbered)).getMessage());
        assertEquals("Frames: 1 to 1000 frames, got 1001",
            assertThrows(IllegalArgumentException.class, () -> Frames.over("i", 0, 1000, FramesTest::numbered)).getMessage());
        assertEquals("Frames: a frame must be a figure, something drawn or a picture, got String",
            assertThrows(IllegalArgumentException.class, () -> Frames.over("i", 0, 1, i -> "text")).getMessage());
        assertEquals("Frames: a frame must be a figure, something drawn or a picture, got null",
            assertThrows(IllegalArgumentException.class, () -> Frames.over("i", 0, 1, i -> null)).getMessage());
    }

    @Test void namesAndTitlesCannotBreakOut() {
        String bad = "</script><img src=x onerror=alert(1)>\"\\\n";
        Figure figure = Figure.of(50, 50, bad, g -> { });
        Levels levels = Frames.over(bad, List.of(bad, "2"), v -> figure).title(bad).levels();
        assertEquals(1, count(levels.html(), "</script>"));
        assertEquals(1, count(levels.html(), "<img "), "that of the first frame");
        assertTrue(sheet(levels).contains("\"name\":\"</script><img src=x onerror=alert(1)>\\\"\\\\\\u000a\""), sheet(levels));
    }

    @Test void framesOfUnequalSizeGetTheSizeOfTheLargest() {
        Frames frames = Frames.over("i", 1, 3, i -> Figure.of(40 * i, 90 / i, "f", g -> { }));
        assertEquals("120 x 90", frames.figure().width() + " x " + frames.figure().height());
        assertTrue(sheet(frames.levels()).contains("\"width\":120"));
    }

    @Test void aSmallPictureIsEnlargedAndStaysSharp() {
        Frames frames = Frames.over("i", 0, 3, i -> new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
        assertEquals("252 x 252", frames.figure().width() + " x " + frames.figure().height());
        assertTrue(frames.levels().svg().contains("<image "));
    }

    @Test void oneFrameNeedsNoScript() {
        assertFalse(Frames.over("i", 2, 2, FramesTest::numbered).levels().html().contains("script"));
    }

    @Test void heavyFramesLosePlacesAndSaySo() {
        Levels levels = Frames.over("seed", 0, 19, i -> heavy(i, 3000)).levels();
        assertTrue(levels.weight() <= Levels.MOST, levels.weight() + " characters");
        assertTrue(levels.html().endsWith("would weigh more than the 1 MB that one output may</div>"),
            levels.html().substring(levels.html().length() - 200));
        assertTrue(levels.text().contains("frame of "), levels.text());
    }

    @Test void aNotebookShowsThem() {
        assertEquals("frame 0\nmore\n(frame at step 0 of 0 to 1)", Display.levels(Frames.over("step", 0, 1, FramesTest::numbered)).text());
    }

    @Test void aFirstFrameThatFillsTheOutputStandsAlone() {
        java.util.Random rng = new java.util.Random(1);
        Frames noise = Frames.over("seed", 0, 2, seed -> {
            java.awt.image.BufferedImage image = new java.awt.image.BufferedImage(700, 500, java.awt.image.BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 700 * 500; i++) image.setRGB(i % 700, i / 700, rng.nextInt() & 0xFFFFFF);
            return image;
        });
        assertEquals(Levels.of(noise.figure()).html(), noise.levels().html());
    }
}
