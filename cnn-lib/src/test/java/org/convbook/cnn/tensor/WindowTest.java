package org.convbook.cnn.tensor;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    /** The lectures' sizes, and those of AlexNet, VGG and ResNet. */
    @ParameterizedTest
    @CsvSource({"7,3,1,0,5", "7,3,2,0,3", "7,3,1,1,7", "32,5,1,2,32", "32,5,1,0,28", "28,5,1,0,24", "227,11,4,0,55", "27,5,1,2,27", "55,3,2,0,27",
        "224,7,2,3,112", "224,3,1,1,224", "56,1,2,0,28", "5,5,1,0,1", "4,5,2,1,1", "1,1,1,0,1"})
    void sizesAreThoseOfTheLectures(int size, int kernel, int stride, int padding, int expected) {
        Window w = Window.of(kernel).stride(stride).padding(padding);
        assertEquals(expected, w.outputHeight(size, size));
        assertEquals(expected, w.outputWidth(size, size));
    }

    @Test
    void heightAndWidthAreTheirOwn() {
        Window w = Window.of(1, 3).stride(2);
        assertEquals(4, w.outputHeight(7, 9));
        assertEquals(4, w.outputWidth(7, 9));
        assertEquals(3, Window.of(3, 2).outputHeight(5, 9));
    }

    @Test
    void dilationSpreadsTheTaps() {
        assertEquals(3, Window.of(3).dilation(2).outputHeight(7, 7));   // 7 - 5 + 1
        assertEquals(7, Window.of(3).dilation(2).padding(2).outputHeight(7, 7));
    }

    /** GoogLeNet's 112, 56, 28, 14, 7 with unpadded 3x3/2 windows only comes out rounded up. */
    @Test
    void ceilLetsTheLastWindowOverhang() {
        Window w = Window.of(3).stride(2).ceil();
        int size = 112;
        for (int expected : new int[] {56, 28, 14, 7}) {
            size = w.outputHeight(size, size);
            assertEquals(expected, size);
        }
        assertEquals(4, Window.of(2).stride(2).ceil().outputHeight(7, 7));
        assertEquals(3, Window.of(2).stride(2).outputHeight(7, 7));
        assertEquals(2, Window.of(2).stride(3).padding(1).ceil().outputHeight(3, 3), "a window must start inside the input or its left padding");
        assertEquals(2, Window.of(1).stride(3).ceil().outputHeight(5, 5), "the third would start at 6, outside");
    }

    @Test
    void exactAnswersWithTheLecturesArithmetic() {
        Window w = Window.of(3).stride(3).exact();
        error(ShapeException.class, "Window: (7 - 3)/3 + 1 = 2.33: a 3x3 filter with stride 3 does not fit 7x7; stride 2 or padding 1 does",
            () -> w.outputHeight(7, 7));
        assertEquals(3, Window.of(3).stride(2).exact().outputHeight(7, 7), "as it says");
        assertEquals(3, Window.of(3).stride(3).padding(1).exact().outputHeight(7, 7), "as it says");
        error(ShapeException.class, "Window: (8 - 3 + 2*1)/2 + 1 = 4.50: a 3x3 filter with stride 2 and padding 1 does not fit 8x8; stride 1 does",
            () -> Window.of(3).stride(2).padding(1).exact().outputHeight(8, 8));
        error(ShapeException.class, "Window: (10 - 5)/2 + 1 = 3.50: a 3x3 filter with stride 2 and dilation 2 does not fit 10x10; stride 1 does",
            () -> Window.of(3).stride(2).dilation(2).exact().outputHeight(10, 10));
        error(ShapeException.class, "Window: (8 - 3)/2 + 1 = 3.50: a 3x3 filter with stride 2 does not fit 7x8; stride 1 does",
            () -> Window.of(3).stride(2).exact().outputWidth(7, 8));
    }

    @Test
    void aWindowLargerThanItsInputIsAlwaysRefused() {
        error(ShapeException.class, "Window: a 5x5 window is larger than the 4x4 input; padding 1 or more makes room",
            () -> Window.of(5).stride(2).outputHeight(4, 4));   // with / for floorDiv this would give 1
        error(ShapeException.class, "Window: a 7x7 window is larger than the 2x2 input with padding 1; padding 3 or more makes room",
            () -> Window.of(7).padding(1).ceil().outputHeight(2, 2));
        error(ShapeException.class, "Window: a 3x3 window with dilation 3 covers 7x7 and is larger than the 5x6 input; padding 1 or more makes room",
            () -> Window.of(3).dilation(3).outputHeight(5, 6));
        error(ShapeException.class, "Window: a 3x3 window is larger than the 0x0 input; padding 2 or more makes room",
            () -> Window.of(3).outputHeight(0, 0));
    }

    @Test
    void sizesThatMakeNoSenseAreRefusedAtOnce() {
        error(IllegalArgumentException.class, "Window: kernel must be at least 1x1, got 3x0", () -> Window.of(3, 0));
        error(IllegalArgumentException.class, "Window: stride must be at least 1, got 0", () -> Window.of(3).stride(0));
        error(IllegalArgumentException.class, "Window: padding must not be negative, got -1", () -> Window.of(3).padding(-1));
        error(IllegalArgumentException.class, "Window: dilation must be at least 1, got 0", () -> Window.of(3).dilation(0));
        error(IllegalArgumentException.class, "Window: sizes must stay below 16777216 pixels, got 5368709120", () -> Window.of(5).dilation(1 << 30));
        error(IllegalArgumentException.class, "Window: sizes must stay below 16777216 pixels, got 2147483647",
            () -> Window.of(5).padding(Integer.MAX_VALUE));
    }

    @Test
    void printsItsGeometry() {
        assertEquals("kernel 3x3, stride 1, padding 0", Window.of(3).toString());
        assertEquals("kernel 5x1, stride 2, padding 1, dilation 3, exact", Window.of(5, 1).stride(2).padding(1).dilation(3).exact().toString());
        assertEquals("kernel 2x2, stride 2, padding 0, ceil", Window.of(2).stride(2).ceil().toString());
    }
}
