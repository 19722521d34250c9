package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.BinaryOp;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;

/**
 * The CPU backend on oneDNN. One thread at a time computes; oneDNN itself uses as many as {@code OMP_NUM_THREADS} says, or all cores.
 *
 * @see <a href="https://uxlfoundation.github.io/oneDNN/">oneDNN</a>
 */
public final class OneDnnBackend implements Backend {
    /** Long-lived, so that the primitives that several backends of one process need are made once. */
    private final NativeMemory memory = new NativeMemory();
    private final Primitives primitives;
    private final ConvKernels convolutions;
    private final PoolKernels pools;
    private final ElementKernels elements;
    private final HostOperations host;
    private final Map<Integer, Buffer> ones = new HashMap<>();

    private OneDnnBackend() {
        primitives = new Primitives();
        convolutions = new ConvKernels(primitives);
        pools = new PoolKernels(primitives);
        elements = new ElementKernels(primitives);
        host = new HostOperations(this);
    }

    /** Loads oneDNN. Where it cannot be loaded, a {@link DeviceException} says why in one sentence. */
    public static OneDnnBackend load() {
        // the bindings' own limit, on the memory of the whole process, counts memory that is not theirs
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            return new OneDnnBackend();
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) cause = cause.getCause();
            throw new DeviceException("onednn: cannot be loaded (" + String.valueOf(cause.getMessage()).lines().findFirst().orElse("") + ")", e);
        }
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String describe() {
        var v = dnnl.dnnl_version();
        String isa = switch (dnnl.dnnl_get_effective_cpu_isa()) {
            case dnnl.dnnl_cpu_isa_sse41 -> "SSE4.1";
            case dnnl.dnnl_cpu_isa_avx -> "AVX";
            case dnnl.dnnl_cpu_isa_avx2 -> "AVX2";
            case dnnl.dnnl_cpu_isa_avx512_core -> "AVX-512";
            default -> "the processor's own instructions";
        };
        return "oneDNN " + v.major() + "." + v.minor() + "." + v.patch() + ", " + isa + ", " + threads() + " threads";
    }

    private static int threads() {
        String set = System.getenv("OMP_NUM_THREADS");
        return set != null && set.matches("[1-9]\\d{0,3}") ? Integer.parseInt(set) : Runtime.getRuntime().availableProcessors();
    }

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
        float[] values = new float[shape.count()];
        Arrays.fill(values, (float) value);
        perform(() -> "fill " + value + " " + shape, () -> y.block.put(values));
        return y;
    }

    @Override
    public Scope scope() {
        NativeMemory.Owner outer = memory.owner();
        NativeMemory.Owner owner = memory.open(outer == null ? null : outer.recording);
        return new Scope() {
            @Override
            public void keep(Buffer buffer) {
                DnnBuffer b = DnnBuffer.of(buffer);
                memory.keep(owner, b.block);
                b.packed().values().forEach(p -> memory.keep(owner, p.block));
            }

            @Override
            public void close() {
                memory.close(owner);
            }
        };
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        return memory.unowned(make);
    }

    @Override
    public Recording record(Runnable step) {
        OneDnnRecording recording = new OneDnnRecording(this);
        recording.owner = memory.open(recording);
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            recording.owner.free();
            throw e;
        } finally {
            memory.suspend(recording.owner);
        }
        return recording;
    }

    @Override
    public long bytesInUse() {
        return memory.bytesInUse();
    }

    DnnBuffer fresh(Shape shape, Layout layout) {
        return new DnnBuffer(shape, layout, memory.allocate(shape.count()));
    }

    // ---------------------------------------------------------------- running

    private OneDnnRecording recording() {
        NativeMemory.Owner owner = memory.owner();
        return owner == null ? null : owner.recording;
    }

    private void obstacle(String why) {
        if (recording() != null) recording().obstacle(why);
    }

    /** Runs an operation, and notes it if this thread is recording. */
    synchronized void perform(Supplier<String> what, Runnable operation) {
        operation.run();
        if (recording() != null) recording().add(what.get(), operation);
    }

    private void call(String what, Shape shape, Kernel kernel, Pointer... data) {
        perform(() -> what + " " + shape, () -> kernel.run(data));
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

    // ---------------------------------------------------------------- elementwise

    @Override
    public synchronized Buffer unary(UnaryOp op, Buffer x) {
        if (!ElementKernels.has(op)) return host.run("unary " + op, j -> j.unary(op, host.in(x)));
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        if (op == UnaryOp.TANH) call("tanh", b.shape(), elements.tanh(b.shape(), b.layout), b.pointer(), y.pointer(), b.pointer());
        else call("unary " + op, b.shape(), elements.unary(op, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer unaryGradient(UnaryOp op, Buffer dy, Buffer x, Buffer y) {
        if (!ElementKernels.has(op)) return fill(x.shape(), 0);
        DnnBuffer from = DnnBuffer.of(ElementKernels.fromResult(op) ? y : x);
        DnnBuffer d = as(dy, from.layout);
        DnnBuffer dx = fresh(x.shape(), from.layout);
        call("unaryGradient " + op, x.shape(), elements.unaryGradient(op, x.shape(), from.layout), d.pointer(), from.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Buffer affine(Buffer x, double scale, double shift) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call("affine " + scale + " " + shift, b.shape(), elements.affine(scale, shift, b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer binary(BinaryOp op, Buffer a, Buffer b) {
        Shape to = a.shape().broadcast(b.shape());
        DnnBuffer left = padded(a, to.rank());
        DnnBuffer right = padded(b, to.rank());
        Layout layout = left.shape().equals(to) ? left.layout : right.layout;
        left = as(left, layout);
        right = as(right, layout);
        DnnBuffer y = fresh(to, layout);
        call("binary " + op, to, elements.binary(op, left.shape(), right.shape(), layout), left.pointer(), right.pointer(), y.pointer());
        return y;
    }

    /** With leading axes of size 1. */
    private DnnBuffer padded(Buffer x, int rank) {
        DnnBuffer b = DnnBuffer.of(x);
        if (b.shape().rank() == rank) return b;
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(b.shape().sizes(), 0, sizes, rank - b.shape().rank(), b.shape().rank());
        return new DnnBuffer(Shape.of(sizes), Layout.PLAIN, as(b, Layout.PLAIN).block);
    }

    @Override
    public Buffer bernoulli(RandomStream random, int draw, double probability, Shape shape) {
        DnnBuffer y = fresh(shape, Layout.PLAIN);
        float[] values = new float[shape.count()];
        perform(() -> "bernoulli " + draw + " " + probability + " " + shape, () -> {
            random.uniform(draw, 0, values);
            for (int i = 0; i < values.length; i++) values[i] = values[i] < probability ? 1 : 0;
            y.block.put(values);
        });
        return y;
    }

    // ---------------------------------------------------------------- shape

    @Override
    public synchronized Buffer reduce(ReduceOp op, Buffer x, Shape to) {
        DnnBuffer b = DnnBuffer.of(x);
        if (b.shape().equals(to)) return affine(x, 1, 0);
        if (op == ReduceOp.SUM && to.rank() == 2 && to.size(1) == b.shape().size(1)) return columnSums(b, to);
        DnnBuffer y = fresh(to, b.layout);
        call("reduce " + op + " " + b.shape(), to, elements.reduce(op, b.shape(), to, b.layout), b.pointer(), y.pointer());
        return y;
    }

    /** As the product of a row of ones with x: oneDNN's reduction has only a slow reference for it (180 µs for 64x120, against 4). */
    private Buffer columnSums(DnnBuffer x, Shape to) {
        int rows = x.shape().size(0);
        Buffer one = ones.computeIfAbsent(rows, n -> unscoped(() -> {
            DnnBuffer row = fresh(Shape.of(1, n), Layout.PLAIN);
            float[] values = new float[n];
            Arrays.fill(values, 1);
            row.block.put(values);
            return row;
        }));
        return matmul(one, false, x, false, null);
    }

    @Override
    public synchronized Buffer expand(Buffer x, Shape to) {
        return binary(BinaryOp.ADD, fill(to, 0), x);
    }

    @Override
    public synchronized Buffer reshape(Buffer x, Shape to) {
        return new DnnBuffer(to, Layout.PLAIN, as(x, Layout.PLAIN).block);
    }

    private record CopyKey(Shape from, Shape to, Layout layout, String what) {}

    @Override
    public synchronized Buffer transpose(Buffer x, int... axes) {
        DnnBuffer b = DnnBuffer.of(x);
        if (axes.length < 2) return affine(x, 1, 0);
        long[] strides = b.layout.strides(b.shape());
        long[] dims = new long[axes.length];
        long[] moved = new long[axes.length];
        int[] sizes = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            dims[i] = sizes[i] = b.shape().size(axes[i]);
            moved[i] = strides[axes[i]];
        }
        Shape to = Shape.of(sizes);
        DnnBuffer y = fresh(to, Layout.PLAIN);
        String what = "transpose " + Arrays.toString(axes);
        Kernel kernel = primitives.reorder(new CopyKey(b.shape(), to, b.layout, what), Descriptor.of(dims, moved), Layout.PLAIN.describe(to));
        call(what, to, kernel, b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer slice(Buffer x, int axis, int from, int to) {
        DnnBuffer b = DnnBuffer.of(x);
        Shape part = b.shape().with(axis, to - from);
        long[] strides = b.layout.strides(b.shape());
        DnnBuffer y = fresh(part, b.layout);
        if (part.count() == 0) return y;
        Kernel kernel = primitives.reorder(new CopyKey(b.shape(), part, b.layout, "slice " + axis),
            Descriptor.of(Descriptor.dims(part), strides), Descriptor.of(Descriptor.dims(part), b.layout.strides(part)));
        call("slice " + axis + " " + from, part, kernel, b.block.pointer(from * strides[axis]), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer concat(int axis, List<Buffer> parts) {
        Layout layout = DnnBuffer.of(parts.get(0)).layout;
        Shape whole = parts.get(0).shape().with(axis, parts.stream().mapToInt(p -> p.shape().size(axis)).sum());
        DnnBuffer y = fresh(whole, layout);
        long[] strides = layout.strides(whole);
        long at = 0;
        for (Buffer p : parts) {
            DnnBuffer part = as(p, layout);
            Kernel kernel = primitives.reorder(new CopyKey(part.shape(), whole, layout, "concat " + axis),
                Descriptor.of(Descriptor.dims(part.shape()), layout.strides(part.shape())),
                Descriptor.of(Descriptor.dims(part.shape()), strides));
            call("concat " + axis + " " + at, part.shape(), kernel, part.pointer(), y.block.pointer(at * strides[axis]));
            at += part.shape().size(axis);
        }
        return y;
    }

    // ---------------------------------------------------------------- products

    @Override
    public synchronized Buffer matmul(Buffer a, boolean transposeA, Buffer b, boolean transposeB, Buffer bias) {
        int rows = a.shape().size(transposeA ? 1 : 0);
        int inner = a.shape().size(transposeA ? 0 : 1);
        int columns = b.shape().size(transposeB ? 0 : 1);
        if (inner == 0) return bias == null ? fill(Shape.of(rows, columns), 0) : expand(bias, Shape.of(rows, columns));
        DnnBuffer y = fresh(Shape.of(rows, columns), Layout.PLAIN);
        Kernel kernel = elements.matmul(rows, inner, columns, transposeA, transposeB, bias != null);
        Pointer left = DnnBuffer.of(a).pointer();
        Pointer right = DnnBuffer.of(b).pointer();
        String what = "matmul " + inner + " " + transposeA + " " + transposeB;
        if (bias == null) call(what, y.shape(), kernel, left, right, y.pointer());
        else call(what, y.shape(), kernel, left, right, y.pointer(), DnnBuffer.of(bias).pointer());
        return y;
    }

    @Override
    public synchronized Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias) {
        Kernel kernel = convolutions.forward(s, bias != null);
        DnnBuffer in = as(x, Layout.NHWC);
        Pointer weights = packed(s, w, kernel);
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        if (bias == null) call("conv " + s, s.output(), kernel, in.pointer(), weights, y.pointer());
        else call("conv " + s, s.output(), kernel, in.pointer(), weights, y.pointer(), DnnBuffer.of(bias).pointer());
        return y;
    }

    @Override
    public synchronized Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w) {
        Kernel kernel = convolutions.inputGradient(s);
        DnnBuffer d = as(dy, Layout.NHWC);
        Pointer weights = packed(s, w, kernel);
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        call("convInputGradient " + s, s.input(), kernel, d.pointer(), weights, dx.pointer());
        return dx;
    }

    @Override
    public synchronized WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias) {
        Kernel kernel = convolutions.weightGradient(s, withBias);
        DnnBuffer in = as(x, Layout.NHWC);
        DnnBuffer d = as(dy, Layout.NHWC);
        boolean plain = Primitives.equal(kernel.layout(2), ConvKernels.plainWeights(s));
        DnnBuffer dw = fresh(s.weight(), Layout.PLAIN);
        Block result = plain ? dw.block : memory.allocate(kernel.room(2));
        DnnBuffer db = withBias ? fresh(Shape.of(s.weight().size(0)), Layout.PLAIN) : null;
        if (withBias) call("convWeightGradient " + s, s.weight(), kernel, in.pointer(), d.pointer(), result.pointer(), db.pointer());
        else call("convWeightGradient " + s, s.weight(), kernel, in.pointer(), d.pointer(), result.pointer());
        if (!plain) {
            Kernel unpack = primitives.reorder(new PackKey(kernel, true), kernel.layout(2), ConvKernels.plainWeights(s));
            call("unpack", s.weight(), unpack, result.pointer(), dw.pointer());
        }
        return new WeightGradient(dw, db);
    }

    private record PackKey(Kernel kernel, boolean back) {}

    /** Weights in the layout that a kernel wants as its argument 1; made anew when they have changed. */
    private Pointer packed(ConvShape s, Buffer weights, Kernel kernel) {
        DnnBuffer w = as(weights, Layout.PLAIN);
        memory.desc plain = ConvKernels.plainWeights(s);
        if (Primitives.equal(kernel.layout(1), plain)) return w.pointer();
        Kernel pack = primitives.reorder(new PackKey(kernel, false), plain, kernel.layout(1));
        DnnBuffer.Packed copy = w.packed().computeIfAbsent(kernel, k -> new DnnBuffer.Packed(memory.allocateBeside(w.block, k.room(1))));
        perform(() -> "pack " + w.shape(), () -> {
            if (copy.version == w.version()) return;
            pack.run(w.pointer(), copy.block.pointer());
            copy.version = w.version();
        });
        return copy.block.pointer();
    }

    // ---------------------------------------------------------------- pooling, softmax

    @Override
    public synchronized Buffer avgPool(PoolShape s, Buffer x) {
        if (s.countPadding() && PoolKernels.overhangs(s)) return host.run("avgPool " + s, j -> j.avgPool(s, host.in(x)));
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        call("avgPool " + s, s.output(), pools.forward(s, false), as(x, Layout.NHWC).pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer avgPoolGradient(PoolShape s, Buffer dy) {
        if (s.countPadding() && PoolKernels.overhangs(s)) return host.run("avgPoolGradient " + s, j -> j.avgPoolGradient(s, host.in(dy)));
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        call("avgPoolGradient " + s, s.input(), pools.gradient(s, false), as(dy, Layout.NHWC).pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized Pooled maxPool(PoolShape s, Buffer x) {
        Kernel kernel = pools.forward(s, true);
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        DnnBuffer switches = new DnnBuffer(s.output(), Layout.NHWC, memory.allocate(kernel.room(2)));
        call("maxPool " + s, s.output(), kernel, as(x, Layout.NHWC).pointer(), y.pointer(), switches.pointer());
        return new Pooled(y, switches);
    }

    @Override
    public synchronized Buffer maxPoolGradient(PoolShape s, Buffer dy, Buffer switches) {
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        Pointer d = as(dy, Layout.NHWC).pointer();
        call("maxPoolGradient " + s, s.input(), pools.gradient(s, true), d, dx.pointer(), DnnBuffer.of(switches).pointer());
        return dx;
    }

    @Override
    public synchronized Buffer softmax(Buffer x) {
        DnnBuffer b = DnnBuffer.of(x);
        DnnBuffer y = fresh(b.shape(), b.layout);
        call("softmax", b.shape(), elements.softmax(b.shape(), b.layout), b.pointer(), y.pointer());
        return y;
    }

    @Override
    public synchronized Buffer softmaxGradient(Buffer dy, Buffer y) {
        DnnBuffer b = DnnBuffer.of(y);
        DnnBuffer d = as(dy, b.layout);
        DnnBuffer dx = fresh(b.shape(), b.layout);
        call("softmaxGradient", b.shape(), elements.softmaxGradient(b.shape(), b.layout), d.pointer(), b.pointer(), dx.pointer());
        return dx;
    }

    @Override
    public synchronized CrossEntropy crossEntropy(Buffer logits, Buffer labels) {
        return host.crossEntropy(DnnBuffer.of(logits), DnnBuffer.of(labels));
    }

    @Override
    public synchronized Buffer crossEntropyGradient(Buffer dy, Buffer probabilities, Buffer labels) {
        return host.crossEntropyGradient(DnnBuffer.of(dy), DnnBuffer.of(probabilities), DnnBuffer.of(labels));
    }

    // ---------------------------------------------------------------- optimisers

    @Override
    public synchronized void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings) {
        host.sgd(primitives, w, g, v, DnnBuffer.of(settings));
    }

    @Override
    public synchronized void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings) {
        host.adam(w, g, m, v, DnnBuffer.of(settings));
    }

    /** Hands waiting memory back to the system; buffers in use stay usable. */
    @Override
    public void close() {
        memory.release();
    }
}
