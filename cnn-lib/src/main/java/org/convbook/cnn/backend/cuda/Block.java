package org.convbook.cnn.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.memory.PooledBlock;

/** A piece of the device's memory that one or more buffers look at. */
final class Block extends PooledBlock {
    final DevicePointer start;
    /** Counts its changes in place. */
    long version;
    /** The same values in other layouts and formats. */
    final List<Form> forms = new ArrayList<>(0);

    Block(DevicePointer start, long bytes) {
        super(bytes);
        this.start = start;
    }
}
