package org.convbook.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test void aNumberShowsFourDigitsAtMost() {
        assertEquals("0.9877", Numbers.format(0.98765));
        assertEquals("12.35", Numbers.format(12.3456));
        assertEquals("0.001", Numbers.format(0.001));
        assertEquals("0.5", Numbers.format(0.5f));
        assertEquals("61706", Numbers.format(61706));
        assertEquals("-3", Numbers.format(-3));
    }

    @Test void veryLargeAndVerySmallAreScientific() {
        assertEquals("1.235e-05", Numbers.format(0.0000123456));
        assertEquals("1.235e+08", Numbers.format(123456789.5));
    }

    @Test void oddValuesHaveNames() {
        assertEquals("NaN", Numbers.format(Double.NaN));
        assertEquals("-∞", Numbers.format(Double.NEGATIVE_INFINITY));
        assertEquals("0", Numbers.format(-0.0));
    }

    @Test void aColumnSharesItsDecimals() {
        assertArrayEquals(new String[] {"0.10", "0.25", "NaN", "0.65"}, Numbers.formatAll(0.1, 0.25, Double.NaN, 0.65));
        assertArrayEquals(new String[] {"1.5", "100.0"}, Numbers.formatAll(1.5, 100));
    }

    @Test void groupsStartAtTenThousand() {
        assertEquals("9999", Numbers.grouped(9999, " "));
        assertEquals("10 000", Numbers.grouped(10_000, " "));
        assertEquals("-1 234 567", Numbers.grouped(-1_234_567, " "));
        assertEquals("-100 000", Numbers.grouped(-100_000, " "));
    }

    @Test void percentHasOneDecimal() {
        assertEquals("98.8 %", Numbers.percent(0.98765));
        assertEquals("n/a", Numbers.percent(Double.NaN));
    }
}
