package org.convbook.notebooks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * Looks at a report as a reader without scripts and without network does, and compares every picture in it with the same output drawn live:
 * scripts on, as a front end shows it the moment that its cell has run.
 */
final class ReportPictures {
    private static final int WIDTH = 1200;
    private static final int SCREEN = 800;                      // of a browser that prints without showing itself
    private static final int PAPER = 673;                       // A4 between the margins, in CSS pixels
    private static final double MOST_DIFFERENCE = 4;            // of 255, on average: thin lines of one curve, rounded twice, give 2.6
    private static final int SQUARE = 4;
    private static final String SEEN = """
        JSON.stringify([...document.querySelectorAll('.jp-OutputArea-output img, .jp-OutputArea-output svg, .jp-OutputArea-output canvas')]
            .filter(e => !e.parentElement.closest('svg')).map(e => e.getBoundingClientRect()).filter(r => r.width > 16 && r.height > 16)
            .map(r => [r.x + scrollX, r.y + scrollY, r.width, r.height].map(Math.round)))""";
    private static final String TABLES = "JSON.stringify([...document.querySelectorAll('.jp-OutputArea-output table')].map(t => "
        + "t.innerText.replace(/\\s+/g, ' ').trim()))";
    private static final String WIDTHS = "[...document.querySelectorAll('.jp-OutputArea-output')].map(e => e.clientWidth)[0]";
    private static final String CUT_OFF = """
        JSON.stringify([...document.querySelectorAll('main *, .cb-title *')].filter(e => {
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            const hidden = style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && style.display !== 'inline';
            return box.width > 0 && !e.closest('math math, svg') && (box.right > innerWidth + 1.5 || hidden);
        }).map(e => e.tagName + ' ' + (e.innerText || '').slice(0, 60)))""";
    private static final String FORMULAS = "JSON.stringify([...document.querySelectorAll('math')].filter(m => m.getBoundingClientRect().height < "
        + "4).map(m => m.textContent))";

    private final Browser browser;

    ReportPictures(Browser browser) {
        this.browser = browser;
    }

    private record Picture(BufferedImage pixels) {
        /** The mean difference of the channels where the pictures fit best, a pixel apart at most; 255 where their sizes differ by more. */
        double difference(Picture other) {
            boolean wide = Math.abs(pixels.getWidth() - other.pixels.getWidth()) > 1,
                high = Math.abs(pixels.getHeight() - other.pixels.getHeight()) > 1;
            if (wide || high) return 255;
            double best = difference(other, 0, 0);
            for (int i = 0; i < 9 && best > MOST_DIFFERENCE; i++) best = Math.min(best, difference(other, i % 3 - 1, i / 3 - 1));
            return best;
        }

