package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;

/** A piece of the host's memory that the device can reach by itself, and the moment when the last copy from or to it has ended. */
final class Pinned {
    final Pointer memory;
    final int size;
    private final Device device;
    private final CUevent copied = new CUevent();
    private final ByteBuffer bytes;
    private boolean copying;

    private Pinned(Device device, Pointer memory, int size) {
        this.device = device;
        this.memory = memory;
        this.size = size;
        bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        device.check(cuEventCreate(copied, CUevent_flags.CU_EVENT_DISABLE_TIMING), "making an event");
    }

    /** So many bytes; null if there are none left. */
    static Pinned of(Device device, int size) {
        Pointer memory = new Pointer();
        return device.allocated(cuMemAllocHost(memory, size)) ? new Pinned(device, memory, size) : null;
    }

    /** What it holds when the last copy has ended, which it waits for. */
    ByteBuffer bytes() {
        if (copying) device.check(cuEventSynchronize(copied), "waiting for " + device.name);
        copying = false;
        return bytes.clear();
    }

    /** Marks that a copy has been queued. */
    void copying(CUstream stream) {
        device.check(cuEventRecord(copied, stream), "marking a copy");
        copying = true;
    }

    /** Lets what comes next in a stream wait for the last copy. */
    void holds(CUstream stream) {
        device.check(cuStreamWaitEvent(stream, copied, 0), "waiting for a copy");
    }

    void free() {
        cuEventDestroy(copied);
        cuMemFreeHost(memory);
    }
}
