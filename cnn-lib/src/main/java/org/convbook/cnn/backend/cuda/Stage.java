package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import java.nio.ByteBuffer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import org.convbook.cnn.backend.DeviceException;

/** Where values wait on the device for their step, with pinned memory of the host that they come from. */
final class Stage {
    /** Of each of the parts in it. */
    static final int ALIGNMENT = 16;

    final int size;
    private final Device device;
    private final Pinned host;
    private final Block block;
    private final DeviceMemory.Owner owner;
    /** When the device's memory may be written: what used it before has ended. */
    private final CUevent used = new CUevent();

    private Stage(CudaBackend backend, Pinned host, Block[] block, DeviceMemory.Owner owner) {
        this.device = backend.device;
        this.host = host;
        this.block = block[0];
        this.owner = owner;
        size = host.size;
        device.check(cuEventCreate(used, CUevent_flags.CU_EVENT_DISABLE_TIMING), "making an event");
        used();
    }

    /** One of so many bytes; null if there is no memory for it on the host or the device. */
    static Stage of(CudaBackend backend, long size) {
        Pinned host = size > Integer.MAX_VALUE ? null : Pinned.of(backend.device, (int) size);
        if (host == null) return null;
        Block[] block = {null};
        try {
            return new Stage(backend, host, block,
                backend.memory.record(null, () -> block[0] = backend.memory.allocate(size, () -> "the next batch")));
        } catch (DeviceException e) {
            if (backend.device.lost()) throw e;
            host.free();
            return null;
        }
    }

    /** What the next copy takes, when the one before has ended. */
    ByteBuffer bytes() {
        return host.bytes();
    }

    /** Copies so many bytes to the device in a stream of their own. */
    void copy(long bytes, CUstream copies) {
        device.check(cuStreamWaitEvent(copies, used, 0), "waiting for a step");
        device.check(cuMemcpyHtoDAsync(block.start, host.memory, bytes, copies), "copying values to " + device.name);
        host.copying(copies);
    }

    /** Lets what comes next wait for that copy. */
    void arrives() {
        host.holds(device.stream);
    }

    /** Says that all that used the device's memory has been queued. */
    void used() {
        device.check(cuEventRecord(used, device.stream), "marking a step");
    }

    CUdeviceptr at(long bytes) {
        return block.start.withByteOffset(bytes);
    }

    /** Gives its memory back; no copy must be under way that nobody waits for. */
    void free() {
        host.bytes();
        cuEventDestroy(used);
        host.free();
        owner.free();
    }
}
