package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** In a JJava, over real sockets. It installs what the jar has by itself, but not where the cells look: one method does that. */
class JJavaHostTest {
    @TempDir static Path folder;
    private static KernelProcess kernel;
    private static WireClient client;

    @BeforeAll static void aNotebookInstallsIt() throws IOException {
        kernel = KernelProcess.start(NotebookJar.jjava(folder));
        client = kernel.client;
        var r = client.run("%classpath " + NotebookJar.of(folder, "") + "\norg.convbook.ConvBook.install();");
        assertEquals("", r.error());
        assertEquals("", r.printed("stderr"));
        assertEquals("ConvBook is here: renderers, live displays, widgets, %%junit and its imports.\n", r.printed("stdout"));
    }

    @AfterAll static void end() {
        kernel.close();
    }

    @Test void aModelIsDrawnAndShowReachesThePage() {
        assertTrue(client.run("new LeNet5(10, new Random(1))").of("execute_result").get(0).getAsJsonObject("data").has("text/html"));
        assertEquals("word", Json.text(Json.object(client.run("show(\"word\");").of("display_data").get(0), "data"), "text/plain", ""));
        assertEquals("ConvBook is here already.\n", client.run("org.convbook.ConvBook.install();").printed("stdout"));
    }

    @Test void aLiveDisplayIsRedrawnInPlace() {
        var r = client.run("var live = Display.live(); live.update(\"one\"); live.update(\"two\"); live.close();");
        JsonObject first = r.of("display_data").get(0), later = r.of("update_display_data").get(0);
        assertEquals("two", Json.text(Json.object(later, "data"), "text/plain", ""));
        assertEquals(first.get("transient"), later.get("transient"));
    }

    @Test void aSliderReachesJavaAndItsPictureComesBack() {
        var r = client.run("var side = new IntSlider(\"side\", 1, 2000, 300);\nvar box = Widgets.interact(side, s -> new BufferedImage(400 + s, 200, BufferedImage.TYPE_INT_RGB));\nside");
        String id = r.control();
        client.run("box");
        client.untilIdle(client.send(client.shell, "comm_msg", Json.of("comm_id", id, "data",
            JsonParser.parseString("{\"method\":\"update\",\"state\":{\"value\":200},\"buffer_paths\":[]}"))));
        WireMessage picture = client.published(m -> m.type().equals("comm_msg") && !m.buffers().isEmpty()
            && Json.text(m.content().getAsJsonObject("data").getAsJsonObject("state"), "width", "").equals("600"));
        assertEquals((byte) 0x89, picture.buffers().get(0)[0]);
        assertEquals("200", client.run("side.value()").value());
    }

    @Test void anErrorInACallbackLeavesTheKernelAlive() {
        var r = client.run("var deep = new IntSlider(\"s\", 0, 9, 0).onChange(v -> { throw new StackOverflowError(); });\ndeep");
        String id = r.control();
        client.untilIdle(client.send(client.shell, "comm_msg", Json.of("comm_id", id, "data",
            JsonParser.parseString("{\"method\":\"update\",\"state\":{\"value\":3},\"buffer_paths\":[]}"))));
        assertEquals("3", client.run("deep.value()").value());
    }
}
