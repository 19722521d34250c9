package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadGridTest {
    @Test
    void hasAThreadForEachThing() {
        assertEquals(new ThreadGrid(4, 256), ThreadGrid.over(1000, 256));
        assertEquals(new ThreadGrid(4, 250), ThreadGrid.over(1000, 250));
        assertEquals(new ThreadGrid(1, 256), ThreadGrid.over(1, 256));
        assertEquals(1024, ThreadGrid.over(1000, 256).count());
    }

    @Test
    void runsEachThreadOnce() {
        int[] times = new int[12];
        new ThreadGrid(3, 4).forEach((blockIdx, blockDim, threadIdx) -> times[blockIdx.x * blockDim.x + threadIdx.x]++);
        assertArrayEquals(IntStream.generate(() -> 1).limit(12).toArray(), times);
    }

    @Test
    void saysItsSizes() {
        assertEquals("4 blocks of 256 threads", ThreadGrid.over(1000, 256).toString());
        assertEquals("1 block of 1 thread", new ThreadGrid(1, 1).toString());
    }

    @Test
    void sizesThatNoGpuTakesAreRefused() {
        assertEquals("ThreadGrid: at least 1 block is needed, got 0", refusal(() -> new ThreadGrid(0, 1)));
        assertEquals("ThreadGrid: a block has 1 to 1024 threads, got 1025", refusal(() -> new ThreadGrid(1, 1025)));
        assertEquals("ThreadGrid: a block has 1 to 1024 threads, got 0", refusal(() -> ThreadGrid.over(10, 0)));
        assertEquals("ThreadGrid: there must be something to do, got 0 things", refusal(() -> ThreadGrid.over(0, 32)));
        assertEquals("ThreadGrid: 4000000 blocks of 1024 threads are more than an int can number", refusal(() -> new ThreadGrid(4_000_000, 1024)));
    }

    private static String refusal(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }
}
