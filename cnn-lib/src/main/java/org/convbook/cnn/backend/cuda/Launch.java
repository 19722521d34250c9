package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuLaunchKernel;

import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;

/**
 * One launch of a kernel with its arguments, which can be repeated. An argument is an Integer, a Float, a Long, an int[] or long[] for a structure of
 * these, a buffer, a {@link Place}, a {@link Block}, an address, or null for one that is not there.
 */
final class Launch implements Runnable {
    /** How many blocks, in how many slices, of how many threads. */
    record Grid(int blocks, int slices, int threads) {}

    /** A kernel as the driver knows it, and by its name. */
    record Kernel(CUfunction function, String name) {}

    /** A value within a buffer. */
    record Place(CudaBuffer buffer, long index) {}

    private final Device device;
    private final Kernel kernel;
    private final Grid grid;
    private final Pointer arguments;
    /** What the addresses belong to: as long as the launch may be repeated, the garbage collector leaves it alone. */
    @SuppressWarnings("unused")
    private final Object[] kept;

    Launch(Device device, Kernel kernel, Grid grid, Object... arguments) {
        this.device = device;
        this.kernel = kernel;
        this.grid = grid;
        this.arguments = Pointer.to(Arrays.stream(arguments).map(Launch::pointer).toArray(Pointer[]::new));
        this.kept = arguments;
    }

    private static Pointer pointer(Object argument) {
        if (argument instanceof Integer i) return Pointer.to(new int[] {i});
        if (argument instanceof Float f) return Pointer.to(new float[] {f});
        if (argument instanceof Long l) return Pointer.to(new long[] {l});
        if (argument instanceof int[] ints) return Pointer.to(ints);
        if (argument instanceof long[] longs) return Pointer.to(longs);
        if (argument instanceof CudaBuffer b) return Pointer.to(b.live().start);
        if (argument instanceof Place p) return Pointer.to(p.buffer.live().start.withByteOffset(p.buffer.format.bytes * p.index));
        if (argument instanceof CUdeviceptr p) return Pointer.to(p);
        if (argument instanceof Block b) return Pointer.to(b.start);
        if (argument == null) return Pointer.to(new CUdeviceptr());
        throw new IllegalArgumentException("a kernel takes no " + argument.getClass());
    }

    @Override
    public void run() {
        device.check(cuLaunchKernel(kernel.function, grid.blocks, grid.slices, 1, grid.threads, 1, 1, 0, device.stream, arguments, null),
            "launching the kernel " + kernel.name);
    }
}
