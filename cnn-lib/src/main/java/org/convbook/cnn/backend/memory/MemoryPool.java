package org.convbook.cnn.backend.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;

/**
 * Memory with owners: a block belongs to the innermost open one of its thread, which is a scope or a recording, or to the garbage collector.
 *
 * @param <A> an address
 * @param <B> a block
 * @param <R> what is recorded
 */
public abstract class MemoryPool<A, B extends PooledBlock, R extends Recording> extends Reserve<A> {
    /** Blocks that are given back together. */
    public final class Owner {
        private final Set<B> blocks = new HashSet<>();
        /** Memory released before the owner is freed, by size: for this owner's next requests only, since a replay writes there again. */
        private final Map<Long, Deque<A>> spare = new HashMap<>();
        private final R recording;

        private Owner(R recording) {
            this.recording = recording;
        }

        /** What is being recorded; null where nothing is. */
        public R recording() {
            return recording;
        }

        /** Gives back all its blocks. */
        public void free() {
            blocks.forEach(block -> {
                if (block.free()) giveBack(address(block), block.bytes());
            });
            blocks.clear();
            spare.forEach((bytes, starts) -> starts.forEach(start -> giveBack(start, bytes)));
            spare.clear();
        }
    }

    private final ThreadLocal<Deque<Owner>> owners = ThreadLocal.withInitial(ArrayDeque::new);

    /**
     * A pool that holds nothing yet.
     *
     * @param alignment   sizes are multiples of so many bytes
     * @param collectable bytes that only the garbage collector will find before it is asked to look
     * @param mostWaiting bytes that may wait for a request, if that is more than twice of what is in use
     */
    protected MemoryPool(long alignment, long collectable, long mostWaiting) {
        super(alignment, collectable, mostWaiting);
    }

    /** A block at an address. */
    protected abstract B block(A start, long bytes);

    /** Where a block begins. */
    protected abstract A address(B block);

    // ---------------------------------------------------------------- owners

    /** The innermost owner of this thread, or null. */
    public final Owner owner() {
        return owners.get().peek();
    }

    /** What this thread records, or null. */
    public final R recording() {
        Owner owner = owner();
        return owner == null ? null : owner.recording;
    }

    /** Makes an owner the innermost one of this thread. */
    public final Owner open(R recording) {
        Owner owner = new Owner(recording);
        owners.get().push(owner);
        return owner;
    }

    /** A scope, which frees what is made in it; {@code blocks} are those of a buffer, for {@link Scope#keep}. */
    public final Scope scope(Function<Buffer, Iterable<B>> blocks) {
        Owner owner = open(recording());
        return new Scope() {
            @Override
            public void keep(Buffer buffer) {
                blocks.apply(buffer).forEach(block -> MemoryPool.this.keep(owner, block));
            }

            @Override
            public void close() {
                MemoryPool.this.close(owner);
            }
        };
    }

    /** Runs a step as a recording's owner, which lives on; if the step fails its memory is freed. */
    public final Owner record(R recording, Runnable step) {
        Owner owner = open(recording);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            owner.free();
            throw e;
        } finally {
            owners.get().remove(owner);
        }
        return owner;
    }

    /** Makes blocks that belong to the garbage collector, whatever owner is open. */
    public final <T> T unowned(Supplier<T> make) {
        Owner nobody = open(null);
        try {
            return make.get();
        } finally {
            owners.get().remove(nobody);
            nobody.blocks.forEach(this::collect);
        }
    }

    /** Closes a scope: gives back its blocks, or leaves them to the recording that it is part of. */
    public final void close(Owner owner) {
        Deque<Owner> mine = owners.get();
        mine.remove(owner);
        if (owner.recording == null) {
            owner.free();
            return;
        }
        owner.blocks.forEach(block -> adopt(mine.peek(), block));   // a replay writes there again
        owner.spare.forEach((bytes, starts) -> mine.peek().spare.computeIfAbsent(bytes, k -> new ArrayDeque<>()).addAll(starts));
    }

    /** Lets the innermost owner use a block of its own again; one that two buffers look at, or that is another's, stays as it is: then false. */
    public final boolean release(B block) {
        Owner owner = owner();
        if (owner == null || block.owner != owner || !block.alone() || !owner.blocks.remove(block)) return false;
        block.released = true;
        owner.spare.computeIfAbsent(block.bytes(), k -> new ArrayDeque<>()).push(address(block));
        return true;
    }

    private void adopt(Owner owner, B block) {
        block.owner = owner;
        owner.blocks.add(block);
    }

    /** Moves a block from an owner to the one outside it. */
    private void keep(Owner owner, B block) {
        if (!owner.blocks.remove(block)) return;
        boolean found = false;
        for (Owner o : owners.get()) {
            if (found) {
                adopt(o, block);
                return;
            }
            found = o == owner;
        }
        collect(block);
    }

    // ---------------------------------------------------------------- blocks

    /** A block of at least this many bytes, not cleared; what it is for appears in an error. */
    protected final B owned(long bytes, Supplier<String> what) {
        return reused(bytes, owner(), what);
    }

    /** A block that lives as long as it can be reached, whatever scope is open. */
    protected final B collected(long bytes, Supplier<String> what) {
        return reused(bytes, null, what);
    }

    /** A block that is given back together with another one. */
    @SuppressWarnings("unchecked")   // a block's owner is one of its own pool
    protected final B beside(B other, long bytes, Supplier<String> what) {
        return reused(bytes, (Owner) other.owner, what);
    }

    /**
     * A block of the innermost owner in which nothing was computed before: what is written there ahead of a replay is still there when it is read.
     */
    protected final B apart(long asked, Supplier<String> what) {
        long bytes = sizeClass(asked);
        B block = block(from(bytes, what), bytes);
        adopt(owner(), block);
        return block;
    }

    /** Lends a block for the time of some work; it belongs to no owner. */
    protected final void lend(long asked, Supplier<String> what, Consumer<B> work) {
        long bytes = sizeClass(asked);
        B block = block(from(bytes, what), bytes);
        try {
            work.accept(block);
        } finally {
            block.free();
            giveBack(address(block), bytes);
        }
    }

    private B reused(long asked, Owner owner, Supplier<String> what) {
        long bytes = sizeClass(asked);
        if (owner == null) collectIfFull(bytes);
        Deque<A> spare = owner == null ? null : owner.spare.get(bytes);
        B block = block(spare == null || spare.isEmpty() ? from(bytes, what) : spare.pop(), bytes);
        if (owner != null) adopt(owner, block);
        else collect(block);
        return block;
    }

    /** Leaves a block to the garbage collector. */
    private void collect(B block) {
        block.owner = null;
        collect(block, address(block), block.bytes());
    }
}
