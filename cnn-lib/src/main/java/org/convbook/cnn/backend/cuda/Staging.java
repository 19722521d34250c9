package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;

/**
 * Brings values to the device and back through pinned memory of the host, in the order of the stream: an upload returns when its values have been
 * copied into one of a few slots, and the device fetches them when it comes to it.
 */
final class Staging implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final int SLOT_BYTES = 8 << 20;

    /** A piece of pinned memory, and when the device has fetched what was in it. */
    private static final class Slot {
        final Pointer memory = new Pointer();
        final CUevent fetched = new CUevent();
        ByteBuffer bytes;
        boolean pending;
    }

    private final Device device;
    private final Slot[] slots = new Slot[SLOTS];
    private int next;

    Staging(Device device) {
        this.device = device;
    }

    private Slot slot() {
        device.enter();
        int at = next++ % SLOTS;
        if (slots[at] == null) {
            Slot made = new Slot();
            device.check(cuMemAllocHost(made.memory, SLOT_BYTES), "allocating pinned memory of the host");
            made.bytes = made.memory.getByteBuffer(0, SLOT_BYTES).order(ByteOrder.nativeOrder());
            device.check(cuEventCreate(made.fetched, CUevent_flags.CU_EVENT_DISABLE_TIMING), "making an event");
            slots[at] = made;
        }
        Slot slot = slots[at];
        if (slot.pending) device.check(cuEventSynchronize(slot.fetched), "waiting for " + device.name);
        slot.pending = false;
        slot.bytes.clear();
        return slot;
    }

    private void send(Slot slot, CUdeviceptr to, long bytes) {
        device.check(cuMemcpyHtoDAsync(to, slot.memory, bytes, device.stream), "copying values to " + device.name);
        device.check(cuEventRecord(slot.fetched, device.stream), "marking a copy");
        slot.pending = true;
    }

    void upload(float[] values, DevicePointer to) {
        int each = SLOT_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += each) {
            int count = Math.min(each, values.length - from);
            Slot slot = slot();
            slot.bytes.asFloatBuffer().put(values, from, count);
            send(slot, to.withByteOffset((long) Float.BYTES * from), (long) Float.BYTES * count);
        }
    }

    void upload(byte[] values, CUdeviceptr to) {
        for (int from = 0; from < values.length; from += SLOT_BYTES) {
            int count = Math.min(SLOT_BYTES, values.length - from);
            Slot slot = slot();
            slot.bytes.put(values, from, count);
            send(slot, to.withByteOffset(from), count);
        }
    }

    void upload(int[] values, CUdeviceptr to) {
        int each = SLOT_BYTES / Integer.BYTES;
        for (int from = 0; from < values.length; from += each) {
            int count = Math.min(each, values.length - from);
            Slot slot = slot();
            slot.bytes.asIntBuffer().put(values, from, count);
            send(slot, to.withByteOffset((long) Integer.BYTES * from), (long) Integer.BYTES * count);
        }
    }

    void upload(long value, DevicePointer to) {
        Slot slot = slot();
        slot.bytes.putLong(0, value);
        send(slot, to, Long.BYTES);
    }

    /** Waits for all work before it. */
    void download(DevicePointer from, float[] values) {
        int each = SLOT_BYTES / Float.BYTES;
        for (int at = 0; at < values.length; at += each) {
            int count = Math.min(each, values.length - at);
            Slot slot = slot();
            device.check(cuMemcpyDtoHAsync(slot.memory, from.withByteOffset((long) Float.BYTES * at), (long) Float.BYTES * count, device.stream),
                "copying values from " + device.name);
            device.await();
            slot.bytes.asFloatBuffer().get(values, at, count);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < SLOTS; i++) {
            if (slots[i] == null) continue;
            cuEventDestroy(slots[i].fetched);
            cuMemFreeHost(slots[i].memory);
            slots[i] = null;
        }
    }
}
