package org.convbook.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.convbook.render.TestNotebook;
import org.convbook.widget.protocol.FakeFront;
import org.convbook.widget.protocol.WidgetSession;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures that follow controls, outputs, and how widgets look with and without a kernel. */
class WidgetsTest {
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private final FakeFront front = new FakeFront();
    private final WidgetSession session = front.session();
    private final Renderer renderer = new Renderer();
    private final WidgetRenderer widgets = new WidgetRenderer(null);

    @BeforeEach void connect() {
        Widgets.connect(session);
        widgets.install(renderer);
    }

    @AfterEach void disconnect() {
        Widgets.connect(null);
    }

    private static MIMEType view() throws Exception {
        return MIMEType.parse(VIEW);
    }

    private static BufferedImage picture(int side) {
        return new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    }

    private static String shown(VBox box) {
        return box.children().get(box.children().size() - 1).toString();
    }

    @Test void aShownWidgetHasAViewHtmlAndText() throws Exception {
        DisplayData data = renderer.render(new IntSlider("<b>", 1, 5, 2));
        assertEquals(Map.of("version_major", 2, "version_minor", 0, "model_id", "m5"), data.getData(view()));
        assertEquals(VIEW, view().toString());
        assertEquals("IntSlider <b> = 2 (1 to 5)", data.getData(MIMEType.TEXT_PLAIN));
        String html = (String) data.getData(MIMEType.TEXT_HTML);
        assertTrue(html.contains("&lt;b&gt;") && html.contains("left:25.0%"), html);
        assertEquals("home [m5, m3, m1, m2, m4]", front.log.get(front.log.size() - 1));
    }

    /** A picture that moves, or fails. */
    private record Moved(boolean fails) implements Movable, Drawn {
        @Override public Widget widget() {
            return new IntSlider("a", 0, 9, 3);
        }

        @Override public Levels levels() {
            if (fails) throw new IllegalStateException("nothing to draw");
            return Levels.of("<p>frames</p>", "in words");
        }

        @Override public Figure figure() {
            return Figure.of(10, 10, "figure", g -> { });
        }
    }

    @Test void whatIsMovableHasControlsAndItsOwnLevels() throws Exception {
        DisplayData data = renderer.render(new Moved(false));
        assertEquals(Map.of("version_major", 2, "version_minor", 0, "model_id", "m5"), data.getData(view()));
        assertEquals("<p>frames</p>", data.getData(MIMEType.TEXT_HTML));
        assertEquals("in words", data.getData(MIMEType.TEXT_PLAIN));
        DisplayData failing = renderer.render(new Moved(true));
        assertTrue(failing.hasDataForType(view()));
        assertEquals("Moved[fails=true]\n(no picture: java.lang.IllegalStateException: nothing to draw)", failing.getData(MIMEType.TEXT_PLAIN));
        Widgets.connect(null);
        assertFalse(renderer.render(new Moved(false)).hasDataForType(view()));
    }

    @Test void withoutAConnectionOrExtensionItIsText() throws Exception {
        Widgets.connect(null);
        assertFalse(renderer.render(new Label("a")).hasDataForType(view()));
        widgets.uninstall();
        DisplayData data = renderer.render(new Label("a"));
        assertFalse(data.hasDataForType(MIMEType.TEXT_HTML));
        assertEquals("a", data.getData(MIMEType.TEXT_PLAIN));
    }

    @Test void everyStillPictureIsSafeAndSaysItsState() {
        String evil = "<script>alert(1)</script>";
        Tab tab = new Tab().add(evil, new Label(evil));
        Widget[] all = {new IntSlider(evil, 0, 4, 1), new FloatSlider(evil, 0, 0, 0), new IntRangeSlider(evil, 0, 9, 2, 5), new Dropdown<>(evil, List.of(evil, "b")),
            new ToggleButtons<>("t", List.of(evil)), new Checkbox(evil, true), new ToggleButton(evil, false), new Button(evil), new Text(evil, evil), new IntText("n", 3),
            new FloatText("n", 3), new IntProgress(evil, 0, 10).value(5), new Label(evil), tab, new Output().print(evil), new Play(0, 3), new Image(),
            new GridBox(2, new Label(evil)), new HBox(), new Dropdown<>("none", List.of())};
        for (Widget w : all) {
            assertFalse(w.still().html().contains("<script"), w.name());
            assertFalse(w.toString().isEmpty(), w.name());
        }
        assertTrue(new IntProgress("p", 0, 10).value(5).still().html().contains("width:50.0%"));
        assertTrue(new Checkbox("on", true).still().html().contains("☑ on"));
        assertTrue(tab.still().text().contains(evil));
        Widget[] many = java.util.stream.IntStream.range(0, 3).mapToObj(i -> new HTML("<p>" + "x".repeat(300_000) + "</p>")).toArray(Widget[]::new);
        assertTrue(new VBox(many).still().html().startsWith("<pre"), "too long for one output");
    }

    @Test void interactDrawsAnewAtEachChange() throws IOException {
        IntSlider side = new IntSlider("side", 1, 400, 300);
        VBox box = Widgets.interact(side, WidgetsTest::picture);
        String id = session.open(box.model());
        front.sent();
        side.value(200);
        assertEquals("Image, png, 200 x 200 pixels", shown(box));
        String slider = session.open(side.model());
        front.pass(100);
        front.sent();
        front.change(slider, "{\"value\":150}");
        List<String> sent = front.sent();
        assertEquals(2, sent.size(), "an echo and one picture");
        assertTrue(sent.get(1).contains("{\"method\":\"update\",\"state\":{\"format\":\"png\",\"width\":\"150\",\"height\":\"150\"}") || sent.get(1).contains("\"width\":\"150\""), sent.get(1).substring(0, 120));
        assertEquals(150, ImageIO.read(new ByteArrayInputStream(((Image) box.children().get(1)).bytes())).getWidth());
        assertTrue(id.startsWith("m"));
    }

