package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.MemoryUse;

/**
 * The device's memory, reused step after step: what is given back waits, by size, for the next request. All work goes through one stream, so memory
 * may be used again as soon as the last operation on it has been queued. A block belongs to the innermost open owner of its thread, or to the garbage
 * collector.
 */
final class DeviceMemory {
    private static final long ALIGNMENT = 256;
    private static final long MIB = 1 << 20;
    /** Memory that only the garbage collector will find may grow this far before it is asked to look. */
    private static final long FIRST_LIMIT = 512 * MIB;

    /** Blocks that are given back together. */
    final class Owner {
        private final Set<Block> blocks = new HashSet<>();
        /** Memory released before the owner is freed, by size: for this owner's next requests only, since a replay writes there again. */
        private final Map<Long, Deque<DevicePointer>> spare = new HashMap<>();
        final CudaRecording recording;

        Owner(CudaRecording recording) {
            this.recording = recording;
        }

        void free() {
            blocks.forEach(b -> {
                if (b.free()) giveBack(b.start, b.bytes);
            });
            blocks.clear();
            spare.forEach((bytes, starts) -> starts.forEach(start -> giveBack(start, bytes)));
            spare.clear();
        }
    }

    private final Device device;
    private final Cleaner cleaner = Cleaner.create();
    private final ThreadLocal<Deque<Owner>> owners = ThreadLocal.withInitial(ArrayDeque::new);
    private final Map<Long, Deque<DevicePointer>> waiting = new HashMap<>();
    private long waitingBytes;
    private long inUse;
    private long peak;
    private long collectable;
    private long limit = FIRST_LIMIT;

    DeviceMemory(Device device) {
        this.device = device;
    }

    // ---------------------------------------------------------------- owners

    /** The innermost owner of this thread, or null. */
    Owner owner() {
        return owners.get().peek();
    }

    Owner open(CudaRecording recording) {
        Owner owner = new Owner(recording);
        owners.get().push(owner);
        return owner;
    }

    /** Makes blocks that belong to the garbage collector, whatever owner is open. */
    <T> T unowned(Supplier<T> make) {
        Owner nobody = open(null);
        try {
            return make.get();
        } finally {
            owners.get().remove(nobody);
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
        if (owner.recording == null) {
            owner.free();
            return;
        }
        owner.blocks.forEach(block -> adopt(mine.peek(), block));   // a replay writes there again
        owner.spare.forEach((bytes, starts) -> mine.peek().spare.computeIfAbsent(bytes, k -> new ArrayDeque<>()).addAll(starts));
    }

    /** Lets the innermost owner use a block of its own again; a block that two buffers look at, or that is another's, stays as it is. */
    void release(Block block) {
        Owner owner = owner();
        if (owner == null || block.owner != owner || block.users != 1 || !owner.blocks.remove(block)) return;
        block.released = true;
        block.forms.forEach(form -> release(form.copy.block()));
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

    /** A block of at least this many bytes, not cleared; what it is for appears in an error. */
    Block allocate(long bytes, Supplier<String> what) {
        return allocate(bytes, owner(), what);
    }

    /** A block that lives as long as it can be reached, whatever scope is open. */
    Block allocateCollected(long bytes, Supplier<String> what) {
        return allocate(bytes, null, what);
    }

    /**
     * A block of the innermost owner in which nothing was computed before: what is written there ahead of a replay is still there when it is read.
     */
    Block allocateApart(long asked, Supplier<String> what) {
        long bytes = sizeClass(asked);
        Block block = new Block(take(bytes, what), bytes, owner());
        owner().blocks.add(block);
        return block;
    }

    /** A block that lives as long as another. */
    Block allocateBeside(Block other, long bytes, Supplier<String> what) {
        return allocate(bytes, other.owner, what);
    }

    private Block allocate(long asked, Owner owner, Supplier<String> what) {
        long bytes = sizeClass(Math.max(1, asked));
        if (owner == null && unowned() + bytes > limit) makeRoom();
        Deque<DevicePointer> spare = owner == null ? null : owner.spare.get(bytes);
        Block block = new Block(spare == null || spare.isEmpty() ? take(bytes, what) : spare.pop(), bytes, owner);
        if (owner != null) owner.blocks.add(block);
        else collect(block);
        return block;
    }

    /** Bytes of all blocks that are in use. */
    synchronized long bytesInUse() {
        return inUse;
    }

    synchronized MemoryUse use() {
        device.enter();
        return new MemoryUse(inUse, waitingBytes, peak, total());
    }

    private synchronized long unowned() {
        return collectable;
    }

    private DevicePointer take(long bytes, Supplier<String> what) {
        DevicePointer start = tryToTake(bytes);
        if (start == null) {
            release();
            start = tryToTake(bytes);
        }
        if (start == null) {
            makeRoom();
            release();
            start = tryToTake(bytes);
        }
        if (start != null) return start;
        throw new DeviceException("cuda: no memory for " + what.get() + ", " + mib(bytes) + "; tensors hold " + mib(bytesInUse())
            + " of the device's " + mib(total()));
    }

    /** Null where there is none left. */
    private synchronized DevicePointer tryToTake(long bytes) {
        Deque<DevicePointer> free = waiting.get(bytes);
        DevicePointer start;
        if (free != null && !free.isEmpty()) {
            waitingBytes -= bytes;
            start = free.pop();
        } else {
            start = new DevicePointer();
            device.enter();
            if (!device.allocated(cuMemAlloc(start, bytes))) return null;
        }
        inUse += bytes;
        peak = Math.max(peak, inUse);
        return start;
    }

    private long total() {
        long[] free = new long[1];
        long[] total = new long[1];
        cuMemGetInfo(free, total);
        return total[0];
    }

    private static String mib(long bytes) {
        return bytes < MIB ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }

    private synchronized void giveBack(DevicePointer start, long bytes) {
        waiting.computeIfAbsent(bytes, k -> new ArrayDeque<>()).push(start);
        waitingBytes += bytes;
        inUse -= bytes;
        if (waitingBytes > Math.max(2 * inUse, 2048 * MIB)) release();
    }

    /** Hands all waiting memory back to the driver, which waits for pending work. Memory of a lost device is gone already. */
    synchronized void release() {
        if (device.lost()) return;
        device.enter();
        for (Deque<DevicePointer> free : waiting.values()) for (DevicePointer start : free) device.check(cuMemFree(start), "giving back memory");
        waiting.clear();
        waitingBytes = 0;
    }

    /** Leaves a block to the garbage collector. */
    private void collect(Block block) {
        DevicePointer start = block.start;
        long bytes = block.bytes;
        synchronized (this) {
            collectable += bytes;
        }
        cleaner.register(block, () -> {
            synchronized (DeviceMemory.this) {
                collectable -= bytes;
                giveBack(start, bytes);
            }
        });
    }

    /** The collector does not see the device's memory; asks it to look, and lets the limit follow what is really in use. */
    private void makeRoom() {
        long before = unowned();
        System.gc();
        for (int i = 0; i < 20 && before > 0 && unowned() > limit / 2; i++) {
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
