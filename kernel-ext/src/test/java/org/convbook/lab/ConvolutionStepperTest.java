package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.cnn.nn.Conv1d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.tensor.PaddingMode;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.render.Levels;
import org.convbook.widget.Box;
import org.convbook.widget.IntSlider;
import org.convbook.widget.Widget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionStepperTest {
    private static final Tensor SERIES = Tensor.of(new float[] {0, 0, 1, 1, 1, 0, 1, 0, 0, 0}, 10);
    private static final Tensor LETTERS = Tensor.of(new float[] {1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1}, 5, 5);
    private final Random rng = new Random(11);

    private Conv1d spikes(Window window, float bias) {
        Conv1d conv = new Conv1d(1, 1, window, rng);
        conv.weight().set(new float[] {-1, 1, -1});
        conv.bias().set(new float[] {bias});
        return conv;
    }

    private Conv2d alone(Window window, float bias) {
        Conv2d conv = new Conv2d(1, 1, window, rng);
        conv.weight().set(new float[] {-1, -1, -1, -1, 1, -1, -1, -1, -1});
        conv.bias().set(new float[] {bias});
        return conv;
    }

    private Tensor noise(int... shape) {
        float[] values = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat() - 0.4f;
        return Tensor.of(values, shape);
    }

    private static String results(ConvolutionStepper stepper) {
        return IntStream.rangeClosed(1, stepper.steps())
            .mapToObj(i -> stepper.figure(i).text().lines().reduce((a, b) -> b).orElseThrow().substring(2))
            .collect(Collectors.joining(" "));
    }

    private static IntSlider slider(Widget widget, String name) {
        if (widget instanceof IntSlider slider && slider.description().equals(name)) return slider;
        if (widget instanceof Box box) return box.children().stream().map(w -> slider(w, name)).filter(w -> w != null).findFirst().orElse(null);
        return null;
    }

    @Test void theLectureSeriesGivesTheLectureNumbers() {
        ConvolutionStepper stepper = new ConvolutionStepper(spikes(Window.of(3), 0), SERIES);
        assertEquals("−1 0 −1 0 −2 1 −1 0", results(stepper));
        assertEquals("""
            Conv1d(1 -> 1, kernel 3, stride 1, padding 0)
            step 1 of 8: place 0 of the output
            0·(−1) + 0·1 + 1·(−1) + bias 0
            = −1""", stepper.toString());
        assertEquals("""
            Conv1d(1 -> 1, kernel 3, stride 1, padding 0)
            step 6 of 8: place 5 of the output
            0·(−1) + 1·1 + 0·(−1) + bias 0
            = 1,  then Relu: 1""", stepper.then(new Relu()).figure(6).text());
    }

    @Test void theLectureImageGivesTheLectureNumbers() {
        assertEquals("−7 −2 −4 −5 −2 −5 −7 −2 −5", results(new ConvolutionStepper(alone(Window.of(3), 0), LETTERS)));
        String corners = results(new ConvolutionStepper(alone(Window.of(3).padding(1), 2), LETTERS).then(new Relu()));
        assertEquals("20201" + "00003" + "00000" + "00002" + "20202", corners.replaceAll("[^ ]+,  then Relu: ", "").replace(" ", ""));
    }

    static List<Window> windows() {
        return List.of(Window.of(3), Window.of(3).stride(2), Window.of(2, 3).padding(1, 2), Window.of(3).dilation(2).padding(1),
            Window.of(3).stride(2).padding(1).ceil(),
            Window.of(2).same(), Window.of(3).padding(2).paddingMode(PaddingMode.REFLECT), Window.of(3).padding(1).paddingMode(PaddingMode.CIRCULAR));
    }

    @ParameterizedTest @MethodSource("windows")
    void productsAndBiasAddUpToWhatTheLibraryComputes(Window window) {
        Tensor x = noise(1, 2, 6, 8), w = noise(1, 2, window.kernelHeight(), window.kernelWidth());
        ConvolutionScene scene = ConvolutionScene.of(new ConvolutionScene.Parts("layer", x, w, 0.25f, null), window);
        assertTrue(scene.steps() > 3);
        for (int i = 0; i < scene.steps(); i++) assertEquals(scene.output[scene.row(i)][scene.column(i)], scene.sum(i) + 0.25, 1e-5, "step " + i);
    }

    @Test void eachGroupSeesItsOwnChannels() {
        Conv2d conv = new Conv2d(4, 2, Window.of(3), 2, false, rng);
        Tensor x = noise(4, 5, 5);
        float[] y = Tensor.of(x.toArray(), 1, 4, 5, 5).conv(conv.weight(), null, Window.of(3), 2).toArray();
        String[] got = results(new ConvolutionStepper(conv, x).filter(1)).split(" ");
        for (int i = 0; i < 9; i++) assertEquals(Cells.number(y[9 + i]), got[i]);
    }

    @Test void whatDoesNotFitIsSaidInTheWordsOfTheLibrary() {
        ConvolutionStepper stepper = new ConvolutionStepper(alone(Window.of(3).stride(3).exact(), 0), noise(7, 7));
        assertEquals(0, stepper.steps());
        String words = "Conv2d(1 -> 1, kernel 3x3, stride 3, padding 0, exact): (7 - 3)/3 + 1 = 2.33: a 3x3 filter with stride 3 does not fit 7x7; "
            + "stride 2 or padding 1 does";
        assertEquals("Conv2d(1 -> 1, kernel 3x3, stride 3, padding 0, exact)\n" + words, stepper.toString());
        assertTrue(stepper.figure(1).svg().contains("does not fit"));
        assertFalse(stepper.levels().html().contains("<script"));
    }

    @Test void slidersChangeTheGeometryAndBackAgain() {
        ConvolutionStepper stepper = new ConvolutionStepper(alone(Window.of(3), 0), noise(7, 7));
        assertEquals(25, stepper.steps());
        slider(stepper, "step").value(25);
        slider(stepper, "stride").value(2);
        assertEquals(9, stepper.steps());
        assertEquals(9, slider(stepper, "step").value());
        slider(stepper, "padding").value(1);
        assertEquals(16, stepper.steps());
        slider(stepper, "dilation").value(3);
        slider(stepper, "stride").value(1);
        assertEquals("Conv2d(1 -> 1, kernel 3x3, stride 1, padding 1, dilation 3)", stepper.figure(1).title());
        for (String name : List.of("padding", "dilation")) slider(stepper, name).value(name.equals("padding") ? 0 : 1);
        assertEquals(25, stepper.steps());
    }

    @Test void thePictureNeverShrinksSoThatThePageBelowStandsStill() {
        ConvolutionStepper stepper = new ConvolutionStepper(alone(Window.of(3), 0), noise(7, 7));
        slider(stepper, "padding").value(3);
        String large = size(stepper);
        slider(stepper, "padding").value(0);
        assertEquals(large, size(stepper));
        slider(stepper, "stride").value(4);
        assertEquals(large, size(stepper));
    }

    private static String size(Box box) {
        Widget picture = box.children().get(box.children().size() - 1);
        String svg = new String(((org.convbook.widget.Image) picture).bytes(), java.nio.charset.StandardCharsets.UTF_8);
        return svg.substring(svg.indexOf("width="), svg.indexOf(" viewBox"));
    }

    @Test void aWindowThatIsTooLargeIsSaidAndTheWayBackStaysOpen() {
        ConvolutionStepper stepper = new ConvolutionStepper(alone(Window.of(3), 0), noise(4, 4));
        slider(stepper, "dilation").value(3);
        assertTrue(stepper.toString().contains("is larger than the 4x4 input"), stepper.toString());
        slider(stepper, "dilation").value(1);
        assertEquals(4, stepper.steps());
    }

    @Test void withoutAKernelTheStepsAreFrames() {
        Levels levels = new ConvolutionStepper(alone(Window.of(3).padding(1), 2), LETTERS).then(new Relu()).step(10).levels();
        assertTrue(levels.html().contains("class=\"cb-frames\"") && levels.html().contains("<script>"));
        assertTrue(levels.svg().contains("step 10 of 25"), "it begins where the slider stands");
        assertTrue(levels.weight() < 300_000, levels.weight() + " characters");
    }

    @Test void aLargeImageIsShownInPart() {
        ConvolutionStepper stepper = new ConvolutionStepper(new Conv2d(1, 6, Window.of(5).padding(2), rng), noise(1, 28, 28));
        assertTrue(stepper.figure(400).svg().contains("the whole input"));
        assertTrue(stepper.figure(400).width() <= 900 && stepper.figure(400).height() < 700, stepper.figure(400).width() + " x "
            + stepper.figure(400).height());
        assertTrue(stepper.levels().weight() < Levels.MOST);
    }

    @Test void whatItCannotShowIsRefused() {
        Conv2d conv = alone(Window.of(3), 0);
        assertEquals("ConvolutionStepper: a Conv2d or a Conv1d is expected, got " + new Linear(2, 2, rng),
            assertThrows(IllegalArgumentException.class, () -> new ConvolutionStepper(new Linear(2, 2, rng), LETTERS)).getMessage());
        assertEquals("ConvolutionStepper: one image is expected, [H, W], [C, H, W] or [1, C, H, W], got [2, 1, 5, 5]",
            assertThrows(IllegalArgumentException.class, () -> new ConvolutionStepper(conv, Tensor.zeros(2, 1, 5, 5))).getMessage());
        assertEquals("Conv2d(1 -> 1, kernel 3x3, stride 1, padding 0): input has 3 channels, expected 1\n  input   [1, 3, 5, 5]   "
            + "NCHW\n  weight  [1, 1, 3, 3]",
            assertThrows(IllegalArgumentException.class, () -> new ConvolutionStepper(conv, Tensor.zeros(3, 5, 5))).getMessage());
        ConvolutionStepper stepper = new ConvolutionStepper(conv, LETTERS);
        assertEquals("ConvolutionStepper: there is no step 10 among 9",
            assertThrows(IllegalArgumentException.class, () -> stepper.step(10)).getMessage());
        assertEquals("ConvolutionStepper: there is no filter 1 among 1",
            assertThrows(IllegalArgumentException.class, () -> stepper.filter(1)).getMessage());
        assertEquals("ConvolutionStepper: what follows must keep the size, but MaxPool2d(" + Window.of(2) + ") makes [1, 1, 2, 2] of [1, 1, 3, 3]",
            assertThrows(IllegalArgumentException.class, () -> stepper.then(new MaxPool2d(Window.of(2).stride(1)))).getMessage());
        assertEquals(9, stepper.steps());
    }

    @Test void theLayerMayChangeAfterwards() {
        Conv1d conv = spikes(Window.of(3), 0);
        ConvolutionStepper stepper = new ConvolutionStepper(conv, SERIES);
        conv.weight().set(new float[] {9, 9, 9});
        slider(stepper, "stride").value(2);
        assertEquals("−1 −1 −2 −1", results(stepper));
    }
}
