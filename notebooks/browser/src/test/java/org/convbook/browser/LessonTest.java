package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.convbook.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;

/** A notebook of the course from opening it to its report, and one that somebody else has run. */
@ExtendWith(LabExtension.class)
class LessonTest {
    private static final Path LENET = Path.of("../2-convolution/11-lenet.ipynb");

    /** The pixels of every picture of at least 100 pixels width inside the elements, as text: width x height and a sum over all pixels. */
    private static final String PICTURES = """
        async selector => {
          const found = [];
          for (const image of document.querySelectorAll(selector)) {
            await image.decode();
            if (image.naturalWidth < 100) continue;
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), g = canvas.getContext('2d');
            g.drawImage(image, 0, 0);
            let sum = 0;
            for (const v of g.getImageData(0, 0, canvas.width, canvas.height).data) sum = (sum * 31 + v) % 1000000007;
            found.push(canvas.width + ' x ' + canvas.height + ': ' + sum);
          }
          return found;
        }""";

    @TempDir Path folder;

    private static Object pictures(Page page, String selector) {
        return page.evaluate(PICTURES, selector);
    }

    private void convbook(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        assertEquals(0, Main.run(out, out, arguments), said::toString);
    }

    @Test void theLeNetNotebookRunsFromTopToBottom(Lab lab) throws IOException {
        Path small = folder.resolve("lenet.ipynb");
        String text = Files.readString(LENET);
        assertTrue(text.contains("double scale = 0.3;"), "the notebook has its scale");
        Files.writeString(small, text.replace("double scale = 0.3;", "double scale = 0.02;"));
        LabPage page = lab.openCopy(small);
        page.runAll();
        page.settle();
        List<?> pictures = (List<?>) pictures(page.page(), ".jp-OutputArea-output img");
        assertTrue(pictures.size() >= 8, pictures.size() + " pictures: " + pictures);
        page.command("docmanager:save");
        page.picture("ran");
        page.command("notebook:hide-all-cell-code");
        page.settle();
        page.picture("figures", page.page().locator(".jp-WindowedPanel-outer, .jp-Notebook").first());
    }

    @Test void aReportDrawsWhatThePageDraws(Lab lab) throws IOException {
        String[] cells = {"show(Charts.lines(\"Two curves\", \"step\", \"loss\", Curve.of(\"train\", 3, 2, 1.5, 1.2), Curve.of(\"validation\", 3.1, 2.2, 1.9, 1.8)));",
            "show(FilterBank.of(new LeNet5(10, new Random(1)), \"0\").figure(), Samples.of(Glyphs.dataset(20, 1), 20));", WidgetsInLabTest.DISC + "\ndisc(50)"};
        LabPage page = lab.open(cells);
        page.runAll();
        List<?> live = (List<?>) pictures(page.page(), ".jp-OutputArea-output img");
        assertEquals(4, live.size(), live::toString);
        Path notebook = Files.writeString(folder.resolve("drawn.ipynb"), Lab.notebook(cells).toString());
        convbook("report", "--no-install", "--no-pdf", "--out", folder.toString(), notebook.toString());
        Page report = page.page().context().newPage();
        try {
            report.navigate(folder.resolve("drawn.html").toUri().toString());
            assertEquals(live, pictures(report, "img"));
        } finally {
            report.close();
        }
    }

    @Test void aNotebookThatSomebodyElseRanShowsItsStillLevelsAndRunsNoScript(Lab lab) throws IOException {
        Path notebook = Files.writeString(folder.resolve("foreign.ipynb"), Lab.notebook(WidgetsInLabTest.DISC,
            "Widgets.interact(new IntSlider(\"radius\", 10, 60, 40), r -> disc(r))",
            "show(Charts.lines(\"One curve\", \"step\", \"loss\", Curve.of(\"train\", 3, 2, 1.5, 1.2)));",
            "Display.html(\"<p>words</p><script>window.convbookScript = true;</script>\");").toString());
        convbook("run", "--no-install", "--out", folder.resolve("ran").toString(), notebook.toString());
        Path ran = unsigned(folder.resolve("ran/foreign.ipynb"));
        LabPage page = lab.openCopy(ran);
        page.settle();
        page.picture("untrusted");
        assertEquals(false, page.page().evaluate("() => jupyterapp.shell.currentWidget.content.widgets[1].model.trusted"));
        assertEquals(0, page.page().locator(".widget-slider").count(), "no living widget");
        assertTrue(page.text(1).contains("radius"), page.text(1));
        assertEquals(3, page.page().locator(".jp-OutputArea-output").count());
        assertEquals(1, ((List<?>) pictures(page.page(), ".jp-Cell:nth-child(2) .jp-OutputArea-output img")).size(), "the disc stands still");
        assertEquals(1, ((List<?>) pictures(page.page(), ".jp-Cell:nth-child(3) .jp-OutputArea-output img")).size(), "the curve is drawn");
        assertEquals("words", page.text(3));
        assertEquals(null, page.page().evaluate("() => window.convbookScript"));
        page.runAll();
        assertEquals(1, page.output(1).locator(".widget-slider").count(), "run here it lives");
        assertEquals(true, page.page().evaluate("() => window.convbookScript"));
    }

    /** Without what says that its reader has run it. */
    private static Path unsigned(Path file) throws IOException {
        JsonObject notebook = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        notebook.getAsJsonObject("metadata").remove("signature");
        JsonArray cells = notebook.getAsJsonArray("cells");
        for (JsonElement cell : cells) cell.getAsJsonObject().getAsJsonObject("metadata").remove("trusted");
        return Files.writeString(file, notebook.toString());
    }
}
