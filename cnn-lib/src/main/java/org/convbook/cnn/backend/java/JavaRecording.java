package org.convbook.cnn.backend.java;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.memory.StepRecording;

/** The loops of one step in their order. */
final class JavaRecording extends StepRecording {
    private final Map<Buffer, Integer> numbers = new IdentityHashMap<>();
    Runnable onClose;

    /** Notes an operation: {@code tanh #1[2, 3] = #0[2, 3]}, where buffers are numbered in the order in which they turn up. */
    void add(String what, Runnable operation, List<? extends Buffer> results, Buffer... arguments) {
        StringBuilder text = new StringBuilder(what);
        for (Buffer b : arguments) name(b, text);
        text.append(" =");
        for (Buffer b : results) name(b, text);
        add(text.toString(), operation);
    }

    private void name(Buffer buffer, StringBuilder text) {
        if (buffer == null) text.append(" none");
        else text.append(" #").append(numbers.computeIfAbsent(buffer, b -> numbers.size())).append(buffer.shape());
    }

    @Override
    public void replay() {
        calls().forEach(Runnable::run);
    }

    @Override
    public void close() {
        super.close();
        onClose.run();
    }
}
