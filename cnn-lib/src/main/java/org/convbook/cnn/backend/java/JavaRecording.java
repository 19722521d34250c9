package org.convbook.cnn.backend.java;

import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.Recording;

/** The loops of one step in their order. */
final class JavaRecording implements Recording {
    private final List<Runnable> operations = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();
    String obstacle;
    Runnable onClose;

    void add(String what, Runnable operation) {
        operations.add(operation);
        trace.append(what).append('\n');
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
