package org.convbook.cnn.backend;

import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.backend.onednn.OneDnnBackend;

/**
 * The backends of this machine. A library that cannot be loaded never breaks a program: {@link #best} goes to the next one, and
 * {@link #describe} says why. The environment variable {@code CONVBOOK_BACKEND=java} asks for the reference.
 */
public final class Backends {
    private static final Backend JAVA = JavaBackend.floats();

    private Backends() {}

    /** The reference in plain Java; there is always this one. */
    public static Backend java() {
        return JAVA;
    }

    /** oneDNN on the CPU. Where it cannot be loaded, a {@link DeviceException} says why. */
    public static Backend onednn() {
        if (Choice.ONEDNN == null) throw new DeviceException(Choice.WHY);
        return Choice.ONEDNN;
    }

    /** The fastest backend that works here. */
    public static Backend best() {
        return Choice.ONEDNN == null ? JAVA : Choice.ONEDNN;
    }

    /** One line: what {@link #best} is, and the reason why nothing better was found, if there is one. */
    public static String describe() {
        return best().name() + ": " + best().describe() + (Choice.WHY.isEmpty() ? "" : " (" + Choice.WHY + ")");
    }

    /** Loads native libraries when they are first asked for, once. */
    private static final class Choice {
        static final Backend ONEDNN;
        static final String WHY;

        static {
            Backend loaded = null;
            String why = "";
            if ("java".equals(System.getenv("CONVBOOK_BACKEND"))) {
                why = "CONVBOOK_BACKEND=java asks for it";
            } else {
                try {
                    loaded = OneDnnBackend.load();
                } catch (DeviceException e) {
                    why = e.getMessage();
                }
            }
            ONEDNN = loaded;
            WHY = why;
        }
    }
}
