package org.convbook.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs of every kind under Lab's light and dark theme. */
@ExtendWith(LabExtension.class)
class ThemesTest {
    private static final String[] CELLS = {
        "System.out.println(\"printed\"); System.err.println(\"to the error stream\"); 6 * 7",
        "show(new LeNet5(10, new Random(1)).summary(1, 28, 28));",
        "show(Charts.lines(\"Two curves\", \"step\", \"loss\", Curve.of(\"train\", 3, 2, 1.5, 1.2), Curve.of(\"validation\", 3.1, 2.2, 1.9, 1.8)));",
        "show(Exercise.check(3, 4, \"Count again.\", \"It is four.\"), Exercise.check(4, 4, \"Count again.\", \"It is four.\"));",
        "show(FilterBank.of(new LeNet5(10, new Random(1)), \"0\"), new double[][] {{0.25, 1e-5}, {-3, 1000}}, Glyphs.dataset(20, 1));",
        "new VBox(new IntSlider(\"stride\", 1, 5, 2), new Dropdown<>(\"pooling\", List.of(\"max\", \"average\")), new Button(\"Train\"), new Label(\"words\"), new HTML(\"<b>bold</b> words\"), new IntProgress(\"steps\", 7, 10))",
        "int[] three = new int[3]; three[3]++;"};

    @ParameterizedTest @ValueSource(booleans = {false, true})
    void theTextOfEveryOutputCanBeRead(boolean dark, Lab lab) {
        LabPage page = lab.open(CELLS);
        page.theme(dark);
        for (int cell = 0; cell < CELLS.length; cell++) page.run(cell);
        page.settle();
        page.picture(dark ? "dark" : "light");
        List<Contrast> all = Contrast.of(page.page());
        assertTrue(all.size() > 60, all.size() + " pieces of text were found");
        assertEquals(List.of(), all.stream().filter(text -> !text.enough()).map(Contrast::toString).distinct().toList());
        System.out.println((dark ? "dark" : "light") + " theme: " + all.size() + " pieces of text, the least contrast is " + all.stream().min(Comparator.comparingDouble(Contrast::ratio)).orElseThrow());
        page.theme(false);
    }
}
