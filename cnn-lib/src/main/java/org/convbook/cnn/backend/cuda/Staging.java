package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import jcuda.driver.CUdeviceptr;
import org.convbook.cnn.backend.DeviceException;

/**
 * Brings values to the device and back through pinned memory of the host, in the order of the stream: an upload returns when its values have been
 * copied into one of a few slots, and the device fetches them when it comes to it.
 */
final class Staging implements AutoCloseable {
    private static final int SLOTS = 4;
    private static final int SLOT_BYTES = 8 << 20;
    /** A step's settings and numbers need few bytes, but must not wait for those of the step before. */
    private static final int SMALL_SLOTS = 32;
    private static final int SMALL_BYTES = 4096;

    private final Device device;
    private final Pinned[] slots = new Pinned[SLOTS];
    private final Pinned[] small = new Pinned[SMALL_SLOTS];
    private int next;
    private int nextSmall;

    Staging(Device device) {
        this.device = device;
    }

    private Pinned slot(long bytes) {
        device.enter();
        return bytes <= SMALL_BYTES ? slot(small, Math.floorMod(nextSmall++, SMALL_SLOTS), SMALL_BYTES) : slot(slots, Math.floorMod(next++, SLOTS), SLOT_BYTES);
    }

    /** The first one, if there is no memory for another. */
    private Pinned slot(Pinned[] of, int at, int size) {
        if (of[at] == null) of[at] = Pinned.of(device, size);
        Pinned slot = of[at] == null ? of[0] : of[at];
        if (slot == null) throw new DeviceException("cuda: no pinned memory of the host, " + size + " bytes");
        return slot;
    }

    private void send(Pinned slot, CUdeviceptr to, long bytes) {
        device.check(cuMemcpyHtoDAsync(to, slot.memory, bytes, device.stream), "copying values to " + device.name);
        slot.copying(device.stream);
    }

    void upload(float[] values, DevicePointer to) {
        int each = SLOT_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += each) {
            int count = Math.min(each, values.length - from);
            Pinned slot = slot((long) Float.BYTES * count);
            slot.bytes().asFloatBuffer().put(values, from, count);
            send(slot, to.withByteOffset((long) Float.BYTES * from), (long) Float.BYTES * count);
        }
    }

    void upload(byte[] values, CUdeviceptr to) {
        for (int from = 0; from < values.length; from += SLOT_BYTES) {
            int count = Math.min(SLOT_BYTES, values.length - from);
            Pinned slot = slot(count);
            slot.bytes().put(values, from, count);
            send(slot, to.withByteOffset(from), count);
        }
    }

    void upload(int[] values, CUdeviceptr to) {
        int each = SLOT_BYTES / Integer.BYTES;
        for (int from = 0; from < values.length; from += each) {
            int count = Math.min(each, values.length - from);
            Pinned slot = slot((long) Integer.BYTES * count);
            slot.bytes().asIntBuffer().put(values, from, count);
            send(slot, to.withByteOffset((long) Integer.BYTES * from), (long) Integer.BYTES * count);
        }
    }

    void upload(long value, DevicePointer to) {
        Pinned slot = slot(Long.BYTES);
        slot.bytes().putLong(0, value);
        send(slot, to, Long.BYTES);
    }

    /** Waits for all work before it. */
    void download(DevicePointer from, float[] values) {
        int each = SLOT_BYTES / Float.BYTES;
        for (int at = 0; at < values.length; at += each) {
            int count = Math.min(each, values.length - at);
            Pinned slot = slot((long) Float.BYTES * count);
            ByteBuffer bytes = slot.bytes();
            device.check(cuMemcpyDtoHAsync(slot.memory, from.withByteOffset((long) Float.BYTES * at), (long) Float.BYTES * count, device.stream),
                "copying values from " + device.name);
            device.await();
            bytes.asFloatBuffer().get(values, at, count);
        }
    }

    @Override
    public void close() {
        for (Pinned[] all : new Pinned[][] {slots, small}) {
            Arrays.stream(all).filter(Objects::nonNull).forEach(Pinned::free);
            Arrays.fill(all, null);
        }
    }
}
