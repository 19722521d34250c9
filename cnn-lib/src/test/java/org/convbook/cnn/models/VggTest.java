package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Row;

class VggTest {
    private static final Full NET = Networks.of("Vgg(Form.D, 1000, rng)");

    private final Random rng = new Random(7);

    /** Simonyan &amp; Zisserman 2015, table 2, says 133, 133, 134, 138 and 144 million; to the unit by hand from table 1. */
    @ParameterizedTest
    @CsvSource({"A, 132863336", "B, 133047848", "C, 133638952", "D, 138357544", "E, 143667240"})
    void parametersAsInThePaper(Vgg.Form form, long parameters) {
        assertEquals(parameters, new Vgg(form, 1000, Full.ZEROS).parameterCount());
    }

    /** The table in the class's Javadoc, whose sums are hand calculations: output places, 15.47 G multiply-adds, fields 196 and 212. */
    @Test
    void theTableOfVgg16() {
        assertEquals("224x224 112x112 112x112 56x56 56x56 28x28 28x28 14x14 14x14 7x7", NET.sizes("features.0", "features.4", "features.5",
            "features.9", "features.10", "features.16", "features.17", "features.23", "features.24", "features.30"));
        assertEquals(15_470_264_320L, NET.multiplyAdds());
        assertEquals("196 16", NET.field("features.28").replaceFirst(" [^ ]+$", ""));
        assertEquals("212 32", NET.field("features.30").replaceFirst(" [^ ]+$", ""));
    }

    /** A lecture's slide says 24 million floats, 93 MB; its own column sums to this, without the ReLUs' outputs, and to 28.8 million with them. */
    @Test
    void theMemoryOfTheSlide() {
        long plain = 3 * 224 * 224;
        long relus = 0;
        int channels = 3;
        for (Row row : NET.table()) {
            String layer = row.getString("layer");
            String path = row.getString("path");
            if (layer.startsWith("Conv") || layer.startsWith("Linear")) channels = NET.parameter(path + ".weight").size(0);
            if (layer.startsWith("Conv") || layer.startsWith("Linear") || layer.startsWith("MaxPool")) plain += channels * NET.area(path);
            if (layer.startsWith("Relu")) relus += channels * NET.area(path);
        }
        assertEquals(15_237_608, plain);
        assertEquals(28_788_200, plain + relus, 100_000);
        assertEquals(138_344_128, NET.weights(), "the slide counts weights without biases");
    }

    @Test
    void namesAreThoseOfTorchvision() {
        assertEquals("[features.0.weight, features.0.bias, features.3.weight, features.3.bias, features.6.weight, features.6.bias, "
            + "features.8.weight, features.8.bias, features.11.weight, features.11.bias, features.13.weight, features.13.bias, "
            + "features.16.weight, features.16.bias, features.18.weight, features.18.bias, "
            + "classifier.0.weight, classifier.0.bias, classifier.3.weight, classifier.3.bias, classifier.6.weight, classifier.6.bias]",
            new Vgg(Vgg.Form.A, 0.125, 32, 10, rng).parameters().keySet().toString());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        error(IllegalArgumentException.class, "Vgg: side must be at least 32, since five poolings halve it, got 31",
            () -> new Vgg(Vgg.Form.A, 1, 31, 10, rng));
        error(IllegalArgumentException.class, "Vgg: width must be a multiple of 1/8 from 0.125 to 16, got 0.1",
            () -> new Vgg(Vgg.Form.A, 0.1, 32, 10, rng));
        Layer net = new Vgg(Vgg.Form.A, 0.125, 32, 10, rng);
        assertEquals(Shape.of(0, 10), net.apply(Tensor.zeros(0, 3, 32, 32), Pass.inference()).shape());
        error(ShapeException.class, """
            features.0: Conv2d(3 -> 8, kernel 3x3, stride 1, padding 1): input has 2 channels, expected 3
              input   [2, 2, 32, 32]   NCHW
              weight  [8, 3, 3, 3]""", () -> net.apply(Tensor.zeros(2, 2, 32, 32), Pass.inference()));
    }
}
