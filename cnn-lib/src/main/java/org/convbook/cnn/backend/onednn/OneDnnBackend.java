package org.convbook.cnn.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.ReduceOp;
import org.convbook.cnn.backend.Shape;

/**
 * The CPU backend on oneDNN. One thread at a time computes; oneDNN itself uses as many as the system property {@code convbook.threads} says
 * before this class is first used, or the environment variable {@code OMP_NUM_THREADS}, or all processors that Java sees.
 * NaN may be lost in ReLU, maximum, exp and max pooling, as oneDNN's own operations lose it on some processors.
 *
 * @see <a href="https://uxlfoundation.github.io/oneDNN/">oneDNN</a>
 */
public final class OneDnnBackend extends OneDnnImages {
    private static final String NUMBER = "[1-9]\\d{0,3}";

    private final ConvKernels convolutions = new ConvKernels(primitives);
    private final ConvPasses passes = new ConvPasses(convolutions, elements, primitives, memory);

    private OneDnnBackend() {}

    /** Loads oneDNN. Where it cannot be loaded, a {@link DeviceException} says why in one sentence. */
    public static OneDnnBackend load() {
        // the bindings' own limit, on the memory of the whole process, counts memory that is not theirs
        if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            Loader.load(dnnl.class);     // OpenMP comes with it, which is asked for the number of threads first
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
        return "oneDNN " + v.major() + "." + v.minor() + "." + v.patch() + ", " + isa + ", " + threads() + (threads() == 1 ? " thread" : " threads");
    }

    /** Threads that oneDNN uses; see the class. The same from first to last, whatever becomes of the property. */
    static int threads() {
        return Threads.COUNT;
    }

    private static final class Threads {
        static final int COUNT = wanted();

        private static int wanted() {
            String property = OpenMp.settable() ? System.getProperty("convbook.threads", "") : "";
            String environment = Objects.requireNonNullElse(System.getenv("OMP_NUM_THREADS"), "");
            if (!property.isEmpty() && !property.matches(NUMBER)) {
                throw new DeviceException("convbook.threads=" + property + " is no number from 1 to 9999");
            }
            if (!property.isEmpty()) return Integer.parseInt(property);
            return environment.matches(NUMBER) ? Integer.parseInt(environment) : Runtime.getRuntime().availableProcessors();
        }
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
    public Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias) {
        return conv(s, x, w, bias, Following.NOTHING);
    }

    @Override
    public synchronized Buffer conv(ConvShape s, Buffer x, Buffer w, Buffer bias, Following then) {
        boolean folded = then.norm() != null;
        ConvPasses.Pass pass = passes.forward(s, new ConvKernels.Parts(bias != null || folded, then.addend() != null, then.relu()));
        Pointer in = as(x, Layout.NHWC).pointer();
        FoldedWeights f = folded ? folded(w, bias, then.norm(), pass.packing()) : null;
        Pointer weights = folded ? f.weights.pointer() : packed(w, pass.packing());
        DnnBuffer y = fresh(s.output(), Layout.NHWC);
        Pointer to = y.pointer();
        Pointer offset = folded ? f.bias.pointer() : bias == null ? null : DnnBuffer.of(bias).pointer();
        Pointer addend = then.addend() == null ? null : as(then.addend(), Layout.NHWC).pointer();
        perform(() -> "conv " + s + " " + pass + " " + s.output(), () -> pass.run(in, weights, to, offset, addend));
        return y;
    }

    @Override
    public synchronized Buffer convInputGradient(ConvShape s, Buffer dy, Buffer w) {
        ConvPasses.Pass pass = passes.inputGradient(s);
        Pointer d = as(dy, Layout.NHWC).pointer();
        Pointer weights = packed(w, pass.packing());
        DnnBuffer dx = fresh(s.input(), Layout.NHWC);
        Pointer to = dx.pointer();
        perform(() -> "convInputGradient " + s + " " + s.input(), () -> pass.run(d, weights, to, null, null));
        return dx;
    }

