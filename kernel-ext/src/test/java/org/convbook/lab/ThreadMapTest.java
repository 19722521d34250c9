package org.convbook.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.widget.Box;
import org.convbook.widget.Image;
import org.convbook.widget.IntSlider;
import org.convbook.widget.ToggleButtons;
import org.junit.jupiter.api.Test;

class ThreadMapTest {
    private final ThreadMap map = ThreadMap.of(Tensor.zeros(15, 18), 3, 32);

    @Test void aThreadsArithmeticIsSaid() {
        assertEquals("""
            One thread for each pixel: 7 blocks of 32 threads for 13 x 16 = 208 pixels
              i = blockIdx.x * blockDim.x + threadIdx.x = 2 * 32 + 5 = 69
              row = i / 16 = 4,   column = i % 16 = 5
              reads image[4 to 6][5 to 7] and the 3 x 3 weights, writes output[4][5]""", map.thread(69).toString());
    }

    @Test void aThreadThatIsLeftOverDoesNothing() {
        assertEquals("""
            One thread for each pixel: 7 blocks of 32 threads for 13 x 16 = 208 pixels
              i = blockIdx.x * blockDim.x + threadIdx.x = 6 * 32 + 16 = 208
              i is not below 208: this thread is left over, and the kernel's if sends it home""", map.thread(208).toString());
    }

    @Test void theFirstBlockComputesTheFirstPixels() {
        assertEquals("[7, 32]", "[" + map.grid().blocks() + ", " + map.grid().threads() + "]");
        assertTrue(map.figure().svg().contains(">block 0: threadIdx.x = 0 to 31</text>"));
        assertTrue(ThreadMap.of(Tensor.zeros(1, 1, 28, 28), 3, 128).figure().svg().contains("in warps of 32"));
    }

    @Test void withoutAKernelTheThreadsAreFrames() {
        Levels levels = ThreadMap.of(Tensor.zeros(28, 28), 3, 128).thread(300).levels();
        assertTrue(levels.html().contains("class=\"cb-frames\""));
        assertTrue(levels.weight() < 600_000, levels.weight() + " characters");
        assertTrue(levels.text().contains("(frame at") || levels.text().contains("= 300"), levels.text());
    }

    @Test void withAKernelASliderMovesTheThread() {
        Box box = (Box) map.widget();
        IntSlider slider = (IntSlider) ((Box) box.children().get(0)).children().get(1);
        Image picture = (Image) box.children().get(2);
        assertEquals(223, slider.max());
        slider.value(69);
        assertArrayEquals(Image.of(map.thread(69).figure()).bytes(), picture.bytes());
        @SuppressWarnings("unchecked") ToggleButtons<Integer> threads = (ToggleButtons<Integer>) box.children().get(1);
        threads.value(64);
        assertEquals(255, slider.max());
        assertArrayEquals(Image.of(ThreadMap.of(Tensor.zeros(15, 18), 3, 64).thread(69).figure()).bytes(), picture.bytes());
    }

    @Test void whatCannotBeDrawnIsRefused() {
        String start = "ThreadMap: an image of one plane, 3 to 32 pixels a side, is expected for a window of 3, got ";
        assertEquals(start + "[2, 9]", refusal(() -> ThreadMap.of(Tensor.zeros(2, 9), 3, 32)));
        assertEquals(start + "[3, 9, 9]", refusal(() -> ThreadMap.of(Tensor.zeros(3, 9, 9), 3, 32)));
        assertEquals(start + "[33, 9]", refusal(() -> ThreadMap.of(Tensor.zeros(33, 9), 3, 32)));
        assertEquals(start + "[9]", refusal(() -> ThreadMap.of(Tensor.zeros(9), 3, 32)));
        assertEquals("ThreadMap: there is no thread 224 among 224", refusal(() -> map.thread(224)));
        assertEquals("ThreadGrid: a block has 1 to 1024 threads, got 2000", refusal(() -> ThreadMap.of(Tensor.zeros(9, 9), 3, 2000)));
    }

    private static String refusal(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }

    @Test void theWordsOverASmallOutputHaveRoom() {
        String svg = ThreadMap.of(Tensor.zeros(6, 6), 3, 8).figure().svg();
        var place = java.util.regex.Pattern.compile("<text[^>]* x=\"([\\d.]+)\"[^>]*>the output, coloured by block").matcher(svg);
        assertTrue(place.find(), svg);
        double end = Double.parseDouble(place.group(1)) + org.convbook.chart.Pen.widthOf("the output, coloured by block", org.convbook.chart.Palette.font(12));
        assertTrue(end <= 760 - 16 + 0.5, "they end at " + end);
    }
}
