package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.memory.PooledBlock;

/** A piece of native memory, 64-byte aligned, that one or more buffers look at. */
final class Block extends PooledBlock {
    /** A native address as the bindings want it; whoever holds it keeps the block from the garbage collector. */
    static final class Address extends Pointer {
        private final transient Block block;

        Address(long address, Block block) {
            this.address = address;
            this.block = block;
        }
    }

    final long start;
    private final Pointer pointer;
    private final FloatPointer floats;

    Block(long start, long bytes) {
        super(bytes);
        this.start = start;
        this.pointer = new Address(start, this);
        this.floats = new FloatPointer(pointer);
    }

    Pointer pointer() {
        check();
        return pointer;
    }

    /** The address of the value at an index. */
    Pointer pointer(long index) {
        check();
        return index == 0 ? pointer : new Address(start + 4 * index, this);
    }

    /** Writes one value so many times: a few by hand, then copies of what is there. */
    void fill(float value, long count) {
        check();
        long done = Math.min(count, 256);
        float[] few = new float[(int) done];
        Arrays.fill(few, value);
        floats.put(few);
        while (done < count) {
            long more = Math.min(done, count - done);
            Pointer.memcpy(new Address(start + 4 * done, this), pointer, 4 * more);
            done += more;
        }
    }

    void put(float[] values) {
        check();
        floats.put(values);
    }

    void get(float[] values) {
        check();
        floats.get(values);
    }

    void put(float[] values, int count) {
        check();
        floats.put(values, 0, count);
    }

    void get(float[] values, int count) {
        check();
        floats.get(values, 0, count);
    }

    /** Values from an index on. */
    void get(long index, float[] values) {
        check();
        floats.position(index).get(values);
        floats.position(0);
    }

    /** Values from an index on. */
    void put(long index, float[] values) {
        check();
        floats.position(index).put(values);
        floats.position(0);
    }

    float get(long index) {
        check();
        return floats.get(index);
    }

    void put(long index, float value) {
        check();
        floats.put(index, value);
    }

    private void check() {
        if (freed()) throw new DeviceException("a tensor was used after its scope had closed");
    }
}
