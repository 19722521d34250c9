package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Random;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.Conv1d;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.convbook.render.Levels;
import org.junit.jupiter.api.Test;

class FilterBankTest {
    private final LeNet5 net = new LeNet5(10, new Random(1));

    @Test void allInACommonRangeOrEachInItsOwn() {
        FilterBank bank = FilterBank.of(Tensor.of(new float[] {-1, 0, 0, 1, -4, 0, 0, 2}, 2, 1, 2, 2));      // two filters of 2 x 2
        BufferedImage shared = bank.figure().image(1), own = bank.ownScale().figure().image(1);
        assertEquals(Palette.diverging(-0.25).getRGB(), shared.getRGB(20, 55), "-1 of 4");
        assertEquals(Palette.diverging(0).getRGB(), shared.getRGB(75, 55), "zero is mid grey");
        assertEquals(Palette.diverging(-1).getRGB(), own.getRGB(20, 55), "-1 of 1");
        assertEquals(Palette.diverging(1).getRGB(), own.getRGB(75, 115));
        assertEquals(bank.figure().svg(), bank.ownScale().sharedScale().figure().svg());
    }

    @Test void oneFilterIsLargeWithItsNumbers() {
        Tensor w = Tensor.of(new float[] {-1, 0, 0.25f, 1, -4, 0.5f, 0, 2}, 2, 1, 2, 2);
        String first = FilterBank.of(w).figure().svg(), second = FilterBank.of(w).filter(1).figure().svg();
        assertTrue(first.contains(">−1.00<") && first.contains(">0.25<") && first.contains("sum 0.25"), first);
        assertTrue(second.contains(">−4.00<") && second.contains(">0.50<") && second.contains("sum −1.5"), second);
    }

    @Test void everyLevelIsThereAndTheFramesMoveOverTheFilters() {
        Levels levels = FilterBank.of(net, "0").levels();
        assertTrue(levels.html().startsWith("<div class=\"cb-frames\"") && levels.html().contains("<img src=\"data:image/svg+xml;base64,"));
        assertTrue(levels.svg().contains("Filter 0") && levels.png().length() > 1000);
        assertEquals(FilterBank.of(net, "0").toString(), levels.text());
        assertTrue(levels.weight() < 160_000, levels.weight() + " characters");
        assertTrue(FilterBank.of(Tensor.zeros(512, 512, 3, 3)).filter(40).levels().weight() < Levels.MOST);
    }

    @Test void theWidgetStandsWhereTheFigureDoes() {
        assertEquals("IntSlider filter = 3 (0 to 15)\nIntSlider channel = 2 (0 to 5)\nToggleButtons show = this channel (of all "
            + "channels, this channel)\n"
            + "ToggleButtons range = own (of shared, own)",
            FilterBank.of(net, "3").filter(3).channel(2).ownScale().widget().toString().replaceAll("\nImage.*", ""));
    }

    @Test void aConvolutionIsEnoughAlsoOverASeries() {
        assertEquals(FilterBank.of(net, "3").figure().width(), FilterBank.of(net.at("3")).figure().width());
        FilterBank series = FilterBank.of(new Conv1d(2, 4, Window.of(5), new Random(1)));
        assertTrue(series.toString().startsWith("Filters weight: 4 filters of 1 x 5 over 2 channels, weights -"), series.toString());
        assertTrue(series.figure().svg().contains("bias "));
    }

    @Test void saysHowManyHowLargeAndFromWhereToWhere() {
        assertEquals("Filters weight: 2 filters of 1 x 2 over 1 channel, weights -1.5 to 2.0",
            FilterBank.of(Tensor.of(new float[] {-1.5f, 0, 1, 2}, 2, 1, 1, 2)).toString());
    }

    @Test void keepsTheWeightsOfItsMoment() {
        FilterBank before = FilterBank.of(net, "0");
        String drawn = before.figure().svg();
        net.parameters().get("0.weight").set(new float[6 * 25]);
        assertEquals(drawn, before.figure().svg());
        assertNotEquals(drawn, FilterBank.of(net, "0").figure().svg());
    }

    @Test void beforeAndAfterShareTheirRange() {
        Figure both = FilterBank.of(net, "0").beside(FilterBank.of(net, "0")).figure();
        assertEquals("Before: 0.weight", both.text().substring(0, 16));
        assertEquals(2 * FilterBank.of(net, "0").figure().height(), both.height());
        FilterBank small = FilterBank.of(Tensor.of(new float[] {1}, 1, 1, 1, 1)), large = FilterBank.of(Tensor.of(new float[] {-4}, 1, 1, 1, 1));
        assertEquals(2, small.beside(large).figure().svg().split("common range ±4<", -1).length - 1);
    }

    @Test void deeperFiltersAreOneRowAnInputChannelOrOneChannelAlone() {
        String all = FilterBank.of(net, "3").figure().svg(), one = FilterBank.of(net, "3").channel(2).figure().svg();
        assertTrue(all.contains("column: filter; row: input channel"), all);
        assertEquals(1, all.split("<image ", -1).length - 1, "one picture holds them all");
        assertTrue(one.contains("Filters 3.weight, input channel 2"), one);
        assertEquals(16, one.split("<image ", -1).length - 1);
    }

    @Test void colourFiltersArePictures() {
        assertEquals(4 + 1, FilterBank.of(Tensor.zeros(4, 3, 5, 5)).figure().svg().split("<image ", -1).length - 1);
    }

    @Test void manyFiltersComeInPages() {
        FilterBank many = FilterBank.of(Tensor.zeros(96, 3, 11, 11));
        assertEquals(64 + 1, many.figure().svg().split("<image ", -1).length - 1);
        assertTrue(many.figure().svg().contains(", filters 0 to 63 of 96"));
        assertTrue(many.filter(70).figure().svg().contains(", filters 64 to 95 of 96"));
        String deep = FilterBank.of(Tensor.zeros(512, 256, 3, 3)).filter(100).figure().svg();
        assertTrue(deep.contains("column: filter 64 to 127 of 512; row: input channel 0 to 31 of 256"), deep);
    }

    @Test void whatHasNoFiltersIsNamed() {
        assertEquals("filter bank: Tanh at \"1\" has no filters; those of LeNet5 are at [0, 3]",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "1")).getMessage());
        assertEquals("filter bank: LeNet5 has no filters; those of LeNet5 are at [0, 3]",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net)).getMessage());
        assertEquals("filter bank of 7.weight: weights must be [out, in, kH, kW] or [out, in, kL], got [120, 400]",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "7")).getMessage());
        assertEquals("filter bank of 0.weight: there is no filter 6, expected 0 to 5",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "0").filter(6)).getMessage());
        assertEquals("filter bank of 3.weight: there is no input channel -1, expected 0 to 5",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "3").channel(-1)).getMessage());
        assertEquals("filter banks: 6 filters of 5 x 5 over 1 channel and 16 filters of 5 x 5 over 6 channels cannot be compared",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "0").beside(FilterBank.of(net, "3"))).getMessage());
    }
}
