package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.ThreadGrid;

/**
 * A kernel of the reader's own: CUDA C++ that is compiled where it is written, and launched on the GPU.
 * <pre>
 * var twice = CudaKernel.compile("""
 *     extern "C" __global__ void twice(const float* x, float* y, int n) {
 *         int i = blockIdx.x * blockDim.x + threadIdx.x;
 *         if (i &lt; n) y[i] = 2 * x[i];
 *     }""", "twice");
 * twice.launch(ThreadGrid.over(x.length, 256), x, y, x.length);
 * </pre>
 * It is compiled by NVRTC 12 where that is found, else by nvcc; launching needs a driver alone. {@link #missing} says whether both can be done here.
 */
public final class CudaKernel {
    private static final String PTX_FOR_EVERY_DRIVER = ".version 7.0";

    private final String name;
    private final String ptx;
    private final String compiler;
    private final KernelParameters parameters;
    /** Loaded once for each device; a module lives as long as its context. */
    private final Map<Device, Launch.Kernel> loaded = new WeakHashMap<>();

    private CudaKernel(String name, String ptx, String compiler) {
        this.name = name;
        this.ptx = ptx;
        this.compiler = compiler;
        this.parameters = KernelParameters.of(ptx, name);
    }

    /**
     * Compiles a source for every GPU from Turing on; no GPU is needed for that. A source that does not compile is an
     * {@link IllegalArgumentException} with the compiler's own lines, one without this kernel too; where there is no compiler, a
     * {@link DeviceException} says what to install.
     */
    public static CudaKernel compile(String source, String name) {
        KernelCompiler compiler = KernelCompiler.here();
        // Kernels as plain as those of a cell read the same in PTX 7.0, which drivers take that are older than the compiler.
        String ptx = compiler.compile(source, name + ".cu").replaceFirst("(?m)^\\.version [0-9.]+", PTX_FOR_EVERY_DRIVER);
        return new CudaKernel(name, ptx, compiler.describe());
    }

    /** Why a kernel cannot be compiled and run here, in one sentence; empty where it can. */
    public static String missing() {
        try {
            Backends.cuda();
            KernelCompiler.here();
            return "";
        } catch (DeviceException e) {
            return e.getMessage();
        }
    }

    /** What the compiler made of it: the GPU's assembler, which the driver turns into the code of the device that is there. */
    public String ptx() {
        return ptx;
    }

    /**
     * Runs the kernel on the first GPU with these threads, and waits for it. An argument is an int, a float, a double, a long, a float[], which is
     * copied to the GPU and back again, or a {@link Buffer} that lies there in row order. Arguments that the kernel does not take are an
     * {@link IllegalArgumentException}; where there is no GPU, or it fails, a {@link DeviceException} says so.
     */
    public void launch(ThreadGrid grid, Object... arguments) {
        parameters.check(arguments);
        launch((CudaBackend) Backends.cuda(), grid, arguments);
    }

    void launch(CudaBackend gpu, ThreadGrid grid, Object... arguments) {
        parameters.check(arguments);
        synchronized (gpu) {
            try (Scope scope = gpu.scope()) {
                Object[] there = new Object[arguments.length];
                for (int i = 0; i < there.length; i++) there[i] = there(gpu, i, arguments[i]);
                gpu.device.enter();
                new Launch(gpu.device, loaded(gpu.device), new Launch.Grid(grid.blocks(), 1, grid.threads()), there).run();
                gpu.device.await();
                for (int i = 0; i < there.length; i++) {
                    if (arguments[i] instanceof float[] values) System.arraycopy(gpu.download((Buffer) there[i]), 0, values, 0, values.length);
                }
            }
        }
    }

    private Object there(CudaBackend gpu, int i, Object argument) {
        if (argument instanceof float[] values) return gpu.upload(Shape.of(values.length), values);
        if (argument instanceof Double d) return Double.doubleToRawLongBits(d);
        if (!(argument instanceof Buffer)) return argument;
        if (argument instanceof CudaBuffer b && b.format == Format.FLOAT && b.lies(Layout.PLAIN)) {
            gpu.forms.changed(b);                                                  // as far as one can know
            return b;
        }
        throw new IllegalArgumentException("the kernel " + name + ": argument " + (i + 1)
            + " must lie on the GPU in row order and float32, as what was uploaded does; "
            + (argument instanceof CudaBuffer ? "a convolution's result does not" : "this buffer lies elsewhere"));
    }

    private Launch.Kernel loaded(Device device) {
        return loaded.computeIfAbsent(device, d -> {
            byte[] image = ptx.getBytes(StandardCharsets.UTF_8);
            CUmodule module = new CUmodule();
            CUfunction function = new CUfunction();
            d.check(cuModuleLoadData(module, Arrays.copyOf(image, image.length + 1)), "loading the kernel " + name);   // ends with a zero
            d.check(cuModuleGetFunction(function, module, name), "finding the kernel " + name);
            return new Launch.Kernel(function, name);
        });
    }

    /** Its name and what compiled it. */
    @Override
    public String toString() {
        return "CudaKernel " + name + ", compiled by " + compiler;
    }
}
