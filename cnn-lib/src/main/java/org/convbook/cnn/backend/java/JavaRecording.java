package org.convbook.cnn.backend.java;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Recording;

/** The loops of one step in their order. */
final class JavaRecording implements Recording {
    private final List<Runnable> operations = new ArrayList<>();
    private final Map<Buffer, Integer> numbers = new IdentityHashMap<>();
    private final StringBuilder trace = new StringBuilder();
    private String obstacle;
    Runnable onClose;

    /** Notes an operation: {@code tanh #1[2, 3] = #0[2, 3]}, where buffers are numbered in the order in which they turn up. */
    void add(String what, Runnable operation, List<? extends Buffer> results, Buffer... arguments) {
        operations.add(operation);
        trace.append(what);
        for (Buffer b : arguments) name(b);
        trace.append(" =");
        for (Buffer b : results) name(b);
        trace.append('\n');
    }

    private void name(Buffer buffer) {
        if (buffer == null) trace.append(" none");
        else trace.append(" #").append(numbers.computeIfAbsent(buffer, b -> numbers.size())).append(buffer.shape());
    }

    /** The first thing that keeps this step from being replayed. */
    void obstacle(String why) {
        if (obstacle == null) obstacle = why;
    }

    @Override
    public void replay() {
        operations.forEach(Runnable::run);
    }

    @Override
    public String obstacle() {
        return obstacle;
    }

    @Override
    public String trace() {
        return trace.toString();
    }

    @Override
    public void close() {
        operations.clear();
        onClose.run();
    }
}
