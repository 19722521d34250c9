package org.convbook.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** In a classic IJava, over real sockets: its user gives the jar, calls one method, and everything is there. */
class IJavaHostTest {
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";

    @TempDir static Path folder;
    private static KernelProcess kernel;
    private static WireClient client;

    @Test void aJarThatIsMissingIsNamed() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        for (String[] c : new String[][] {{"tablesaw-core", "tech.tablesaw.api.Table"}, {"jjava-jupyter", "org.dflib.jjava.jupyter.kernel.BaseKernel"}}) {
            try (KernelProcess poor = KernelProcess.start(NotebookJar.ijava(other.resolve(c[0])))) {
                var r = poor.client.run("%jars " + NotebookJar.of(other.resolve(c[0]), c[0]) + "\norg.convbook.ConvBook.install();");
                assertEquals("", r.error());
                assertEquals("ConvBook is not installed: the class path has no " + c[1]
                    + "; give %jars the file convbook.jar, which names all jars, and leave it where the build put it\n", r.printed("stderr"));
                assertEquals("2", poor.client.run("1 + 1").value());
            }
        }
    }

    @BeforeAll static void aNotebookInstallsIt() throws IOException {
        kernel = KernelProcess.start(NotebookJar.ijava(folder));
        client = kernel.client;
        Matcher lines = Pattern.compile("```\n(%jars \\S+/convbook\\.jar\n.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(lines.find());
        var r = client.run(lines.group(1).replace("kernel-ext/target/convbook.jar", NotebookJar.of(folder, "").toString()));
        assertEquals("", r.error());
        assertEquals("", r.printed("stderr"));
        assertEquals("ConvBook is here: renderers, live displays, widgets, %%junit and its imports.\n", r.printed("stdout"));
    }

    @AfterAll static void end() {
        kernel.close();
    }

    private static WireClient.Result run(String code) {
        var r = client.run(code);
        assertEquals("", r.error(), code);
        return r;
    }

    private static JsonObject data(WireClient.Result r) {
        return r.of("execute_result").get(0).getAsJsonObject("data");
    }

    private static String shown(WireClient.Result r) {
        return data(r).getAsJsonObject(VIEW).get("model_id").getAsString();
    }

    private static WireMessage change(String id, String state) {
        return send(id, "{\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}");
    }

    private static WireMessage send(String id, String data) {
        return client.send(client.shell, "comm_msg", Json.of("comm_id", id, "data", JsonParser.parseString(data)));
    }

    private static JsonObject state(WireMessage m) {
        return m.content().getAsJsonObject("data").getAsJsonObject("state");
    }

    /** The id of the model of this kind that was opened last. */
    private static String opened(WireClient.Result r, String model) {
        Predicate<WireMessage> wanted = m -> m.type().equals("comm_open") && Json.text(state(m), "_model_name", "").equals(model);
        return r.published().stream().filter(wanted).reduce((a, b) -> b).orElseThrow().content().get("comm_id").getAsString();
    }

    @Test void aSecondInstallSaysThatItIsThere() {
        assertEquals("ConvBook is here already.\n", run("org.convbook.ConvBook.install();").printed("stdout"));
    }

    @Test void modelsTensorsTablesAndPicturesAreDrawn() {
        for (String value : List.of("new LeNet5(10, new Random(1))", "Tensor.zeros(2, 3)", "Table.create(\"t\", IntColumn.create(\"n\", new int[] {1, 2}))")) {
            JsonObject data = data(run(value));
            assertTrue(data.has("text/html"), value + ": " + data.keySet());
            assertEquals(false, data.get("text/plain").getAsString().isEmpty());
        }
        var picture = run("new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB)").of("execute_result").get(0);
        assertEquals("iVBORw0KGgo", picture.getAsJsonObject("data").get("image/png").getAsString().substring(0, 11));
        assertEquals("picture, 28 x 28 pixels, shown 9 times as large", Json.text(picture.getAsJsonObject("data"), "text/plain", ""));
        assertEquals(252, picture.getAsJsonObject("metadata").getAsJsonObject("image/png").get("width").getAsInt());
        assertTrue(data(run("render(Tensor.zeros(2, 3), \"text/html\")")).has("text/html"), "IJava's own functions draw them too");
        var both = run("show(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB), \"before\");").of("display_data");
        assertEquals(1, both.size());
        assertTrue(both.get(0).getAsJsonObject("data").get("text/html").getAsString().contains("before"));
    }

    @Test void aLossCurveIsRedrawnInPlaceWhileTheCellTrains() {
        var r = run("var net = new Sequential(new Flatten(), new Linear(28 * 28, 10, new Random(1)));\n"
            + "new Trainer(net, new Sgd(net.parameters(), 0.01)).epochs(4).batchSize(16).on(Backends.java()).listener(new LossCurve())"
            + ".listener(new TrainingListener() { public void epoch(Progress p) { try { Thread.sleep(250); } catch (InterruptedException e) { throw new RuntimeException(e); } } })"
            + ".fit(Glyphs.dataset(128, 1));");
        List<JsonObject> first = r.of("display_data"), later = r.of("update_display_data");
        assertEquals(1, first.size());
        assertTrue(later.size() >= 2, later.size() + " redraws");
        JsonObject id = first.get(0).getAsJsonObject("transient");
        for (JsonObject update : later) assertEquals(id, update.getAsJsonObject("transient"));
        JsonObject last = later.get(later.size() - 1).getAsJsonObject("data");
        assertTrue(last.has("text/html") && Json.text(last, "text/plain", "").startsWith("done: epoch 4 of 4"), last.get("text/plain").toString());
    }

    @Test void whatAThreadDrawsAfterItsCellIsThere() {
        var r = run("var late = Display.live();\nlate.update(\"early\");\nnew Thread(() -> { try { Thread.sleep(700); } catch (InterruptedException e) { } late.update(\"later\"); }).start();");
        JsonObject id = r.of("display_data").get(0).getAsJsonObject("transient");
        WireMessage update = client.published(m -> m.type().equals("update_display_data") && id.equals(m.content().get("transient")));
        assertEquals("later", Json.text(Json.object(update.content(), "data"), "text/plain", ""));
    }

    @Test void aSliderReachesJavaAndItsPictureComesBack() {
        var r = run("var side = new IntSlider(\"side\", 1, 2000, 300);\nWidgets.interact(side, s -> new BufferedImage(400 + s, 200, BufferedImage.TYPE_INT_RGB))");
        assertTrue(shown(r).equals(opened(r, "VBoxModel")) && data(r).has("text/html"));
        String slider = opened(r, "IntSliderModel");
        WireMessage last = null;
        for (int i = 1; i <= 20; i++) last = change(slider, "{\"value\":" + 10 * i + "}");
        client.untilIdle(last);
        WireMessage picture = client.published(m -> m.type().equals("comm_msg") && Json.text(state(m), "width", "").equals("600"));
        assertEquals("[[\"value\"]]", picture.content().getAsJsonObject("data").get("buffer_paths").toString());
        assertEquals((byte) 0x89, picture.buffers().get(0)[0]);
        assertEquals("200", run("side.value()").value());
    }

    @Test void whatACallbackPrintsShowsAndThrowsAppearsUnderTheWidgetsCell() {
        WireMessage cell = client.send("var told = new IntSlider(\"s\", 0, 9, 0).onChange(v -> { System.out.println(\"now \" + v); show(\"shown \" + v);"
            + " if (v == 7) throw new IllegalStateException(\"seven\"); if (v == 8) throw new StackOverflowError(\"eight\"); });\ntold", Json.of());
        String id = client.finish(cell).control();
        run("int between = 1;");
        for (String[] c : new String[][] {{"5", null}, {"7", "seven"}, {"8", "eight"}, {"6", null}}) {
            client.untilIdle(change(id, "{\"value\":" + c[0] + "}"));
            WireMessage printed = client.published(m -> m.type().equals("stream")), shown = client.published(m -> m.type().equals("display_data"));
            assertEquals("now " + c[0] + "\n", Json.text(printed.content(), "text", ""));
            assertEquals("shown " + c[0], Json.text(Json.object(shown.content(), "data"), "text/plain", ""));
            assertTrue(WireClient.isFor(printed, cell) && WireClient.isFor(shown, cell));
            if (c[1] == null) continue;
            WireMessage error = client.published(m -> m.type().equals("error"));
            assertEquals(c[1], Json.text(error.content(), "evalue", ""));
            assertTrue(WireClient.isFor(error, cell));
        }
        assertEquals("6", run("told.value()").value(), "the kernel lives, and the slider is where it was left");
    }

    @Test void aMessageThatDoesNotFitIsAnErrorUnderTheWidgetsCell() {
        WireMessage cell = client.send("var strict = new IntSlider(\"s\", 0, 9, 4);\nstrict", Json.of());
        client.untilIdle(change(client.finish(cell).control(), "{\"value\":\"x\"}"));
        WireMessage error = client.published(m -> m.type().equals("error"));
        assertEquals("IntSlider: value must be a whole number, got \"x\"", Json.text(error.content(), "evalue", ""));
        assertTrue(WireClient.isFor(error, cell));
        assertEquals("4", run("strict.value()").value());
    }

    @Test void aPageWithoutAKernelHasTheLastStateOfTheCell() {
        var r = run("var bar = new IntProgress(\"steps\", 0, 50);\nshow(bar);\nfor (int i = 0; i <= 50; i++) bar.value(i);");
        assertEquals("IntProgress steps = 0 (0 to 50)", Json.text(Json.object(r.of("display_data").get(0), "data"), "text/plain", ""));
        assertEquals("IntProgress steps = 50 (0 to 50)", Json.text(Json.object(r.of("update_display_data").get(0), "data"), "text/plain", ""));
    }

    @Test void aPageThatIsLoadedAgainFindsItsWidgetsAndTheirOutput() {
        var r = run("var again = new Button(\"b\").onClick(() -> System.out.println(\"clicked\"));\nnew VBox(again)");
        String button = opened(r, "ButtonModel");
        try (WireClient page = new WireClient(kernel.connection)) {
            page.listen();
            page.untilIdle(page.send(page.shell, "comm_open", Json.of("comm_id", "control", "target_name", "jupyter.widget.control", "data", Json.of())));
            WireMessage asked = page.send(page.shell, "comm_msg", Json.of("comm_id", "control", "data", Json.of("method", "request_states")));
            page.untilIdle(asked);
            WireMessage states = page.published(m -> m.type().equals("comm_msg") && Json.text(Json.object(m.content(), "data"), "method", "").equals("update_states"));
            assertTrue(states.content().getAsJsonObject("data").getAsJsonObject("states").has(button));
            WireMessage click = page.send(page.shell, "comm_msg", Json.of("comm_id", button, "data", JsonParser.parseString("{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}")));
            List<String> answers = page.untilIdle(click).stream().map(m -> m.type() + " " + Json.text(m.content(), "text", "")).toList();
            assertEquals(List.of("stream clicked\n"), answers, "the area in the box captures what answers the click");
            assertNotNull(page.published(m -> m.type().equals("comm_msg") && Json.text(state(m), "msg_id", "").equals(Json.text(click.header(), "msg_id", "-"))));
        }
    }

    @Test void testsRunInACell() {
        run("double relu(double x) { return x; }");
        var r = run("%%junit\n@Test void negativeBecomesZero() { assertEquals(0, relu(-3)); }\n@Test void positiveStays() { assertEquals(3, relu(3)); }");
        assertTrue(Json.text(Json.object(r.of("display_data").get(0), "data"), "text/plain", "").contains("1 of 2 tests pass"), r.of("display_data").toString());
    }

    @Test void aWaitingCellIsInterrupted() {
        WireMessage cell = client.send("{ System.out.println(\"waits\"); Thread.sleep(60_000); }", Json.of());
        client.published(m -> Json.text(m.content(), "text", "").equals("waits\n"));
        client.askControl("interrupt_request", Json.of());
        assertEquals("error", client.finish(cell).status());
        assertEquals("2", run("1 + 1").value());
    }
}
