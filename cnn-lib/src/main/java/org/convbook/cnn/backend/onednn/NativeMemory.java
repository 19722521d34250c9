package org.convbook.cnn.backend.onednn;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.MemoryUse;

/**
 * Native memory, reused step after step: what is given back waits, by size, for the next request. A block belongs to the innermost open
 * owner of its thread, or to the garbage collector.
 */
final class NativeMemory {
    private static final long ALIGNMENT = 64;
    private static final long MIB = 1 << 20;
    /** Memory that only the garbage collector will find may grow this far before it is asked to look. */
    private static final long FIRST_LIMIT = 256 * MIB;

    /** Blocks that are given back together. */
    final class Owner {
        private final Set<Block> blocks = new HashSet<>();
        /** Memory released before the owner is freed, by size: for this owner's next requests only, since a replay writes there again. */
        private final Map<Long, Deque<Long>> spare = new HashMap<>();
        final OneDnnRecording recording;

        Owner(OneDnnRecording recording) {
            this.recording = recording;
        }

        void free() {
            blocks.forEach(NativeMemory.this::giveBack);
            blocks.clear();
            spare.forEach((bytes, starts) -> starts.forEach(start -> giveBack(start, bytes)));
            spare.clear();
        }
    }

    private final Cleaner cleaner = Cleaner.create();
    private final ThreadLocal<Deque<Owner>> owners = ThreadLocal.withInitial(ArrayDeque::new);
    private final Map<Long, Deque<Long>> waiting = new HashMap<>();
    private final Map<Long, Long> roots = new HashMap<>();
    private long waitingBytes;
    private long inUse;
    private long peak;
    private long collectable;
    private long limit = FIRST_LIMIT;

    // ---------------------------------------------------------------- owners

    /** The innermost owner of this thread, or null. */
    Owner owner() {
        return owners.get().peek();
    }

    Owner open(OneDnnRecording recording) {
        Owner owner = new Owner(recording);
        owners.get().push(owner);
        return owner;
    }

    /** Makes blocks that belong to the garbage collector, whatever owner is open. */
    <T> T unowned(Supplier<T> make) {
        Deque<Owner> mine = owners.get();
        Owner nobody = new Owner(null);
        mine.push(nobody);
        try {
            return make.get();
        } finally {
            mine.remove(nobody);
            nobody.blocks.forEach(block -> {
                block.owner = null;
                collect(block);
            });
        }
    }

    /** Closes a scope: gives back its blocks, or leaves them to the recording that it is part of. */
    void close(Owner owner) {
        Deque<Owner> mine = owners.get();
        mine.remove(owner);
        if (owner.recording == null) owner.free();
        else {
            owner.blocks.forEach(block -> adopt(mine.peek(), block));   // a replay writes there again
            owner.spare.forEach((bytes, starts) -> mine.peek().spare.computeIfAbsent(bytes, k -> new ArrayDeque<>()).addAll(starts));
        }
    }

    /** Lets the innermost owner use a block of its own again; a block that two buffers look at, or that is another's, stays as it is. */
    void release(Block block) {
        Owner owner = owner();
        if (owner == null || block.owner != owner || block.users != 1 || !owner.blocks.remove(block)) return;
        block.released = true;
        owner.spare.computeIfAbsent(block.bytes, k -> new ArrayDeque<>()).push(block.start);
    }

    private static void adopt(Owner owner, Block block) {
        block.owner = owner;
        owner.blocks.add(block);
    }

    /** Takes an owner off this thread but leaves its blocks alive. */
    void suspend(Owner owner) {
        owners.get().remove(owner);
    }

    /** Moves a block from an owner to the one outside it. */
    void keep(Owner owner, Block block) {
        if (!owner.blocks.remove(block)) return;
        boolean found = false;
        for (Owner o : owners.get()) {
            if (found) {
                adopt(o, block);
                return;
            }
            found = o == owner;
        }
        block.owner = null;
        collect(block);
    }

    // ---------------------------------------------------------------- blocks