        /** Of squares of pixels, so that an edge which falls between two pixels does not count. */
        private double difference(Picture other, int dx, int dy) {
            int columns = (Math.min(pixels.getWidth(), other.pixels.getWidth()) - 2) / SQUARE;
            int rows = (Math.min(pixels.getHeight(), other.pixels.getHeight()) - 2) / SQUARE;
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    double[] a = mean(1 + column * SQUARE, 1 + row * SQUARE), b = other.mean(1 + dx + column * SQUARE, 1 + dy + row * SQUARE);
                    for (int i = 0; i < 3; i++) sum += Math.abs(a[i] - b[i]);
                }
            }
            return sum / (3.0 * Math.max(1, columns * rows));
        }

        private double[] mean(int x, int y) {
            double[] sum = new double[3];
            for (int i = 0; i < SQUARE * SQUARE; i++) {
                int rgb = pixels.getRGB(x + i % SQUARE, y + i / SQUARE);
                for (int c = 0; c < 3; c++) sum[c] += (rgb >> 8 * c & 255) / (double) (SQUARE * SQUARE);
            }
            return sum;
        }
    }

    /** What is wrong with the report of an executed notebook, in words; empty where nothing is. */
    List<String> problems(Path report, Path executed) throws Exception {
        List<String> problems = new ArrayList<>();
        browser.open(report, WIDTH, false);
        for (String request : browser.requests()) problems.add("the page asks the network for " + request);
        for (String formula : strings(FORMULAS)) problems.add("a formula is not drawn: " + formula);
        List<Picture> shown = pictures();
        List<String> tables = strings(TABLES);
        String width = browser.evaluate(WIDTHS);
        Path live = Files.writeString(report.resolveSibling("live.html"), live(executed, width));
        browser.open(live, WIDTH, true);
        compare(shown, pictures(), problems, report.getParent());
        for (String table : strings(TABLES)) if (!tables.contains(table)) problems.add("a table is missing: " + table);
        browser.open(report, SCREEN, true);
        browser.evaluate("dispatchEvent(new Event('beforeprint'))");
        browser.print(PAPER);
        for (String cut : strings(CUT_OFF)) problems.add("cut off on paper: " + cut);
        return problems;
    }

    private static void compare(List<Picture> shown, List<Picture> live, List<String> problems, Path folder) throws IOException {
        if (shown.size() != live.size()) problems.add(shown.size() + " pictures are in the page, " + live.size() + " are live");
        for (int i = 0; i < Math.min(shown.size(), live.size()); i++) {
            double difference = shown.get(i).difference(live.get(i));
            if (difference <= MOST_DIFFERENCE) continue;
            problems.add("picture " + (i + 1) + " differs by " + difference + " of 255 from the live one");
            ImageIO.write(shown.get(i).pixels, "png", folder.resolve("picture-" + (i + 1) + "-page.png").toFile());
            ImageIO.write(live.get(i).pixels, "png", folder.resolve("picture-" + (i + 1) + "-live.png").toFile());
        }
    }

    private List<Picture> pictures() throws Exception {
        List<Picture> pictures = new ArrayList<>();
        JsonArray boxes = JsonParser.parseString(settled(SEEN)).getAsJsonArray();
        BufferedImage page = browser.picture(WIDTH, Integer.parseInt(browser.evaluate("document.documentElement.scrollHeight")));
        for (JsonElement box : boxes) {
            int[] b = new Gson().fromJson(box, int[].class);
            pictures.add(new Picture(page.getSubimage(b[0], b[1], Math.min(b[2], page.getWidth() - b[0]), Math.min(b[3], page.getHeight() - b[1]))));
        }
        return pictures;
    }

    /** What an expression gives when it has stayed the same for a while: scripts unpack their frames and set up their controls after loading. */
    private String settled(String expression) throws Exception {
        String now = browser.evaluate(expression);
        for (int same = 0, i = 0; same < 4 && i < 100; i++) {
            Thread.sleep(150);
            String next = browser.evaluate(expression);
            same = next.equals(now) ? same + 1 : 0;
            now = next;
        }
        return now;
    }

    private List<String> strings(String expression) throws Exception {
        List<String> all = new ArrayList<>();
        JsonParser.parseString(browser.evaluate(expression)).getAsJsonArray().forEach(text -> all.add(text.getAsString()));
        return all;
    }

    /** The outputs of a notebook as a front end draws them: the richest level that is no widget, on a white page. */
    private static String live(Path executed, String width) throws Exception {
        StringBuilder page =
            new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><style>body { margin: 0; background: #fff; font: 15px sans-serif; width: "
            + width + "px } img, svg { max-width: 100%; height: auto } .jp-OutputArea-output { overflow-x: auto }</style>\n");
        for (JsonElement cell : JsonParser.parseString(Files.readString(executed)).getAsJsonObject().getAsJsonArray("cells")) {
            if (!cell.getAsJsonObject().has("outputs")) continue;
            for (JsonElement output : cell.getAsJsonObject().getAsJsonArray("outputs")) {
                JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
                if (data == null) continue;
                String drawn = drawn(data, output.getAsJsonObject().getAsJsonObject("metadata"));
                page.append("<div class=\"jp-OutputArea-output\">").append(drawn).append("</div>\n");
            }
        }
        return page.toString();
    }

    private static String drawn(JsonObject data, JsonObject metadata) {
        if (data.has("text/html")) return text(data.get("text/html"));
        if (data.has("image/svg+xml")) {
            byte[] svg = text(data.get("image/svg+xml")).getBytes(StandardCharsets.UTF_8);
            return "<img src=\"data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg) + "\">";
        }
        if (!data.has("image/png")) return "";
        JsonObject size = metadata != null && metadata.has("image/png") ? metadata.getAsJsonObject("image/png") : new JsonObject();
        String sizes = size.has("width") ? " width=\"" + size.get("width") + "\" height=\"" + size.get("height") + "\"" : "";
        return "<img src=\"data:image/png;base64," + text(data.get("image/png")).replace("\n", "") + "\"" + sizes + ">";
    }

    private static String text(JsonElement source) {
        if (!source.isJsonArray()) return source.getAsString();
        StringBuilder all = new StringBuilder();
        source.getAsJsonArray().forEach(line -> all.append(line.getAsString()));
        return all.toString();
    }
}