    @Override
    public synchronized WeightGradient convWeightGradient(ConvShape s, Buffer x, Buffer dy, boolean withBias) {
        WinogradWeightGradient quick = passes.weightGradient(s);
        if (quick != null) return weightGradient(s, quick, x, dy, withBias);
        Kernel kernel = convolutions.weightGradient(s, withBias);
        Pointer in = laid(x, kernel, 0);
        Pointer d = laid(dy, kernel, 1);
        boolean plain = Primitives.equal(kernel.layout(2), ConvKernels.plainWeights(s));
        DnnBuffer dw = fresh(s.weight(), Layout.PLAIN);
        Block result = plain ? dw.block : memory.allocate(kernel.room(2));
        DnnBuffer db = withBias ? fresh(Shape.of(s.weight().size(0)), Layout.PLAIN) : null;
        if (withBias) call(() -> "convWeightGradient " + s, s.weight(), kernel, in, d, result.pointer(), db.pointer());
        else call(() -> "convWeightGradient " + s, s.weight(), kernel, in, d, result.pointer());
        if (!plain) {
            Kernel unpack = primitives.reorder(new UnpackKey(kernel), kernel.layout(2), ConvKernels.plainWeights(s));
            call("unpack", s.weight(), unpack, result.pointer(), dw.pointer());
        }
        return new WeightGradient(dw, db);
    }

    private WeightGradient weightGradient(ConvShape s, WinogradWeightGradient quick, Buffer x, Buffer dy, boolean withBias) {
        Pointer in = as(x, Layout.NHWC).pointer();
        Pointer d = as(dy, Layout.NHWC).pointer();
        DnnBuffer dw = fresh(s.weight(), Layout.PLAIN);
        Pointer to = dw.pointer();
        perform(() -> "convWeightGradient " + s + " " + quick, () -> quick.run(memory, in, d, to));
        int out = s.weight().size(0);
        return new WeightGradient(dw, withBias ? reshape(reduce(ReduceOp.SUM, dy, Shape.of(1, out, 1, 1)), Shape.of(out)) : null);
    }

    private record LayKey(Kernel kernel, int argument, Layout from) {}

    /** Values in the layout that a kernel wants of an argument. */
    private Pointer laid(Buffer x, Kernel kernel, int argument) {
        DnnBuffer b = DnnBuffer.of(x);
        memory.desc now = b.layout.describe(b.shape());
        memory.desc wanted = kernel.layout(argument);
        if (Primitives.equal(now, wanted)) return b.pointer();
        Kernel reorder = primitives.reorder(new LayKey(kernel, argument, b.layout), now, wanted);
        Block block = memory.allocate(kernel.room(argument));
        call("lay", b.shape(), reorder, b.pointer(), block.pointer());
        return block.pointer();
    }

    private record UnpackKey(Kernel kernel) {}

    /** Weights as a pass wants them; made anew when they have changed. */
    private Pointer packed(Buffer weights, Packing packing) {
        DnnBuffer w = as(weights, Layout.PLAIN);
        if (packing.plain()) return w.pointer();
        DnnBuffer.Packed copy = w.packed().computeIfAbsent(packing, p -> new DnnBuffer.Packed(memory.allocateBeside(w.block, p.room())));
        perform(() -> "pack " + w.shape(), () -> {
            if (copy.version == w.version()) return;
            packing.pack(w.pointer(), copy.block.pointer());
            copy.version = w.version();
        });
        return copy.block.pointer();
    }

    /** Weights and bias with a batch normalisation folded in; made anew when they have changed. */
    private FoldedWeights folded(Buffer weights, Buffer bias, BatchNorm norm, Packing packing) {
        DnnBuffer w = as(weights, Layout.PLAIN);
        FoldedWeights known = w.folded().get(packing);
        FoldedWeights f = known != null && known.of(bias, norm) ? known : new FoldedWeights(memory, w, bias, norm, packing.room());
        w.folded().put(packing, f);
        perform(() -> "fold " + w.shape(), () -> f.refresh(memory, packing));
        return f;
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
