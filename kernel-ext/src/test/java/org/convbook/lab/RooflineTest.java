package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.backend.Backends;
import org.junit.jupiter.api.Test;

class RooflineTest {
    @Test void theLowerOfTwoLimitsCounts() {
        Roofline roof = Roofline.of("paper", 100, 20);
        assertEquals(5, roof.ridge());
        assertEquals(20, roof.attainable(1));
        assertEquals(100, roof.attainable(5));
        assertEquals(100, roof.attainable(50));
    }

    @Test void pointsAreSaidWithWhatCouldBeReached() {
        Roofline roof = Roofline.of("paper", 100, 20).point("ReLU", 1e6, 8e6, 1e-3).point("convolution", 4e9, 1e8, 0.08);
        assertEquals("""
            What can be reached on paper
              measured: at most 100 GFLOP/s, 20.0 GB/s; they meet at 5.0 operations a byte
              ReLU: 0.13 operations a byte, 1.00 of 2.50 GFLOP/s
              convolution: 40.0 operations a byte, 50.0 of 100 GFLOP/s""", roof.toString());
    }

    @Test void namesThatWouldCoverEachOtherStandUnderEachOther() {
        String svg = Roofline.of("paper", 100, 20).point("first", 4e9, 1e8, 0.08).point("second", 4e9, 1e8, 0.0801).figure().svg();
        double first = y(svg, "first"), second = y(svg, "second");
        assertTrue(second - first >= 14.9, first + " and " + second);
    }

    @Test void aMachineIsMeasured() {
        Roofline roof = Roofline.of(Backends.onednn());
        assertTrue(roof.peak() > 0.1 && roof.peak() < 1e5, "GFLOP/s: " + roof.peak());
        assertTrue(roof.bandwidth() > 0.05 && roof.bandwidth() < 1e4, "GB/s: " + roof.bandwidth());
    }

    @Test void aPointWithoutTimeIsRefused() {
        assertEquals("Roofline: operations, bytes and seconds must be above 0, got 1.0, 1.0 and 0.0",
            assertThrows(IllegalArgumentException.class, () -> Roofline.of("paper", 1, 1).point("p", 1, 1, 0)).getMessage());
    }

    private static double y(String svg, String text) {
        String before = svg.substring(0, svg.indexOf(">" + text + "</text>"));
        String tag = before.substring(before.lastIndexOf("<text"));
        return Double.parseDouble(tag.replaceFirst("(?s).* y=\"([^\"]+)\".*", "$1"));
    }
}
