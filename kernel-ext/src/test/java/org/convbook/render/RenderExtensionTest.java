package org.convbook.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;

import org.convbook.chart.Charts;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class RenderExtensionTest {
    /** A stock kernel: it has no display sink of ours and renders pictures as PNG of its own accord. */
    private static class StockKernel extends BaseKernel {
        StockKernel(Renderer renderer) {
            super("stock", "1", null, List.of(), null, new JupyterIO(StandardCharsets.UTF_8), new CommManager(), renderer, null,
                null, false, new StringStyler.Builder().build());
        }

        @Override public Object evalRaw(String code) {
            return null;
        }

        @Override public DisplayData inspect(String code, int at, boolean details) {
            return null;
        }

        @Override public ReplacementOptions complete(String code, int at) {
            return null;
        }

        @Override public String isComplete(String code) {
            return IS_COMPLETE_YES;
        }
    }

    private static final class OurKernel extends StockKernel implements DisplaySink {
        final FakeSink sink = new FakeSink();

        OurKernel(Renderer renderer) {
            super(renderer);
        }

        @Override public void display(DisplayData data) {
            sink.display(data);
        }

        @Override public void update(DisplayData data) {
            sink.update(data);
        }

        @Override public void clear(boolean wait) {
            sink.clear(wait);
        }
    }

    private final Renderer renderer = new Renderer();
    private final RenderExtension extension = new RenderExtension();

    @AfterEach void leaveTheNotebook() {
        Display.disconnect();
    }

    @Test void theServiceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Extension.class).stream().anyMatch(p -> p.type() == RenderExtension.class));
    }

    @Test void displaysGoToAKernelThatIsASink() {
        OurKernel kernel = new OurKernel(renderer);
        extension.install(kernel);
        Display.show("text");
        Display.show(Table.create("t", IntColumn.create("a", new int[] {1})), new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB), "<i>");
        Display.html("<b>bold</b>");
        Display.clear(true);
        assertEquals(List.of("display: text", "display: t\na\n-\n1\npicture, 28 x 28 pixels, shown 9 times as large\n<i>",
            "display: bold", "clear: true"), kernel.sink.log);
        String html = (String) kernel.sink.data.get(1).getData(MIMEType.TEXT_HTML);
        assertTrue(html.contains("<table") && html.contains("data:image/png;base64,") && html.contains("&lt;i&gt;"), html);
        assertEquals(3, html.split("display:inline-block", -1).length - 1);
    }

    @Test void uninstallUndoesBoth() {
        Image.registerAll(renderer);
        OurKernel kernel = new OurKernel(renderer);
        extension.install(kernel);
        assertTrue(renderer.render(new int[] {1}).getData(MIMEType.TEXT_PLAIN).equals("int[1] 1"));
        extension.uninstall(kernel);
        assertTrue(((String) renderer.render(new int[] {1}).getData(MIMEType.TEXT_PLAIN)).startsWith("[I@"));
        DisplayData picture = renderer.render(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
        assertTrue(picture.hasDataForType(MIMEType.IMAGE_PNG));
        assertFalse(picture.hasDataForType(MIMEType.TEXT_HTML));
        Display.show(Charts.bars("b", List.of("a"), 1));
        assertEquals(List.of(), kernel.sink.log);
    }

    @Test void aStockKernelServesToo() {
        extension.install(new StockKernel(renderer));
        assertTrue(renderer.render(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB)).hasDataForType(MIMEType.TEXT_HTML));
        Display.show("no cell is running");
        Display.clear(false);
        try (LiveDisplay live = Display.live()) {
            live.update("a");
            live.update("b");
        }
    }

    @Test void aKernelThatFailsDoesNotStopTheStart() {
        extension.install(new StockKernel(renderer) {
            @Override public Renderer getRenderer() {
                throw new NoSuchMethodError("another JJava");
            }
        });
        Display.show("still printed");
    }

    @Test void withoutANotebookTextIsPrinted() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintSink sink = new PrintSink(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        sink.display(Display.levels(Charts.bars("b", List.of("a"), 1)).data());
        try (LiveDisplay live = new LiveDisplay(sink, Display::levels, Clock.REAL)) {
            for (int i = 0; i < 5; i++) live.update("state " + i);
        }
        assertEquals("b\n  a  1\nstate 0\nstate 4\n", bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }

    @Test void nothingToShowIsSaid() {
        assertEquals("show: nothing to show; give at least one value, such as show(image)",
            assertThrows(IllegalArgumentException.class, Display::show).getMessage());
        Display.show((Object) null);
    }

    @Test void tooMuchForOneOutputIsRefusedInWords() {
        String big = "x".repeat(600_000);
        var e = assertThrows(IllegalArgumentException.class, () -> Display.show(big, big));
        assertEquals("display: 2 values together weigh 1200 kB, more than the 1 MB that one output may; show them in several calls", e.getMessage());
    }
}