    /** A block of at least this many values, not cleared. */
    Block allocate(long count) {
        return allocate(count, owner());
    }

    /** A block that lives as long as it can be reached, whatever scope is open. */
    Block allocateCollected(long count) {
        return allocate(count, null);
    }

    /** Lends a block for the time of some work; it belongs to no owner. */
    void borrow(long count, Consumer<Block> work) {
        long bytes = sizeClass(Math.max(1, count) * 4);
        Block block = new Block(take(bytes), bytes, null);
        try {
            work.accept(block);
        } finally {
            giveBack(block);
        }
    }

    /** A block that is given back together with another one. */
    Block allocateBeside(Block other, long count) {
        return allocate(count, other.owner);
    }

    private Block allocate(long count, Owner owner) {
        long bytes = sizeClass(Math.max(1, count) * 4);
        if (owner == null && unowned() + bytes > limit) makeRoom();
        Deque<Long> spare = owner == null ? null : owner.spare.get(bytes);
        Block block = new Block(spare == null || spare.isEmpty() ? take(bytes) : spare.pop(), bytes, owner);
        if (owner != null) owner.blocks.add(block);
        else collect(block);
        return block;
    }

    /** Bytes of all blocks that are in use. */
    synchronized long bytesInUse() {
        return inUse;
    }

    synchronized MemoryUse use() {
        return new MemoryUse(inUse, waitingBytes, peak, 0);
    }

    private void count(long bytes) {
        inUse += bytes;
        peak = Math.max(peak, inUse);
    }

    private synchronized long unowned() {
        return collectable;
    }

    private synchronized long take(long bytes) {
        Deque<Long> free = waiting.get(bytes);
        if (free != null && !free.isEmpty()) {
            waitingBytes -= bytes;
            count(bytes);
            return free.pop();
        }
        Pointer root = Pointer.malloc(bytes + ALIGNMENT);
        if (root == null || root.isNull()) {
            release();
            root = Pointer.malloc(bytes + ALIGNMENT);
        }
        if (root == null || root.isNull()) {
            throw new DeviceException("onednn: no memory for a tensor of " + bytes / MIB + " MiB; tensors hold " + inUse / MIB + " MiB");
        }
        count(bytes);
        long start = (root.address() + ALIGNMENT - 1) & -ALIGNMENT;
        roots.put(start, root.address());
        return start;
    }

    private void giveBack(Block block) {
        if (block.free()) giveBack(block.start, block.bytes);
    }

    private synchronized void giveBack(long start, long bytes) {
        waiting.computeIfAbsent(bytes, k -> new ArrayDeque<>()).push(start);
        waitingBytes += bytes;
        inUse -= bytes;
        if (waitingBytes > Math.max(2 * inUse, 1024 * MIB)) release();
    }

    /** Hands all waiting memory back to the system. */
    synchronized void release() {
        for (Deque<Long> free : waiting.values()) for (long start : free) Pointer.free(new Block.Address(roots.remove(start), null));
        waiting.clear();
        waitingBytes = 0;
    }

    /** Leaves a block to the garbage collector. */
    private void collect(Block block) {
        long start = block.start;
        long bytes = block.bytes;
        synchronized (this) {
            collectable += bytes;
        }
        cleaner.register(block, () -> {
            synchronized (NativeMemory.this) {
                collectable -= bytes;
            }
            giveBack(start, bytes);
        });
    }

    /** The collector does not see native memory; asks it to look, and lets the limit follow what is really in use. */
    private void makeRoom() {
        System.gc();
        for (int i = 0; i < 20 && unowned() > limit / 2; i++) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        limit = Math.max(FIRST_LIMIT, 2 * unowned());
    }

    /** Sizes are rounded up by an eighth at most, so that similar requests share memory. */
    private static long sizeClass(long bytes) {
        long step = Math.max(ALIGNMENT, Long.highestOneBit(bytes) >> 3);
        return (bytes + step - 1) / step * step;
    }
}
