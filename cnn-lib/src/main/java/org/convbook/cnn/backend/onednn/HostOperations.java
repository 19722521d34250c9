package org.convbook.cnn.backend.onednn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.java.JavaBackend;

/**
 * What oneDNN lacks, or does worse than a loop: small things in Java on the values themselves, rare ones through the reference backend.
 */
final class HostOperations {
    private final OneDnnCore backend;
    private final JavaBackend reference = JavaBackend.floats();

    HostOperations(OneDnnCore backend) {
        this.backend = backend;
    }

    /** A buffer's values for the reference backend. */
    Buffer in(Buffer x) {
        return reference.upload(x.shape(), backend.values(DnnBuffer.of(x)));
    }

    /** Computes by the reference backend. */
    DnnBuffer run(String what, Function<Backend, Buffer> operation) {
        Buffer first = operation.apply(reference);
        DnnBuffer y = backend.fresh(first.shape(), Layout.PLAIN);
        boolean[] again = {false};
        backend.perform(() -> what + " " + y.shape(), () -> {
            Buffer result = again[0] ? operation.apply(reference) : first;
            again[0] = true;
            y.block.put(reference.download(result));
        });
        return y;
    }

    /** to = keep·to + take·from, in place; for short rows. */
    void blend(DnnBuffer to, DnnBuffer from, double keep, double take) {
        float[] old = new float[to.shape().count()];
        float[] more = new float[old.length];
        backend.perform(() -> "blend " + keep + " " + take + " " + to.shape(), () -> {
            to.block.get(old);
            from.block.get(more);
            for (int i = 0; i < old.length; i++) old[i] = (float) (keep * old[i] + take * more[i]);
            to.block.put(old);
            to.changed();
        });
    }

    void sgd(Primitives primitives, List<Buffer> w, List<Buffer> g, List<Buffer> v, DnnBuffer settings) {
        int n = w.size();
        Kernel[] blend = new Kernel[n];
        for (int i = 0; i < n; i++) blend[i] = primitives.blend(w.get(i).shape().count());
        DnnBuffer scales = new DnnBuffer(Shape.of(16, 4), Layout.PLAIN, backend.fresh(Shape.of(16, 4), Layout.PLAIN).block);
        DnnBuffer temporary = backend.fresh(Shape.of(w.stream().mapToInt(b -> b.shape().count()).max().orElse(1)), Layout.PLAIN);
        List<DnnBuffer> ws = w.stream().map(DnnBuffer::of).toList();
        List<DnnBuffer> gs = g.stream().map(b -> backend.as(b, Layout.PLAIN)).toList();
        List<DnnBuffer> vs = v.stream().map(DnnBuffer::of).toList();
        Pointer one = scales.block.pointer(0);
        Pointer momentum = scales.block.pointer(16);
        Pointer decay = scales.block.pointer(32);
        Pointer minusRate = scales.block.pointer(48);
        backend.perform(() -> "sgd " + n, () -> {
            scales.block.put(0, 1);
            scales.block.put(16, settings.block.get(1));
            scales.block.put(32, settings.block.get(2));
            scales.block.put(48, -settings.block.get(0));
            boolean decays = settings.block.get(2) != 0;
            boolean nesterov = settings.block.get(3) != 0;
            for (int i = 0; i < n; i++) {
                Pointer weight = ws.get(i).pointer();
                Pointer velocity = vs.get(i).pointer();
                Pointer step = velocity;
                Pointer d = gs.get(i).pointer();
                if (decays) {
                    blend[i].run(weight, d, temporary.pointer(), decay, one);       // g + weightDecay·w
                    d = temporary.pointer();
                }
                blend[i].run(velocity, d, velocity, momentum, one);                 // v = momentum·v + …
                if (nesterov) {
                    blend[i].run(velocity, d, temporary.pointer(), momentum, one);
                    step = temporary.pointer();
                }
                blend[i].run(weight, step, weight, one, minusRate);                 // w −= learningRate·…
                ws.get(i).changed();
            }
        });
    }

    void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, DnnBuffer settings) {
        int n = w.size();
        int largest = w.stream().mapToInt(b -> b.shape().count()).max().orElse(1);
        List<DnnBuffer> gs = g.stream().map(b -> backend.as(b, Layout.PLAIN)).toList();
        float[] s = new float[8];
        float[][] rows = new float[4][largest];
        backend.perform(() -> "adam " + n + " " + largest, () -> {
            settings.block.get(s);
            for (int i = 0; i < n; i++) adam(DnnBuffer.of(w.get(i)), gs.get(i), DnnBuffer.of(m.get(i)), DnnBuffer.of(v.get(i)), s, rows);
        });
    }

    private static void adam(DnnBuffer w, DnnBuffer g, DnnBuffer m, DnnBuffer v, float[] settings, float[][] rows) {
        int count = w.shape().count();
        w.block.get(rows[0], count);
        g.block.get(rows[1], count);
        m.block.get(rows[2], count);
        v.block.get(rows[3], count);
        adam(rows[0], rows[1], rows[2], rows[3], settings, count);
        w.block.put(rows[0], count);
        m.block.put(rows[2], count);
        v.block.put(rows[3], count);
        w.changed();
    }

    /** One array is written in each loop, so that the compiler makes vector instructions of it. */
    private static void adam(float[] weight, float[] gradient, float[] mean, float[] square, float[] settings, int count) {
        float rate = settings[0] * settings[6];
        float beta1 = settings[1];
        float beta2 = settings[2];
        float epsilon = settings[3];
        float coupled = settings[4];
        float keep = 1 - settings[0] * settings[5];
        float correction = settings[7];
        if (coupled != 0) for (int i = 0; i < count; i++) gradient[i] += coupled * weight[i];
        for (int i = 0; i < count; i++) mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
        for (int i = 0; i < count; i++) square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
        for (int i = 0; i < count; i++) gradient[i] = mean[i] / ((float) Math.sqrt(square[i] * correction) + epsilon);
        for (int i = 0; i < count; i++) weight[i] = keep * weight[i] - rate * gradient[i];
    }
}
