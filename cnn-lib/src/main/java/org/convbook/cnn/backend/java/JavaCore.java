package org.convbook.cnn.backend.java;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.MemoryUse;
import org.convbook.cnn.backend.Recording;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;

/** The part of the backend that holds memory and runs operations, eagerly or into a recording. */
abstract class JavaCore implements Backend {
    final boolean doubles;
    final JavaMemory memory = new JavaMemory();

    JavaCore(boolean doubles) {
        this.doubles = doubles;
    }

    // ---------------------------------------------------------------- memory

    @Override
    public Buffer upload(Shape shape, float[] values) {
        memory.obstacle("it brought new values from the host");
        return memory.make(shape, values);
    }

    @Override
    public void write(Buffer to, float[] values) {
        memory.obstacle("it brought new values from the host");
        ((JavaBuffer) to).write(values);
    }

    /** Writes values with all their digits, which this backend in double keeps; for tests by finite differences. */
    public void writeDoubles(Buffer to, double[] values) {
        System.arraycopy(values, 0, JavaBuffer.of(to), 0, values.length);
        round(JavaBuffer.of(to));
    }

    @Override
    public float[] download(Buffer x) {
        memory.obstacle("it read a value back to the host");
        return ((JavaBuffer) x).floats();
    }

    @Override
    public double[] downloadDoubles(Buffer x) {
        memory.obstacle("it read a value back to the host");
        return JavaBuffer.of(x).clone();
    }

    @Override
    public Buffer fill(Shape shape, double value) {
        return run("fill " + value, shape, y -> Arrays.fill(y, value));
    }

    @Override
    public Scope scope() {
        return memory.scope();
    }

    @Override
    public <T> T unscoped(Supplier<T> make) {
        return memory.unscoped(make);
    }

    @Override
    public Recording record(Runnable step) {
        return memory.record(step);
    }

    /** The bytes that open scopes and recordings hold; what no scope holds belongs to the garbage collector. */
    @Override
    public long bytesInUse() {
        return memory.bytes();
    }

    @Override
    public MemoryUse memory() {
        return new MemoryUse(memory.bytes(), 0, memory.peak(), 0);
    }

    /** Computes a new buffer from others. */
    final JavaBuffer run(String what, Shape shape, Consumer<double[]> loops, Buffer... from) {
        JavaBuffer y = memory.make(shape);
        perform(what, () -> {
            loops.accept(y.values());
            round(y.values());
        }, List.of(y), from);
        return y;
    }

    /** Runs an operation, and notes it, if this thread is recording. */
    final void perform(String what, Runnable operation, List<? extends Buffer> results, Buffer... from) {
        operation.run();
        JavaRecording recording = memory.recording();
        if (recording != null) recording.add(what, operation, results, from);
    }

    final void round(double[] values) {
        if (doubles) return;
        for (int i = 0; i < values.length; i++) values[i] = (float) values[i];
    }
}
