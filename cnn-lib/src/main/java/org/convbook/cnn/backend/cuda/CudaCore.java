package org.convbook.cnn.backend.cuda;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.MemoryUse;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;

/** The part of the backend that holds memory and runs operations, eagerly or into a recording. One thread at a time computes. */
abstract class CudaCore implements Backend {
    /** Values of a tile in each direction, as the kernel's source says. */
    private static final int TILE = 32;
    /** Channels, and pixels, from which on a change of layout goes by tiles. */
    private static final int WORTH_TILES = 8;
    private static final int MOST_SLICES = 2048;

    final Device device;
    final DeviceMemory memory;
    final Kernels kernels;
    final Staging staging;
    final Forms forms = new Forms(this);
    /** What convolutions and products compute from and give: activations, and their gradients. */
    final Format activations;

    CudaCore(Device device, Format activations) {
        this.device = device;
        this.activations = activations;
        memory = new DeviceMemory(device);
        kernels = new Kernels(device);
        staging = new Staging(device);
    }

    // ---------------------------------------------------------------- memory

    @Override
    public synchronized Buffer upload(Shape shape, float[] values) {
        obstacle("it brought new values from the host");
        CudaBuffer buffer = fresh(shape, Layout.PLAIN);
        staging.upload(values, buffer.block().start);
        return buffer;
    }

    @Override
    public synchronized void write(Buffer to, float[] values) {
        written(to, rows -> staging.upload(values, rows.block().start));
    }

    /** Writes a buffer by way of its values in rows. */
    final void written(Buffer to, Consumer<CudaBuffer> write) {
        obstacle("it brought new values from the host");
        CudaBuffer target = CudaBuffer.of(to);
        target.live().version++;
        device.enter();
        CudaBuffer rows = plain(target) ? target : memory.unowned(() -> fresh(to.shape(), Layout.PLAIN));
        write.accept(rows);
        if (rows != target) copy(rows, target).run();
    }

    @Override
    public synchronized float[] download(Buffer x) {
        float[] values = new float[x.shape().count()];
        staging.download(rows(x).block().start, values);
        return values;
    }

    /** What is read back to the host: the values in rows and float32. */
    final CudaBuffer rows(Buffer x) {
        obstacle("it read a value back to the host");
        CudaBuffer from = CudaBuffer.of(x);
        from.live();
        device.enter();
        if (plain(from)) return from;
        CudaBuffer rows = memory.unowned(() -> fresh(x.shape(), Layout.PLAIN));
        copy(from, rows).run();
        return rows;
    }

    private static boolean plain(CudaBuffer x) {
        return x.format == Format.FLOAT && x.lies(Layout.PLAIN);
    }

    @Override
    public synchronized Buffer fill(Shape shape, double value) {
        CudaBuffer y = fresh(shape, Layout.PLAIN);
        each("fill " + value, "fill", y, (float) value, y, shape.count());
        return y;
    }

    @Override
    public Scope scope() {
        return memory.scope(buffer -> List.of(CudaBuffer.of(buffer).block()));
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        return memory.unowned(make);
    }

    @Override
    public void release(Buffer x) {
        memory.release(CudaBuffer.of(x));
    }

