package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;

import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Tanh;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.train.Evaluation;
import org.convbook.data.synthetic.Glyphs;
import org.convbook.render.TypeRenderer;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class LabRenderersTest {
    private final Renderer renderer = new Renderer();

    LabRenderersTest() {
        Stream.<TypeRenderer<?>>of(new TensorRenderer(), new LayerRenderer(), new DatasetRenderer(), new EvaluationRenderer())
            .forEach(r -> r.install(renderer));
    }

    private String text(Object value) {
        return (String) renderer.render(value).getData(MIMEType.TEXT_PLAIN);
    }

    @Test void theServiceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(Extension.class).stream().anyMatch(p -> p.type() == LabExtension.class));
    }

    @Test void aVectorIsTextWithItsRange() {
        DisplayData d = renderer.render(Tensor.of(new float[] {1, 2, Float.NaN, 4.5f}, 4));
        assertEquals("Tensor [4] on java: 1.0, 2.0, NaN, 4.5\n4 values, smallest 1.0, mean 2.5, largest 4.5, 1 NaN or infinite",
            d.getData(MIMEType.TEXT_PLAIN));
        assertFalse(d.hasDataForType(MIMEType.IMAGE_PNG));
    }

    @Test void imagesAreDrawn() {
        DisplayData d = renderer.render(Tensor.zeros(20, 1, 8, 8));
        assertTrue(d.hasDataForType(MIMEType.IMAGE_PNG));
        assertTrue(((String) d.getData(MIMEType.IMAGE_SVG)).contains("the first 16 of 20"));
        assertEquals(16, ((String) d.getData(MIMEType.IMAGE_SVG)).split("<image ", -1).length - 1);
        assertEquals(2, ((String) renderer.render(Tensor.zeros(2, 3, 8, 8)).getData(MIMEType.IMAGE_SVG)).split("<image ", -1).length - 1,
            "in colour");
    }

    @Test void oddTensorsHaveText() {
        assertEquals("no finite values", text(Tensor.of(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN}, 2, 2)).lines().toList().get(1));
        assertEquals("no values", text(Tensor.zeros(0, 4)).lines().reduce((a, b) -> b).orElseThrow());
    }

    @Test void aNetworkIsTheTableOfItsParts() {
        String text = text(new LeNet5(10, new Random(1)));
        assertEquals("LeNet5: 61 706 parameters", text.lines().findFirst().orElseThrow());
        assertTrue(text.contains("\n7     Linear(400 -> 120)                                    48 120  weight [120, 400]  bias [120]\n"), text);
        assertEquals(3 + 12, text.lines().count());
        assertEquals("Tanh, 0 parameters", text(new Tanh()));
    }

    @Test void aDataSetShowsItsFirstImages() {
        DisplayData d = renderer.render(Glyphs.dataset(100, 1));
        assertTrue(((String) d.getData(MIMEType.IMAGE_SVG)).contains("glyphs: 20 of 100 images"));
        assertEquals(Glyphs.dataset(100, 1).toString(), d.getData(MIMEType.TEXT_PLAIN));
    }

    @Test void anEvaluationIsALineAndATable() {
        Evaluation e = new Evaluation(0.5, new float[][] {{0.9f, 0.1f}, {0.2f, 0.8f}}, new int[] {0, 1}, List.of("<a>", "b"));
        DisplayData d = renderer.render(e);
        assertTrue(((String) d.getData(MIMEType.TEXT_PLAIN)).startsWith("Evaluation: 2 images, loss 0.5000, accuracy 100.00 %\nclasses\nclass"));
        assertTrue(((String) d.getData(MIMEType.TEXT_HTML)).contains("&lt;a&gt;"));
    }
}
