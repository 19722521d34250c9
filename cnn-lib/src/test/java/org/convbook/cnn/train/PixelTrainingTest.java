package org.convbook.cnn.train;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.Upsample;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Window;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Cells;
import org.convbook.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that return a class for each pixel. */
class PixelTrainingTest {
    private final Random rng = new Random(1);
    private final Dataset cells = Cells.dataset(24, 32, 1);

    static List<Backend> backends() {
        return Trainings.backends();
    }

    private Layer net() {
        Window k3 = Window.of(3).padding(1);
        return new Sequential(new Conv2d(1, 8, k3, rng), new Relu(), new MaxPool2d(2), new Conv2d(8, 8, k3, rng), new Relu(),
            new Upsample(2, Upsample.Mode.BILINEAR), new Conv2d(8, 2, k3, rng));
    }

    /** Crops lay pixels of no class along the borders. */
    @ParameterizedTest @MethodSource("backends")
    void cellsAreFound(Backend backend) {
        Layer net = net();
        Trainer trainer = new Trainer(net, new Adam(net.parameters(), 0.01)).on(backend).batchSize(6).epochs(12).augment(Transform.randomCrop(3));
        double untrained = trainer.evaluatePixels(cells).meanIou();
        History history = trainer.validation(0.25).fit(cells);
        PixelEvaluation trained = trainer.evaluatePixels(cells);
        assertTrue(trained.meanIou() > untrained + 0.15, untrained + " to " + trained);
        assertTrue(history.last().loss() < 0.95 * history.epochs().get(0).loss(), history.toString());
        assertTrue(history.last().validationAccuracy() > 0.7, history.toString());
        assertEquals(24 * 32 * 32, sum(trained.confusion()));
    }

    private static long sum(long[][] counts) {
        long sum = 0;
        for (long[] row : counts) for (long c : row) sum += c;
        return sum;
    }

    /** Truth 0: 5 of 6 found; truth 1: 2 of 4. IoU 5/(6 + 7 − 5) and 2/(4 + 3 − 2); a third class that nobody saw does not count. */
    @Test
    void figuresByHand() {
        PixelEvaluation e = new PixelEvaluation(0.5, new long[][] {{5, 1, 0}, {2, 2, 0}, {0, 0, 0}}, List.of("sky", "road", "sea"));
        assertEquals(0.7, e.accuracy(), Tolerance.DOUBLE_OPERATION);
        assertEquals(0.625, e.iou(0), Tolerance.DOUBLE_OPERATION);
        assertEquals(0.4, e.iou(1), Tolerance.DOUBLE_OPERATION);
        assertEquals(Double.NaN, e.iou(2));
        assertEquals(0.5125, e.meanIou(), Tolerance.DOUBLE_OPERATION);
        assertEquals("PixelEvaluation: loss 0.5000, pixel accuracy 70.00 %, mean IoU 51.25 %", e.toString());
        assertEquals(List.of(6L, 4L, 0L), e.table().longColumn("pixels").asList());
    }

    /** Two images of 1x2 pixels; scores of class 0, then of class 1: called 0 1 and 1 1. */
    @Test
    void ignoredPixelsDoNotCount() {
        var logits = tensor("3 1  2 2.5   -1 0  4 9", 2, 2, 1, 2);
        assertEquals(new Steps.Result(0.5, 3, 4), Steps.count(0.5, logits, new int[] {0, 1, 1, 0}, 255));
        assertEquals(new Steps.Result(0.5, 2, 3), Steps.count(0.5, logits, new int[] {0, 255, 1, 0}, 255));
        assertEquals(new Steps.Result(0.5, 0, 0), Steps.count(0.5, logits, new int[] {255, 255, 255, 255}, 255));
    }

    @Test
    void whatFitsOnlyImagesOrOnlyPixelsIsSaid() {
        Layer pixels = net();
        Layer images = Trainings.net();
        Trainer ofPixels = new Trainer(pixels, new Adam(pixels.parameters(), 0.01)).on(Backends.java());
        Trainer ofImages = new Trainer(images, new Adam(images.parameters(), 0.01)).on(Backends.java());
        error(IllegalArgumentException.class, cells.name() + " has a label for each pixel; use evaluatePixels", () -> ofPixels.evaluate(cells));
        error(IllegalArgumentException.class,
            "the network returns [1, 2, 28, 28] for one image, expected [1, classes] for " + Trainings.DIGITS.name(),
            () -> ofPixels.fit(Trainings.DIGITS));
        Dataset small = Cells.dataset(2, 32, 1);
        Layer wrong = new Sequential(new Flatten(), new Linear(1024, 2, rng));
        error(IllegalArgumentException.class, "the network returns [1, 2] for one image, expected [1, classes, H, W] for " + small.name(),
            () -> new Trainer(wrong, new Adam(wrong.parameters(), 0.01)).on(Backends.java()).fit(small));
        assertTrue(ofImages.evaluate(Trainings.HELD_OUT).loss() > 0);
        error(IllegalArgumentException.class, Trainings.HELD_OUT.name() + " has one label for each image; use evaluate",
            () -> ofImages.evaluatePixels(Trainings.HELD_OUT));
    }
}
