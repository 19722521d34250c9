package org.convbook.cnn.tensor;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
        error(ShapeException.class, "Window: the 0x4 input has no pixels", () -> Window.of(3).padding(2).outputHeight(0, 4));
        error(ShapeException.class, "Window: a window of 5 is larger than the input of 4; padding 1 or more makes room",
            () -> Window.of(5).along(1, "Conv1d").outputSizes(4));
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

    @Test
    void eachDirectionMayHaveItsOwnNumbers() {
        assertEquals("kernel 1x7, stride 1, padding 0x3", Window.of(1, 7).padding(0, 3).toString());
        assertEquals("kernel 3x3, stride 2x1, padding 1, dilation 1x2", Window.of(3).stride(2, 1).padding(1).dilation(1, 2).toString());
        assertEquals("kernel 3x3x3, stride 1x2x2, padding 0", Window.of(3).stride(1, 2, 2).toString());
        assertEquals("kernel 1x3x3, stride 1, padding 0", Window.of(1, 3, 3).toString());
        assertEquals("kernel 3x3, stride 2, padding 1, output padding 1x0", Window.of(3).stride(2).padding(1).outputPadding(1, 0).toString());
        assertEquals("kernel 3x3, stride 1, padding 1, reflect", Window.of(3).padding(1).paddingMode(PaddingMode.REFLECT).toString());
        assertArrayEquals(new int[] {17, 17}, Window.of(1, 7).padding(0, 3).outputSizes(17, 17));
        assertArrayEquals(new int[] {4, 6}, Window.of(3).stride(2, 1).dilation(1, 2).outputSizes(9, 10));      // (9-3)/2+1, 10-5+1
        assertEquals(Window.of(3), Window.of(3, 3), "windows are values");
        assertEquals(Window.of(3).stride(2).hashCode(), Window.of(3, 3).stride(2, 2).hashCode());
    }

    @Test
    void oneNumberStandsForAnyNumberOfDirections() {
        assertEquals("kernel 5, stride 2, padding 1", Window.of(5).stride(2).padding(1).along(1, "Conv1d").toString());
        assertEquals("kernel 3x3x3, stride 1, padding 1", Window.of(3).padding(1).along(3, "Conv3d").toString());
        error(IllegalArgumentException.class, "Conv1d: a window with one direction is expected, got kernel 1x7, stride 1, padding 0",
            () -> Window.of(1, 7).along(1, "Conv1d"));
        error(IllegalArgumentException.class, "Window: a window with 3 directions is expected, got kernel 1x7, stride 1, padding 0",
            () -> Window.of(1, 7).stride(1, 2, 2));
        error(IllegalArgumentException.class, "Window: one to three directions are expected, got 4", () -> Window.of(3, 3, 3, 3));
    }

    /** An odd kernel keeps the size with as much padding on both sides; of an even one the extra pixel goes right and bottom. */
    @Test
    void sameKeepsTheSize() {
        for (int kernel = 1; kernel <= 7; kernel++) {
            for (int dilation = 1; dilation <= 3; dilation++) {
                Window w = Window.of(kernel).dilation(dilation).same();
                assertEquals(9, w.outputHeight(9, 8), w.toString());
                assertEquals(8, w.outputWidth(9, 8), w.toString());
                assertEquals(5, w.stride(2).outputHeight(9, 8), "size / stride, rounded up: " + w);
                assertEquals(4, w.stride(2).outputWidth(9, 8), "size / stride, rounded up: " + w);
            }
        }
        assertEquals("kernel 3x3, stride 1, padding 1", Window.of(3).same().toString());
        assertEquals("kernel 4x4, stride 1, padding 1 and 2", Window.of(4).same().toString());
        assertEquals("kernel 2x3, stride 1, padding 0x1 and 1", Window.of(2, 3).same().toString());
    }

    /** The lecture's 7x7 input under a 3x3 filter: 5x5; stride 2: 3x3; stride 3 does not fit; padding 1: 7x7. */
    @Test
    void theLecturesSevenBySeven() {
        assertArrayEquals(new int[] {5, 5}, Window.of(3).exact().outputSizes(7, 7));
        assertArrayEquals(new int[] {3, 3}, Window.of(3).stride(2).exact().outputSizes(7, 7));
        error(ShapeException.class, "Window: (7 - 3)/3 + 1 = 2.33: a 3x3 filter with stride 3 does not fit 7x7; stride 2 or padding 1 does",
            () -> Window.of(3).stride(3).exact().outputSizes(7, 7));
        assertArrayEquals(new int[] {7, 7}, Window.of(3).padding(1).exact().outputSizes(7, 7));
        error(ShapeException.class, "Window: (8 - 3)/2 + 1 = 3.50: a filter of 3 with stride 2 does not fit 8; stride 1 does",
            () -> Window.of(3).stride(2).exact().along(1, "Conv1d").outputSizes(8));
    }

    @Test
    void unevenWindowsAnswerWithTheirArithmetic() {
        error(ShapeException.class,
            "Window: (8 - 3 + 2*1)/2 + 1 = 4.50: a 2x3 filter with stride 1x2 and padding 0x1 does not fit 7x8; stride 1 does",
            () -> Window.of(2, 3).stride(1, 2).padding(0, 1).exact().outputSizes(7, 8));
        error(ShapeException.class, "Window: (8 - 4 + 1 + 2)/2 + 1 = 4.50: a 4x4 filter with stride 2 and padding 1 and 2 does not fit 8x8; "
            + "stride 1 or padding 2 does", () -> Window.of(4).stride(2).same().exact().outputSizes(8, 8));
        error(ShapeException.class, "Window: a 1x9 window is larger than the 5x6 input with padding 0x1; padding 2 or more makes room",
            () -> Window.of(1, 9).padding(0, 1).outputSizes(5, 6));
        error(ShapeException.class,
            "Window: a 3x3x3 window with dilation 1x2x1 covers 3x5x3 and is larger than the 4x4x4 input; padding 1 or more makes room",
            () -> Window.of(3, 3, 3).dilation(1, 2, 1).outputSizes(4, 4, 4));
    }

    /** H' = (H - 1)*s - 2p + d(k - 1) + 1 + outputPadding; what it makes, the convolution takes back to H. */
    @Test
    void transposedSizesAreTakenBack() {
        assertArrayEquals(new int[] {8, 14}, Window.of(3).stride(2).padding(1).outputPadding(1).transposedSizes(4, 7));
        assertArrayEquals(new int[] {7, 13}, Window.of(3).stride(2).padding(1).transposedSizes(4, 7));
        assertArrayEquals(new int[] {3, 9}, Window.of(1, 3).stride(1, 2).transposedSizes(3, 4));
        for (int stride = 1; stride <= 3; stride++) {
            for (int extra = 0; extra < stride; extra++) {
                Window w = Window.of(3).stride(stride).padding(1).outputPadding(extra);
                assertArrayEquals(new int[] {6, 5}, w.outputSizes(w.transposedSizes(6, 5)), w.toString());
            }
        }
        error(ShapeException.class, "Window: (1 - 1)*1 - 2*1 + 2 = 0: padding 1 leaves nothing of what a 2x2 filter makes of 1x4",
            () -> Window.of(2).padding(1).transposedSizes(1, 4));
        error(ShapeException.class, "Window: the 4x0 input has no pixels", () -> Window.of(2).transposedSizes(4, 0));
        error(ShapeException.class, "Window: the output would have 17592169267201 pixels in one direction",
            () -> Window.of(1).stride(1 << 24).transposedSizes(1 << 20, 1));
    }

    @Test
    void eachUseRefusesWhatItDoesNotKnow() {
        error(IllegalArgumentException.class,
            "Conv2d: only a transposed convolution has output padding, got kernel 3x3, stride 2, padding 0, output padding 1",
            () -> Window.of(3).stride(2).outputPadding(1).convolving(2, "Conv2d"));
        error(IllegalArgumentException.class, "Conv2d: a window may overhang only beside zeros, got kernel 3x3, stride 1, padding 0, ceil, circular",
            () -> Window.of(3).ceil().paddingMode(PaddingMode.CIRCULAR).convolving(2, "Conv2d"));
        error(IllegalArgumentException.class, "MaxPool2d: a pooling window has no padding mode, got kernel 3x3, stride 1, padding 1, reflect",
            () -> Window.of(3).padding(1).paddingMode(PaddingMode.REFLECT).pooling("MaxPool2d"));
        error(IllegalArgumentException.class, "MaxPool2d: a window with 2 directions is expected, got kernel 1x2x2, stride 1, padding 0",
            () -> Window.of(1, 2, 2).pooling("MaxPool2d"));
        error(IllegalArgumentException.class, "MaxPool2d: padding may be half the kernel at most, got kernel 2x3, stride 1, padding 1x2",
            () -> Window.of(2, 3).padding(1, 2).pooling("MaxPool2d"));
        error(IllegalArgumentException.class,
            "ConvTranspose2d: output padding must be below stride or dilation, got kernel 3x3, stride 2, padding 0, output padding 2",
            () -> Window.of(3).stride(2).outputPadding(2).transposing(2, "ConvTranspose2d"));
        error(IllegalArgumentException.class,
            "ConvTranspose2d: a transposed convolution knows only zeros beside the image and no ceil or exact, got kernel 3x3, "
            + "stride 1, padding 0, exact",
            () -> Window.of(3).exact().transposing(2, "ConvTranspose2d"));
        error(IllegalArgumentException.class, "Window: output padding must not be negative, got -1", () -> Window.of(3).outputPadding(-1));
        error(IllegalArgumentException.class, "Window: stride must be at least 1, got 2x0", () -> Window.of(3).stride(2, 0));
    }
}
