package org.convbook.cnn.backend.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.ConvShape;

/**
 * How each convolution is computed: by Winograd's algorithm where that pays, else by a primitive. Chosen by rule, so that the same machine gives
 * the same bits every time.
 */
final class ConvPasses {
    private static final int MOST = 1024;

    /** The forward pass of a convolution, or the gradient of its input. */
    interface Pass {
        Packing packing();

        /** From x to y; the bias and the addend are null where there is none. */
        void run(Pointer x, Pointer weights, Pointer y, Pointer bias, Pointer addend);
    }

    private record Direct(Kernel kernel, Packing packing) implements Pass {
        @Override
        public void run(Pointer x, Pointer weights, Pointer y, Pointer bias, Pointer addend) {
            if (bias != null && addend != null) kernel.run(x, weights, y, bias, addend);
            else if (bias != null) kernel.run(x, weights, y, bias);
            else if (addend != null) kernel.run(x, weights, y, addend);
            else kernel.run(x, weights, y);
        }

        @Override
        public String toString() {
            return kernel.toString();
        }
    }

    private record Quick(Winograd winograd, Kernel sum, NativeMemory memory) implements Pass {
        @Override
        public Packing packing() {
            return winograd.weights;
        }

        @Override
        public void run(Pointer x, Pointer weights, Pointer y, Pointer bias, Pointer addend) {
            winograd.run(memory, x, weights, y, bias);
            if (addend != null) sum.run(y, addend, y);
        }

        @Override
        public String toString() {
            return "conv by Winograd's F(2x2, 3x3)";
        }
    }

    private record Key(ConvShape shape, ConvKernels.Parts parts, boolean gradient) {}

    private record PackKey(Kernel kernel) {}

    private final ConvKernels kernels;
    private final ElementKernels elements;
    private final Primitives primitives;
    private final NativeMemory memory;
    private final Map<Key, Pass> kept = lately();
    private final Map<WinogradShape, WinogradWeightGradient> weightGradients = lately();

    ConvPasses(ConvKernels kernels, ElementKernels elements, Primitives primitives, NativeMemory memory) {
        this.kernels = kernels;
        this.elements = elements;
        this.primitives = primitives;
        this.memory = memory;
    }

    /** Keeps what was asked for lately. */
    private static <K, V> Map<K, V> lately() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Whether Winograd's algorithm is known to pay on this processor: it was measured on AVX2 only. */
    private static boolean known() {
        return switch (dnnl.dnnl_get_effective_cpu_isa()) {
            case dnnl.dnnl_cpu_isa_avx2, dnnl.dnnl_cpu_isa_avx2_vnni, dnnl.dnnl_cpu_isa_avx2_vnni_2 -> Crew.shared() != null;
            default -> false;
        };
    }

    Pass forward(ConvShape s, ConvKernels.Parts parts) {
        return pass(new Key(s, parts, false), WinogradShape.forward(s), p -> kernels.forward(s, p));
    }

    Pass inputGradient(ConvShape s) {
        return pass(new Key(s, new ConvKernels.Parts(false, false, false), true), WinogradShape.inputGradient(s), p -> kernels.inputGradient(s));
    }

    /** The gradient of the weights by Winograd's algorithm, or null where a primitive is quicker. */
    WinogradWeightGradient weightGradient(ConvShape s) {
        WinogradShape shape = WinogradShape.forward(s);
        if (shape == null || !shape.paysForWeights() || !known()) return null;
        return weightGradients.computeIfAbsent(shape, w -> new WinogradWeightGradient(w, Crew.shared(), primitives));
    }

    private Pass pass(Key key, WinogradShape shape, Function<ConvKernels.Parts, Kernel> direct) {
        Pass known = kept.get(key);
        if (known != null) return known;
        Pass made = shape != null && shape.pays() && known() ? quick(key, shape) : direct(key, direct.apply(key.parts));
        kept.put(key, made);
        return made;
    }

    private Pass quick(Key key, WinogradShape shape) {
        Kernel sum = null;
        if (key.parts.addend()) {
            sum = key.parts.relu() ? elements.addRelu(key.shape.output(), Layout.NHWC) : elements.add(key.shape.output(), Layout.NHWC);
        }
        return new Quick(new Winograd(shape, key.parts, Crew.shared(), memory, primitives), sum, memory);
    }

    private Pass direct(Key key, Kernel kernel) {
        memory.desc plain = ConvKernels.plainWeights(key.shape);
        return new Direct(kernel, new Packing.Direct(kernel, primitives.reorder(new PackKey(kernel), plain, kernel.layout(1)),
            Primitives.equal(kernel.layout(1), plain)));
    }
}
