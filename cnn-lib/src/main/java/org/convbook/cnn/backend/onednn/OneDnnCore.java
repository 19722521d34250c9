package org.convbook.cnn.backend.onednn;

import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.MemoryUse;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;

/** The part of the backend that holds memory and runs operations, eagerly or into a recording. One thread at a time computes. */
abstract class OneDnnCore implements Backend {
    final NativeMemory memory = new NativeMemory();
    final Primitives primitives = new Primitives(OneDnnBackend.threads());
    final HostOperations host = new HostOperations(this);

    // ---------------------------------------------------------------- memory

    @Override
    public Buffer upload(Shape shape, float[] values) {
        obstacle("it brought new values from the host");
        DnnBuffer buffer = fresh(shape, Layout.PLAIN);
        buffer.block.put(values);
        return buffer;
    }

    @Override
    public synchronized void write(Buffer to, float[] values) {
        obstacle("it brought new values from the host");
        DnnBuffer target = DnnBuffer.of(to);
        target.pointer();
        if (target.layout == Layout.PLAIN || Layout.same(to.shape())) {
            target.block.put(values);
        } else {
            DnnBuffer plain = new DnnBuffer(to.shape(), Layout.PLAIN, memory.allocateCollected(values.length));
            plain.block.put(values);
            reorder(to.shape(), Layout.PLAIN, target.layout).run(plain.pointer(), target.pointer());
        }
        target.changed();
    }

    @Override
    public synchronized float[] download(Buffer x) {
        obstacle("it read a value back to the host");
        return values(DnnBuffer.of(x));
    }

    /** The values in row order, for this backend's own operations on the host. */
    synchronized float[] values(DnnBuffer x) {
        float[] values = new float[x.shape().count()];
        x.pointer();
        if (x.layout == Layout.PLAIN || Layout.same(x.shape())) {
            x.block.get(values);
            return values;
        }
        Block plain = memory.allocateCollected(values.length);
        reorder(x.shape(), x.layout, Layout.PLAIN).run(x.pointer(), plain.pointer());
        plain.get(values);
        return values;
    }

    @Override
    public Buffer fill(Shape shape, double value) {
        DnnBuffer y = fresh(shape, Layout.PLAIN);
        perform(() -> "fill " + value + " " + shape, () -> y.block.fill((float) value, shape.count()));
        return y;
    }

    @Override
    public Scope scope() {
        return memory.scope(buffer -> DnnBuffer.of(buffer).blocks());
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        return memory.unowned(make);
    }

    @Override
    public void release(Buffer x) {
        DnnBuffer b = DnnBuffer.of(x);
        if (b.hasPacked()) return;
        memory.release(b.block);
    }

    @Override
    public Recording record(Runnable step) {
        OneDnnRecording recording = new OneDnnRecording(this);
        recording.owner = memory.record(recording, step);
        return recording;
    }

    @Override
    public long bytesInUse() {
        return memory.bytesInUse();
    }

    @Override
    public MemoryUse memory() {
        return memory.use();
    }

    DnnBuffer fresh(Shape shape, Layout layout) {
        return new DnnBuffer(shape, layout, memory.allocate(shape.count()));
    }

    // ---------------------------------------------------------------- running

    private OneDnnRecording recording() {
        return memory.recording();
    }

    final void obstacle(String why) {
        if (recording() != null) recording().obstacle(why);
    }

    /** Runs an operation, and notes it if this thread is recording. */
    synchronized void perform(Supplier<String> what, Runnable operation) {
        operation.run();
        if (recording() != null) recording().add(what.get(), operation);
    }

    final void call(String what, Shape shape, Kernel kernel, Pointer... data) {
        perform(() -> what + " " + shape, () -> kernel.run(data));
    }

    /** With a text that takes longer to put together than a look at whether anyone is recording. */
    final void call(Supplier<String> what, Shape shape, Kernel kernel, Pointer... data) {
        perform(() -> what.get() + " " + shape, () -> kernel.run(data));
    }

    private record ReorderKey(Shape shape, Layout from, Layout to) {}

    private Kernel reorder(Shape shape, Layout from, Layout to) {
        return primitives.reorder(new ReorderKey(shape, from, to), from.describe(shape), to.describe(shape));
    }

    /** The same values in a layout; the same buffer if they lie so already. */
    DnnBuffer as(Buffer x, Layout layout) {
        DnnBuffer b = DnnBuffer.of(x);
        if (b.layout == layout) return b;
        if (Layout.same(b.shape())) return new DnnBuffer(b.shape(), layout, b.block);
        DnnBuffer y = fresh(b.shape(), layout);
        call("reorder " + layout, b.shape(), reorder(b.shape(), b.layout, layout), b.pointer(), y.pointer());
        return y;
    }
}
