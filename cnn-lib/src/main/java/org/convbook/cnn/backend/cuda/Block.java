package org.convbook.cnn.backend.cuda;

import java.util.ArrayList;
import java.util.List;

/** A piece of the device's memory that one or more buffers look at. */
final class Block {
    final DevicePointer start;
    final long bytes;
    /** What gives it back; null for the garbage collector. */
    DeviceMemory.Owner owner;
    /** Buffers that look at it. */
    int users;
    /** Whether its owner may use the memory again; operations recorded before then still do. */
    boolean released;
    /** Counts its changes in place. */
    long version;
    /** The same values in other layouts and formats. */
    final List<Form> forms = new ArrayList<>(0);
    private boolean freed;

    Block(DevicePointer start, long bytes, DeviceMemory.Owner owner) {
        this.start = start;
        this.bytes = bytes;
        this.owner = owner;
    }

    boolean freed() {
        return freed;
    }

    /** Marks it as freed; false if it was already. */
    boolean free() {
        boolean first = !freed;
        freed = true;
        return first;
    }
}
