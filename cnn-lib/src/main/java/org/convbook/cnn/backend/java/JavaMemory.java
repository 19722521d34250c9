package org.convbook.cnn.backend.java;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;

/** Who owns which buffer: for each thread a stack of open scopes and recordings. What has no owner belongs to the garbage collector. */
final class JavaMemory {
    private final ThreadLocal<Deque<Owner>> owners = ThreadLocal.withInitial(ArrayDeque::new);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    /** A scope, or a recording: what was made in it is freed with it. */
    private final class Owner {
        private final Set<JavaBuffer> made = new LinkedHashSet<>();
        private final JavaRecording recording;

        Owner(JavaRecording recording) {
            this.recording = recording;
        }

        void add(JavaBuffer buffer) {
            made.add(buffer);
            peak.accumulateAndGet(bytes.addAndGet(buffer.bytes()), Math::max);
        }

        boolean remove(JavaBuffer buffer) {
            boolean mine = made.remove(buffer);
            if (mine) bytes.addAndGet(-buffer.bytes());
            return mine;
        }

        void free() {
            made.forEach(b -> {
                bytes.addAndGet(-b.bytes());
                b.free();
            });
            made.clear();
        }
    }

    /** The bytes that open scopes and recordings hold. */
    long bytes() {
        return bytes.get();
    }

    /** The most that they held at once. */
    long peak() {
        return peak.get();
    }

    /** A new buffer of zeros, which belongs to the innermost owner of this thread. */
    JavaBuffer make(Shape shape) {
        return owned(new JavaBuffer(shape, new double[shape.count()]));
    }

    /** A new buffer of values from the host, which belongs to the innermost owner of this thread. */
    JavaBuffer make(Shape shape, float[] values) {
        return owned(new JavaBuffer(shape, values));
    }

    private JavaBuffer owned(JavaBuffer buffer) {
        Owner owner = owners.get().peek();
        if (owner != null) owner.add(buffer);
        return buffer;
    }

    /** The recording of this thread, or null. */
    JavaRecording recording() {
        Owner owner = owners.get().peek();
        return owner == null ? null : owner.recording;
    }

    /** Notes, if this thread is recording, why the step must not be replayed. */
    void obstacle(String why) {
        if (recording() != null) recording().obstacle(why);
    }

    Scope scope() {
        Deque<Owner> mine = owners.get();
        Owner owner = new Owner(recording());
        mine.push(owner);
        return new Scope() {
            @Override
            public void keep(Buffer buffer) {
                Owner outside = mine.stream().dropWhile(o -> o != owner).skip(1).findFirst().orElse(null);
                if (owner.remove((JavaBuffer) buffer) && outside != null) outside.add((JavaBuffer) buffer);
            }

            @Override
            public void close() {
                mine.remove(owner);
                if (owner.recording == null) owner.free();
                else Set.copyOf(owner.made).forEach(b -> {   // a replay writes there again
                    owner.remove(b);
                    mine.peek().add(b);
                });
            }
        };
    }

    <T> T unscoped(Supplier<T> make) {
        Deque<Owner> mine = owners.get();
        Owner nobody = new Owner(null);
        mine.push(nobody);
        try {
            return make.get();
        } finally {
            Set.copyOf(nobody.made).forEach(nobody::remove);
            mine.remove(nobody);
        }
    }

    Recording record(Runnable step) {
        Deque<Owner> mine = owners.get();
        JavaRecording recording = new JavaRecording();
        Owner owner = new Owner(recording);
        recording.onClose = owner::free;
        mine.push(owner);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            owner.free();
            throw e;
        } finally {
            mine.remove(owner);
        }
        return recording;
    }

    void close() {
        owners.remove();
    }
}