    @Override
    public Recording record(Runnable step) {
        CudaRecording recording = new CudaRecording(this);
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

    /** Of float32. */
    final CudaBuffer fresh(Shape shape, Layout layout) {
        return fresh(shape, layout, Format.FLOAT);
    }

    final CudaBuffer fresh(Shape shape, Layout layout, Format format) {
        return new CudaBuffer(shape, layout, format, memory.allocate((long) format.bytes * shape.count(), () -> "a tensor " + shape));
    }

    /** In the layout and format of another. */
    final CudaBuffer like(CudaBuffer x) {
        return fresh(x.shape(), x.layout, x.format);
    }

    /** Memory for a moment; {@link #release} it when what uses it has been queued. */
    final CudaBuffer temporary(int count) {
        return fresh(Shape.of(count), Layout.PLAIN);
    }

    // ---------------------------------------------------------------- running

    final CudaRecording recording() {
        return memory.recording();
    }

    final void obstacle(String why) {
        if (recording() != null) recording().obstacle(why);
    }

    /** Queues an operation, and notes it if this thread is recording. */
    final void perform(Supplier<String> what, Runnable operation) {
        perform(what, operation, operation);
    }

    /** With an operation that is noted in another form than that which runs now. */
    final void perform(Supplier<String> what, Runnable now, Runnable replayed) {
        device.enter();
        now.run();
        if (recording() != null) recording().add(what.get(), replayed);
    }

    /** Queues a kernel that computes y value by value. */
    final void each(String what, String kernel, CudaBuffer y, Object... arguments) {
        through(y.shape().count(), what, kernel, y, arguments);
    }

    /** Queues a kernel that goes through n things to compute y. */
    final void through(int n, String what, String kernel, CudaBuffer y, Object... arguments) {
        if (n == 0) return;
        Launch launch = kernels.each(kernel, n, arguments);
        perform(() -> what + " " + y.shape(), launch);
    }

    final Launch copy(CudaBuffer x, CudaBuffer y) {
        int channels = x.shape().rank() < 3 ? 0 : x.shape().size(1);
        int images = x.shape().rank() < 3 ? 0 : x.shape().size(0);
        int pixels = channels * images == 0 ? 0 : x.shape().count() / channels / images;
        if (x.layout != y.layout && Math.min(channels, pixels) >= WORTH_TILES) {
            int rows = x.layout == Layout.PLAIN ? channels : pixels;
            int columns = channels * pixels / rows;
            return kernels.blocks((x.format == Format.FLOAT ? y.format : x.format).kernel("transposeTiles"),
                ((rows + TILE - 1) / TILE) * ((columns + TILE - 1) / TILE), Math.min(images, MOST_SLICES), images, rows, columns, floats(x, y), x, y);
        }
        return kernels.each(copying(x, y), y.shape().count(), Walk.copy(y.shape(), x.strides(), y.strides()), floats(x, y), x, y, y.shape().count());
    }

    /** The kernel that copies along strides, from one format to another. */
    static String copying(CudaBuffer x, CudaBuffer y) {
        return (x.format == Format.FLOAT ? y.format : x.format).kernel("copyWalk");
    }

    /** For kernels built for 16 bits: a bit for each of these that holds float32. */
    static int floats(CudaBuffer... all) {
        int bits = 0;
        for (int i = 0; i < all.length; i++) if (all[i].format == Format.FLOAT) bits |= 1 << i;
        return bits;
    }

    /** The same values in a layout; the same buffer if they lie so already. */
    final CudaBuffer as(Buffer x, Layout layout) {
        return as(x, layout, CudaBuffer.of(x).format);
    }

    /** The same values in a layout and format; the same buffer if they are so already. */
    final CudaBuffer as(Buffer x, Layout layout, Format format) {
        return forms.as(CudaBuffer.of(x), layout, format);
    }

    /** The same values as those of another lie. */
    final CudaBuffer as(Buffer x, CudaBuffer other) {
        return as(x, other.layout, other.format);
    }

    /** The same values in float32, which statistics, losses and parameters are computed in. */
    final CudaBuffer inFloat(Buffer x, Layout layout) {
        return as(x, layout, Format.FLOAT);
    }

    /** A parameter of each channel, in float32. */
    final CudaBuffer rowOf(Buffer x) {
        return inFloat(x, Layout.PLAIN);
    }

    /** Values with their channels side by side: of [N, C] they lie so in any case. */
    final CudaBuffer channelsLast(Buffer x) {
        return as(x, Layout.NHWC);
    }

    /** Where random numbers of a recorded step find their step. */
    final Block recordedStep(RandomStream random) {
        return recording() == null ? null : recording().step(random);
    }
}
