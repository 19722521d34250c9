package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.Locale;
import java.util.function.Supplier;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.memory.MemoryPool;

/** The device's memory. All work goes through one stream, so it may be used again as soon as the last operation on it has been queued. */
final class DeviceMemory extends MemoryPool<DevicePointer, Block, CudaRecording> {
    private static final long ALIGNMENT = 256;
    private static final long MIB = 1 << 20;

    private final Device device;

    DeviceMemory(Device device) {
        super(ALIGNMENT, 512 * MIB, 2048 * MIB);
        this.device = device;
    }

    /** A block of at least this many bytes, not cleared; what it is for appears in an error. */
    Block allocate(long bytes, Supplier<String> what) {
        return owned(bytes, what);
    }

    /** A block that lives as long as it can be reached, whatever scope is open. */
    Block allocateCollected(long bytes, Supplier<String> what) {
        return collected(bytes, what);
    }

    /** A block that is given back together with another one. */
    Block allocateBeside(Block other, long bytes, Supplier<String> what) {
        return beside(other, bytes, what);
    }

    /**
     * A block of the innermost owner in which nothing was computed before: what is written there ahead of a replay is still there when it is read.
     */
    Block allocateApart(long bytes, Supplier<String> what) {
        return apart(bytes, what);
    }

    /** Lets the innermost owner use a block of its own again, with the forms that are kept beside it. */
    void release(CudaBuffer x) {
        if (release(x.block())) x.block().forms.forEach(form -> release(form.copy));
    }

    @Override
    protected DevicePointer take(long bytes) {
        DevicePointer start = new DevicePointer();
        device.enter();
        return device.allocated(cuMemAlloc(start, bytes)) ? start : null;
    }

    /** The driver waits for pending work first. Memory of a lost device is gone already. */
    @Override
    protected void handBack(Iterable<DevicePointer> starts) {
        if (device.lost()) return;
        device.enter();
        for (DevicePointer start : starts) device.check(cuMemFree(start), "giving back memory");
    }

    @Override
    protected DeviceException none(long bytes, Supplier<String> what) {
        return new DeviceException("cuda: no memory for " + what.get() + ", " + mib(bytes) + "; tensors hold " + mib(bytesInUse())
            + " of the device's " + mib(capacity()));
    }

    @Override
    protected long capacity() {
        device.enter();
        long[] free = new long[1];
        long[] total = new long[1];
        cuMemGetInfo(free, total);
        return total[0];
    }

    private static String mib(long bytes) {
        return bytes < MIB ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }

    @Override
    protected Block block(DevicePointer start, long bytes) {
        return new Block(start, bytes);
    }

    @Override
    protected DevicePointer address(Block block) {
        return block.start;
    }
}
