package org.convbook.cnn.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.ThreadGrid;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels as a cell writes them, through JCuda's bindings and stand-ins for NVRTC and the driver: compiled and run on this machine. */
@Tag("stand-in")
class CudaKernelTest {
    private static final String SCALE = """
        extern "C" __global__ void cellScale(const float* x, float* y, float by, int n) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n) y[i] = by * x[i];
        }
        """;
    private static final String WEIGH = """
        extern "C" __global__ void cellWeigh(double by, long long most, float* y) {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < most) y[i] = (float) (by * i);
        }
        """;

    private static CudaKernel scale;

    @BeforeAll
    static void standsIn() {
        StandIn.backend();
        NvrtcStandIn.load();
        scale = CudaKernel.compile(SCALE, "cellScale");
    }

    @Test
    void computesWithArraysOfTheHost() {
        float[] x = {1, 2, 3, 4, 5};
        float[] y = new float[5];
        scale.launch(StandIn.backend(), ThreadGrid.over(5, 4), x, y, 1.5f, 5);
        assertArrayEquals(new float[] {1.5f, 3, 4.5f, 6, 7.5f}, y);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5}, x);
    }

    @Test
    void computesWithBuffersOnTheDeviceAndLeavesThemThere() {
        Backend gpu = StandIn.backend();
        Buffer x = gpu.upload(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6});
        Buffer y = gpu.fill(Shape.of(6), 0);
        scale.launch(StandIn.backend(), ThreadGrid.over(6, 32), x, y, 2f, 6);
        assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, gpu.download(y));
    }

    @Test
    void takesNumbersOfSixtyFourBits() {
        float[] y = new float[4];
        CudaKernel.compile(WEIGH, "cellWeigh").launch(StandIn.backend(), ThreadGrid.over(4, 2), 0.25, 3L, y);
        assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0}, y);
    }

    @Test
    void convolvesAsTheBackendDoes() {
        CudaKernel convolve = CudaKernel.compile("""
            extern "C" __global__ void cellConvolve(const float* x, const float* w, float* y, int height, int width) {
                int i = blockIdx.x * blockDim.x + threadIdx.x, row = i / (width - 2), column = i % (width - 2);
                if (row >= height - 2) return;
                float sum = 0;
                for (int r = 0; r < 3; r++)
                    for (int c = 0; c < 3; c++) sum += w[3 * r + c] * x[(row + r) * width + column + c];
                y[i] = sum;
            }
            """, "cellConvolve");
        Random rng = new Random(1);
        float[] x = new float[9 * 11];
        float[] w = new float[9];
        for (int i = 0; i < x.length; i++) x[i] = (float) rng.nextGaussian();
        for (int i = 0; i < w.length; i++) w[i] = (float) rng.nextGaussian();
        float[] y = new float[7 * 9];
        convolve.launch(StandIn.backend(), ThreadGrid.over(y.length, 32), x, w, y, 9, 11);
        Backend java = Backends.java();
        ConvShape s = new ConvShape(Shape.of(1, 1, 9, 11), Shape.of(1, 1, 3, 3), Shape.of(1, 1, 7, 9), 1, 0, 1, 1);
        assertArrayEquals(java.download(java.conv(s, java.upload(s.input(), x), java.upload(s.weight(), w), null)), y, 1e-5f);
    }

    /** What a kernel writes is seen where the buffer has been laid for a convolution before. */
    @Test
    void aConvolutionSeesWeightsThatAKernelHasChanged() {
        Backend gpu = StandIn.backend();
        Shape image = Shape.of(1, 2, 3, 3);
        ConvShape s = new ConvShape(image, Shape.of(2, 2, 3, 3), image, 1, 1, 1, 1);
        Buffer x = gpu.fill(image, 1);
        Buffer w = gpu.fill(s.weight(), 1);
        assertEquals(18, gpu.download(gpu.conv(s, x, w, null))[4]);
        scale.launch(StandIn.backend(), ThreadGrid.over(36, 32), w, w, 3f, 36);
        assertEquals(54, gpu.download(gpu.conv(s, x, w, null))[4]);
    }

    @Test
    void aBufferOfSixteenBitsIsRefused() {
        CudaBackend gpu = StandIn.another(org.convbook.cnn.backend.Precision.BF16);
        Buffer one = gpu.fill(Shape.of(1, 1), 1);
        Buffer half = gpu.matmul(one, false, one, false, null);
        assertEquals("the kernel cellScale: argument 1 must lie on the GPU in row order and float32, as what was uploaded does; "
            + "a convolution's result does not",
            refusal(() -> scale.launch(gpu, ThreadGrid.over(1, 1), half, one, 1f, 1)));
        gpu.close();
    }

    @Test
    void nothingStaysOnTheDevice() {
        long before = StandIn.backend().bytesInUse();
        scale.launch(StandIn.backend(), ThreadGrid.over(5, 4), new float[5], new float[5], 1f, 5);
        assertEquals(before, StandIn.backend().bytesInUse());
        assertTrue(StandIn.intact());
    }

    @Test
    void aSourceThatDoesNotCompileIsToldInTheCompilersLines() {
        String message = refusal(() -> CudaKernel.compile(SCALE.replace("by * x[i]", "by * z[i]"), "cellScale"));
        assertTrue(message.startsWith("cellScale.cu does not compile:\n"), message);
        assertTrue(message.contains("cellScale.cu:3:28: error: ") && message.contains("was not declared in this scope"), message);
    }

    @Test
    void aKernelThatIsNotThereIsNamed() {
        assertEquals("the source has no kernel \"scale\", only cellScale; it is declared as extern \"C\" __global__ void scale(…)",
            refusal(() -> CudaKernel.compile(SCALE, "scale")));
        assertEquals("the source has no kernel \"scale\"; it is declared as extern \"C\" __global__ void scale(…)",
            refusal(() -> CudaKernel.compile("int nothing;", "scale")));
    }

    @Test
    void argumentsThatItDoesNotTakeAreRefusedBeforeTheDriverReadsThem() {
        ThreadGrid grid = ThreadGrid.over(5, 4);
        assertEquals("the kernel cellScale takes 4 arguments, got 3", refusal(() -> scale.launch(grid, new float[5], new float[5], 1f)));
        assertEquals("the kernel cellScale: argument 3 is a float, got Integer", refusal(() -> scale.launch(grid, new float[5], new float[5], 1, 5)));
        assertEquals("the kernel cellScale: argument 4 is an int, got null", refusal(() -> scale.launch(grid, new float[5], new float[5], 1f, null)));
        assertEquals("the kernel cellScale: argument 1 is an address: a float[] or a tensor's buffer on the GPU, or a long, got double[]",
            refusal(() -> scale.launch(grid, new double[5], new float[5], 1f, 5)));
    }

    @Test
    void aBufferThatLiesElsewhereIsRefused() {
        ThreadGrid grid = ThreadGrid.over(5, 4);
        Buffer host = Backends.java().upload(Shape.of(5), new float[5]);
        String start = "the kernel cellScale: argument 1 must lie on the GPU in row order and float32, as what was uploaded does; ";
        assertEquals(start + "this buffer lies elsewhere", refusal(() -> scale.launch(StandIn.backend(), grid, host, new float[5], 1f, 5)));
        Backend gpu = StandIn.backend();
        ConvShape s = new ConvShape(Shape.of(1, 1, 4, 4), Shape.of(2, 1, 3, 3), Shape.of(1, 2, 2, 2), 1, 0, 1, 1);
        Buffer maps = gpu.conv(s, gpu.fill(s.input(), 1), gpu.fill(s.weight(), 1), null);
        assertEquals(start + "a convolution's result does not", refusal(() -> scale.launch(StandIn.backend(), grid, maps, new float[8], 1f, 8)));
        CudaBackend half = StandIn.another(Precision.BF16);
        ConvShape one = new ConvShape(Shape.of(1, 1, 4, 4), Shape.of(1, 1, 3, 3), Shape.of(1, 1, 2, 2), 1, 0, 1, 1);
        Buffer map = half.conv(one, half.fill(one.input(), 1), half.fill(one.weight(), 1), null);
        assertEquals(start + "a convolution's result does not", refusal(() -> scale.launch(half, grid, map, new float[4], 1f, 4)));
    }

    @Test
    void aLaunchThatFailsIsOneSentence() {
        StandIn.fail(StandIn.Fault.LAUNCH, 0, 701);
        try {
            assertEquals("cuda: launching the kernel cellScale failed (CUDA_ERROR_UNKNOWN)", assertThrows(DeviceException.class,
                () -> scale.launch(StandIn.backend(), ThreadGrid.over(5, 4), new float[5], new float[5], 1f, 5)).getMessage());
        } finally {
            StandIn.heal();
        }
    }

    @Test
    void saysWhatCompiledItAndWhatCameOut() {
        assertEquals("CudaKernel cellScale, compiled by NVRTC 12.6", scale.toString());
        assertTrue(scale.ptx().contains(".version 7.0\n") && scale.ptx().contains(".entry cellScale("), scale.ptx());
        assertFalse(scale.ptx().contains(".version 8"));
    }

    private static String refusal(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }
}