    @Test void interactShowsWhateverComes() {
        IntSlider what = new IntSlider("what", 0, 6, 0);
        Label label = new Label("a widget");
        VBox box = Widgets.interact(what, v -> switch (v) {
            case 0 -> "text <b>";
            case 1 -> picture(28);
            case 2 -> throw new IllegalStateException("no <i> picture");
            case 3 -> label;
            case 4 -> null;
            case 5 -> Figure.of(40, 30, "figure", g -> { });
            default -> List.of(1, 2);
        });
        assertEquals("<pre style=\"margin:0;white-space:pre-wrap\">text &lt;b&gt;</pre>", ((HTML) box.children().get(1)).value());
        what.value(1);
        assertEquals("Image, png, 252 x 252 pixels", shown(box));
        what.value(2);
        assertEquals("IllegalStateException: no &lt;i&gt; picture", shown(box));
        what.value(3);
        assertEquals("a widget", shown(box));
        what.value(4);
        assertEquals("", shown(box));
        what.value(5);
        assertEquals("Image, png, 40 x 30 pixels", shown(box));
        what.value(6);
        assertEquals("[1, 2]", shown(box));
    }

    @Test void interactTakesUpToThreeControls() {
        IntSlider a = new IntSlider("a", 0, 9, 1);
        FloatSlider b = new FloatSlider("b", 0, 1, 0.5);
        Checkbox c = new Checkbox("c", true);
        VBox two = Widgets.interact(a, b, (x, y) -> x + " " + y);
        VBox three = Widgets.interact(a, b, c, (x, y, z) -> x + " " + y + " " + z);
        b.value(0.25);
        assertEquals("1 0.25", shown(two));
        c.value(false);
        assertEquals("1 0.25 false", shown(three));
        assertEquals("interact: the same control twice", assertThrows(IllegalArgumentException.class, () -> Widgets.interact(a, a, (x, y) -> x)).getMessage());
    }

    @Test void linksNameAttributes() throws Exception {
        IntSlider a = new IntSlider("a", 0, 9, 1), b = new IntSlider("b", 0, 9, 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Widgets.jsdlink(a, "value", b, "worth")).getMessage().startsWith("IntSlider has no attribute worth; it has layout, "));
        AutoCloseable link = Widgets.jsdlink(a, "value", b, "max");
        assertTrue(front.sent().stream().anyMatch(m -> m.contains("DirectionalLinkModel") && m.contains("\"target\":[\"IPY_MODEL_m6\",\"max\"]")));
        link.close();
        assertEquals(List.of("close m7"), front.sent());
    }

    @Test void anOutputCapturesAndKeeps() {
        Output out = new Output();
        String id = session.open(out.model());
        front.sent();
        List<String> during = new ArrayList<>();
        out.capture(() -> out.capture(() -> during.addAll(front.sent())));
        String head = id + " {\"method\":\"update\",\"state\":{\"msg_id\":\"", tail = "\"},\"buffer_paths\":[]}";
        assertEquals(List.of(head + "cell-1" + tail), during);
        assertEquals(List.of(head + tail), front.sent());
        assertThrows(IllegalStateException.class, () -> out.capture(() -> {
            throw new IllegalStateException();
        }));
        assertEquals(head + tail, front.sent().get(1));
        front.pass(100);
        out.print("a\n");
        assertEquals(List.of(id + " {\"method\":\"update\",\"state\":{\"outputs\":[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"a\\n\"}]},\"buffer_paths\":[]}"),
            front.sent());
        out.show(picture(300));
        assertEquals("a\npicture, 300 x 300 pixels", out.toString());
        assertEquals("Output, empty", out.clear().toString());
        front.change(id, "{\"outputs\":[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"from the page\"}]}");
        assertEquals("from the page", out.toString());
    }

    @Test void shownTogetherALivingOneStandsAlone() {
        try (TestNotebook notebook = new TestNotebook()) {
            Display.show("a", "b");
            Display.show("a", renderer.render(new Label("b")));
            assertEquals(List.of("display: a\nb", "display: a", "display: b"), notebook.log());
        }
    }

    @Test void imagesTakeFilesPicturesAndFigures() {
        assertEquals("Image, empty", new Image().toString());
        assertEquals("Image, png, 252 x 252 pixels", Image.of(picture(28)).toString());
        Image file = new Image().file(new byte[] {1, 2, 3}, "jpeg", 0, 0);
        assertEquals("<img src=\"data:image/jpeg;base64,AQID\" alt=\"Image, jpeg\">", file.still().html());
        file.bytes()[0] = 9;
        assertEquals(1, file.bytes()[0]);
        assertEquals("Image, png, 40 x 30 pixels", Image.of(Figure.of(40, 30, "f", g -> { })).toString());
    }

    @Test void closeAllClosesEverything() {
        session.open(new VBox(new IntSlider("a", 0, 1, 0), new Image()).model());
        assertTrue(session.openModels() > 5);
        Widgets.closeAll();
        assertEquals(0, session.openModels());
    }
}
