package org.convbook.cnn.backend.memory;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.MemoryUse;

/**
 * Memory, reused step after step: what is given back waits, by size, for the next request.
 *
 * @param <A> an address
 */
abstract class Reserve<A> {
    private static final int NAPS = 20;
    private static final int NAP_MS = 2;

    private final long alignment;
    private final long firstLimit;
    private final long mostWaiting;
    private final Cleaner cleaner = Cleaner.create();
    private final Map<Long, Deque<A>> waiting = new HashMap<>();
    private long waitingBytes;
    private long inUse;
    private long peak;
    private long collectable;
    private long limit;

    Reserve(long alignment, long collectable, long mostWaiting) {
        this.alignment = alignment;
        this.firstLimit = collectable;
        this.mostWaiting = mostWaiting;
        this.limit = collectable;
    }

    /** New memory of so many bytes; null where there is none left. */
    protected abstract A take(long bytes);

    /** Hands memory back to the system. */
    protected abstract void handBack(Iterable<A> starts);

    /** The bytes that there are in all; 0 where that is not known. */
    protected long capacity() {
        return 0;
    }

    /** What is thrown where no memory is left; {@code what} says what it was for. */
    protected abstract DeviceException none(long bytes, Supplier<String> what);

    /** Bytes of all blocks that are in use. */
    public final synchronized long bytesInUse() {
        return inUse;
    }

    /** What is in use, what waits, and the most that was in use. */
    public final synchronized MemoryUse use() {
        return new MemoryUse(inUse, waitingBytes, peak, capacity());
    }

    private synchronized long unowned() {
        return collectable;
    }

    final A from(long bytes, Supplier<String> what) {
        A start = waitingOrNew(bytes);
        if (start == null) {
            release();
            start = waitingOrNew(bytes);
        }
        if (start == null) {
            makeRoom();
            release();
            start = waitingOrNew(bytes);
        }
        if (start == null) throw none(bytes, what);
        return start;
    }

    private synchronized A waitingOrNew(long bytes) {
        Deque<A> free = waiting.get(bytes);
        A start;
        if (free != null && !free.isEmpty()) {
            waitingBytes -= bytes;
            start = free.pop();
        } else {
            start = take(bytes);
            if (start == null) return null;
        }
        inUse += bytes;
        peak = Math.max(peak, inUse);
        return start;
    }

    final synchronized void giveBack(A start, long bytes) {
        waiting.computeIfAbsent(bytes, k -> new ArrayDeque<>()).push(start);
        waitingBytes += bytes;
        inUse -= bytes;
        if (waitingBytes > Math.max(2 * inUse, mostWaiting)) release();
    }

    /** Hands all waiting memory back to the system. */
    public final synchronized void release() {
        waiting.values().forEach(this::handBack);
        waiting.clear();
        waitingBytes = 0;
    }

    /** Gives memory back when a block that uses it is found by the garbage collector. */
    final void collect(Object block, A start, long bytes) {
        synchronized (this) {
            collectable += bytes;
        }
        cleaner.register(block, () -> {
            synchronized (this) {
                collectable -= bytes;
                giveBack(start, bytes);
            }
        });
    }

    /** Asks the collector to look if what only it will find grows by more than it may. */
    final void collectIfFull(long bytes) {
        if (unowned() + bytes > limit) makeRoom();
    }

    /** The collector does not see this memory; asks it to look, and lets the limit follow what is really in use. */
    private void makeRoom() {
        long before = unowned();
        System.gc();
        for (int i = 0; i < NAPS && before > 0 && unowned() > limit / 2; i++) {
            try {
                Thread.sleep(NAP_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        limit = Math.max(firstLimit, 2 * unowned());
    }

    /** Sizes are rounded up by an eighth at most, so that similar requests share memory. */
    final long sizeClass(long asked) {
        long bytes = Math.max(1, asked);
        long step = Math.max(alignment, Long.highestOneBit(bytes) >> 3);
        return (bytes + step - 1) / step * step;
    }
}
