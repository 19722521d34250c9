package org.convbook.cnn.backend.memory;

import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Shape;

/** A piece of a {@link MemoryPool}'s memory that one or more buffers look at. */
public abstract class PooledBlock {
    private final long bytes;
    /** What gives it back; null for the garbage collector. */
    MemoryPool<?, ?, ?>.Owner owner;
    /** Whether its owner may use the memory again; operations recorded before then still do. */
    boolean released;
    private int lookers;
    private boolean freed;

    /** A piece of so many bytes. */
    protected PooledBlock(long bytes) {
        this.bytes = bytes;
    }

    /** Its size, which is that of the request or a little more. */
    public final long bytes() {
        return bytes;
    }

    /** The owner that gives it back; null for the garbage collector. */
    public final MemoryPool<?, ?, ?>.Owner owner() {
        return owner;
    }

    /** Says that one more buffer looks at it. */
    public final void lookedAt() {
        lookers++;
    }

    /** Whether one buffer at most looks at it. */
    final boolean alone() {
        return lookers <= 1;
    }

    /** Whether its owner has given it back. */
    public final boolean freed() {
        return freed;
    }

    /** Whether its memory is still its own. */
    public final boolean usable() {
        return !freed && !released;
    }

    /** Refuses the use of a tensor whose memory is not its own any more: {@link DeviceException}. */
    public final void check(Shape shape) {
        if (freed) throw new DeviceException("a tensor " + shape + " was used after its scope had closed");
        if (released) throw new DeviceException("a tensor " + shape + " was used after it had been released");
    }

    /** Marks it as given back; true the first time. */
    final boolean free() {
        boolean first = !freed;
        freed = true;
        return first;
    }
}
