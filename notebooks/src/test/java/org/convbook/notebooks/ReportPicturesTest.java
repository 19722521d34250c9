package org.convbook.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the look at a report finds what is wrong with it. */
class ReportPicturesTest {
    private static final String CIRCLE = picture("<circle cx='50' cy='50' r='40' fill='#0072b2'/>");
    private static final String SQUARE = picture("<rect x='10' y='10' width='80' height='80' fill='#0072b2'/>");
    private static final String TABLE = "<table><tr><td>a</td><td>1</td></tr></table>";
    @TempDir Path folder;

    private static String picture(String drawing) {
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>" + drawing + "</svg>";
        return "<img src=\"data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)) + "\">";
    }

    private static String output(String html) {
        return "<div class=\"jp-OutputArea-output\">" + html + "</div>";
    }

    /** What is found wrong with a page whose notebook shows a picture and a table. */
    private List<String> problems(String page) throws Exception {
        Path program = Browser.program();
        if (program == null) abort("no Chromium on the PATH");
        String data = "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"text/html\": " + new JsonPrimitive(CIRCLE + TABLE) + "}}";
        Path executed = Files.writeString(folder.resolve("a.ipynb"), "{\"cells\": [{\"cell_type\": \"markdown\"}, {\"outputs\": [" + data + "]}]}");
        Path report = Files.writeString(folder.resolve("a.html"), "<!DOCTYPE html><body style=\"margin: 0\"><main>" + page + "</main></body>");
        try (Browser browser = new Browser(program, folder.resolve("browser"))) {
            return new ReportPictures(browser).problems(report, executed);
        }
    }

    @Test void aPageThatShowsEverythingIsFine() throws Exception {
        assertEquals(List.of(), problems("<p style=\"margin: 3.3px\">text</p>" + output(CIRCLE + TABLE)));
    }

    @Test void anotherPictureAndAMissingTableAreFound() throws Exception {
        List<String> problems = problems(output(SQUARE));
        assertEquals(2, problems.size(), problems::toString);
        assertTrue(problems.get(0).matches("picture 1 differs by \\d+\\.\\d+ of 255 from the live one"), problems::toString);
        assertEquals("a table is missing: a 1", problems.get(1));
    }

    @Test void aPictureThatOnlyAScriptDrawsIsMissing() throws Exception {
        String script = "<script>document.body.querySelector('.jp-OutputArea-output').innerHTML += `" + CIRCLE + "`</script>";
        assertEquals(List.of("0 pictures are in the page, 1 are live"), problems(output(TABLE) + script));
    }

    @Test void whatIsCutOffOnPaperAndWhatAsksTheNetworkIsFound() throws Exception {
        List<String> problems = problems(output(CIRCLE + TABLE) + "<pre style=\"overflow: auto\">" + "x".repeat(200)
            + "</pre><img src=\"http://example.org/a.png\">");
        assertEquals(List.of("the page asks the network for http://example.org/a.png", "cut off on paper: PRE " + "x".repeat(60)), problems);
    }
}
