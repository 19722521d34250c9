package org.convbook.cnn.backend.onednn;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.memory.MemoryPool;

/** Native memory, 64-byte aligned. */
final class NativeMemory extends MemoryPool<Long, Block, OneDnnRecording> {
    private static final long ALIGNMENT = 64;
    private static final long MIB = 1 << 20;
    private static final Supplier<String> TENSOR = () -> "a tensor";

    /** What malloc gave, by the aligned address in it. */
    private final Map<Long, Long> roots = new HashMap<>();

    NativeMemory() {
        super(ALIGNMENT, 256 * MIB, 1024 * MIB);
    }

    /** A block of at least this many values, not cleared. */
    Block allocate(long count) {
        return owned(count * Float.BYTES, TENSOR);
    }

    /** A block that lives as long as it can be reached, whatever scope is open. */
    Block allocateCollected(long count) {
        return collected(count * Float.BYTES, TENSOR);
    }

    /** Lends a block for the time of some work; it belongs to no owner. */
    void borrow(long count, Consumer<Block> work) {
        lend(count * Float.BYTES, TENSOR, work);
    }

    /** A block that is given back together with another one. */
    Block allocateBeside(Block other, long count) {
        return beside(other, count * Float.BYTES, TENSOR);
    }

    @Override
    protected Long take(long bytes) {
        Pointer root = Pointer.malloc(bytes + ALIGNMENT);
        if (root == null || root.isNull()) return null;
        long start = (root.address() + ALIGNMENT - 1) & -ALIGNMENT;
        roots.put(start, root.address());
        return start;
    }

    @Override
    protected void handBack(Iterable<Long> starts) {
        for (long start : starts) Pointer.free(new Block.Address(roots.remove(start), null));
    }

    @Override
    protected DeviceException none(long bytes, Supplier<String> what) {
        return new DeviceException("onednn: no memory for " + what.get() + " of " + bytes / MIB + " MiB; tensors hold " + bytesInUse() / MIB + " MiB");
    }

    @Override
    protected Block block(Long start, long bytes) {
        return new Block(start, bytes);
    }

    @Override
    protected Long address(Block block) {
        return block.start;
    }
}
