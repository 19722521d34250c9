package org.convbook.cnn.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convbook.cnn.backend.cuda.CudaBackend;
import org.convbook.cnn.backend.cuda.CudaPresence;
import org.convbook.cnn.backend.java.JavaBackend;
import org.convbook.cnn.backend.onednn.OneDnnBackend;

/**
 * The backends of this machine. A library that cannot be loaded never breaks a program: {@link #best} goes to the next one, and
 * {@link #describe} says why. The environment variable {@code CONVBOOK_BACKEND} asks for one of {@code cuda}, {@code onednn} and {@code java}.
 */
public final class Backends {
    private static final Backend JAVA = JavaBackend.floats();
    private static final Map<List<Object>, Backend> GPUS = new HashMap<>();

    private Backends() {}

    /** The reference in plain Java; there is always this one. */
    public static Backend java() {
        return JAVA;
    }

    /** oneDNN on the CPU. Where it cannot be loaded, a {@link DeviceException} says why. */
    public static Backend onednn() {
        if (OneDnn.BACKEND == null) throw new DeviceException(OneDnn.WHY);
        return OneDnn.BACKEND;
    }

    /** The first NVIDIA GPU, in float32. Where there is none that works, a {@link DeviceException} says why. */
    public static Backend cuda() {
        return cuda(0, Precision.FP32);
    }

    /** An NVIDIA GPU by its number, from 0. Where it does not work, a {@link DeviceException} says why. */
    public static Backend cuda(int device, Precision precision) {
        return cuda(device, precision, Algorithms.SAME_BITS);
    }

    /** An NVIDIA GPU by its number, from 0, with this choice of algorithms. Where it does not work, a {@link DeviceException} says why. */
    public static Backend cuda(int device, Precision precision, Algorithms algorithms) {
        synchronized (GPUS) {
            return GPUS.computeIfAbsent(List.of(device, precision, algorithms), k -> CudaBackend.open(device, precision, algorithms));
        }
    }

    /** The fastest backend that works here. */
    public static Backend best() {
        return Choice.BEST;
    }

    /** Those that work here, from the simplest to the fastest: plain Java, oneDNN where it can be loaded, and the GPUs that were opened. */
    public static List<Backend> working() {
        best();
        List<Backend> all = new ArrayList<>(List.of(JAVA));
        if (OneDnn.BACKEND != null) all.add(OneDnn.BACKEND);
        synchronized (GPUS) {
            GPUS.values().stream().sorted(Comparator.comparing(Backend::name)).forEach(all::add);
        }
        return List.copyOf(all);
    }

    /**
     * The fastest backend that works here, computing in this way. Only a GPU computes in another precision than float32: where there is none, that
     * is a {@link DeviceException}.
     */
    public static Backend best(Precision precision, Algorithms algorithms) {
        if (best() instanceof CudaBackend) return cuda(0, precision, algorithms);
        if (precision == Precision.FP32) return best();
        throw new DeviceException(precision + " needs a GPU, " + best().name() + " computes in float32"
            + (Choice.WHY.isEmpty() ? "" : " (" + Choice.WHY + ")"));
    }

    /** One line: what {@link #best} is, and the reasons why nothing better was found, if there are any. */
    public static String describe() {
        return best().name() + ": " + best().describe() + (Choice.WHY.isEmpty() ? "" : " (" + Choice.WHY + ")");
    }

    /** Loads oneDNN when it is first asked for, once. */
    private static final class OneDnn {
        static final Backend BACKEND;
        static final String WHY;

        static {
            Backend loaded = null;
            String why = null;
            try {
                loaded = OneDnnBackend.load();
            } catch (DeviceException e) {
                why = e.getMessage();
            }
            BACKEND = loaded;
            WHY = why;
        }
    }

    /** Looks for the best one when it is first asked for, once. */
    private static final class Choice {
        static final Backend BEST;
        static final String WHY;

        static {
            String asked = System.getenv("CONVBOOK_BACKEND");
            boolean java = "java".equals(asked);
            boolean cuda = "cuda".equals(asked);
            boolean cpu = java || "onednn".equals(asked);
            String none = asked == null || asked.isEmpty() || cpu || cuda ? null : "CONVBOOK_BACKEND=" + asked + " is none of cuda, onednn, java";
            String noGpu = null;
            Backend best = null;
            if (cuda || !cpu && CudaPresence.likely()) {
                try {
                    best = cuda();
                } catch (DeviceException e) {
                    noGpu = e.getMessage();
                }
            } else if (!cpu) {
                noGpu = "cuda: no NVIDIA driver";
            }
            if (best == null && !java) best = OneDnn.BACKEND;
            BEST = best == null ? JAVA : best;
            String noCpu = java || BEST != JAVA ? null : OneDnn.WHY;
            String wish = cpu ? "CONVBOOK_BACKEND=" + asked + " asks for it" : none;
            WHY = Stream.of(wish, noCpu, noGpu).filter(Objects::nonNull).collect(Collectors.joining("; "));
        }
    }
}
