package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.Random;

import org.convbook.chart.Figure;
import org.convbook.chart.Palette;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FilterBankTest {
    private final LeNet5 net = new LeNet5(10, new Random(1));

    @Test void eachFilterInItsOwnRangeAndAllInACommonOne() {
        float[] w = {-1, 0, 0, 1, -4, 0, 0, 2};                                  // two filters of 2 x 2
        BufferedImage image = FilterBank.of(Tensor.of(w, 2, 1, 2, 2)).figure().image(1);
        int second = image.getWidth() / 2;
        assertEquals(Palette.diverging(-1).getRGB(), image.getRGB(15, 35), "own range: -1 of 1");
        assertEquals(Palette.diverging(0).getRGB(), image.getRGB(45, 35), "zero is mid grey");
        assertEquals(Palette.diverging(1).getRGB(), image.getRGB(45, 65));
        assertEquals(Palette.diverging(-0.25).getRGB(), image.getRGB(second + 15, 35), "common range: -1 of 4");
        assertEquals(Palette.diverging(0).getRGB(), image.getRGB(second + 45, 35));
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
        Figure both = FilterBank.of(net, "0").beside(FilterBank.of(net, "0"));
        assertEquals("Before: 0.weight", both.text().substring(0, 16));
        assertEquals(2 * FilterBank.of(net, "0").figure().height(), both.height());
    }

    @Test void deeperFiltersAreOneRowAnInputChannel() {
        String svg = FilterBank.of(net, "3").figure().svg();
        assertEquals(6 * 16, svg.split("<image ", -1).length - 1);
    }

    @Test void colourFiltersArePictures() {
        assertEquals(2 * 4, FilterBank.of(Tensor.zeros(4, 3, 5, 5)).figure().svg().split("<image ", -1).length - 1);
    }

    @Test void manyFiltersAreCutShort() {
        assertEquals(2 * 64, FilterBank.of(Tensor.zeros(96, 3, 11, 11)).figure().svg().split("<image ", -1).length - 1);
    }

    @Test void whatHasNoFiltersIsNamed() {
        assertEquals("filter bank: Tanh at \"1\" has no filters; parameters: [0.weight, 0.bias, 3.weight, 3.bias, 7.weight, 7.bias, 9.weight, 9.bias, "
            + "11.weight, 11.bias]", assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "1")).getMessage());
        assertEquals("filter bank of 7.weight: weights must be [out, in, kH, kW], got [120, 400]",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "7")).getMessage());
        assertEquals("filter banks: 6 filters of 5 x 5 over 1 channel and 16 filters of 5 x 5 over 6 channels cannot be compared",
            assertThrows(IllegalArgumentException.class, () -> FilterBank.of(net, "0").beside(FilterBank.of(net, "3"))).getMessage());
    }
}
