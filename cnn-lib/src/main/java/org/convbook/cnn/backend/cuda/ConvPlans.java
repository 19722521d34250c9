package org.convbook.cnn.backend.cuda;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;

/**
 * For each pass of each convolution the algorithm that {@link Algorithms} asks for, found when it is first needed and kept: of those that need no
 * more memory than a limit, with the channels of a pixel side by side if cuDNN does that, else plane by plane.
 */
final class ConvPlans implements AutoCloseable {
    /** The most that an algorithm may need for itself. */
    private static final long WORKSPACE = 512L << 20;

    private record Key(ConvShape s, ConvPass pass) {}

    private final cudnnHandle handle;
    private final DeviceMemory memory;
    private final Precision precision;
    private final Format format;
    private final Algorithms wanted;
    private final ConvAlgorithms algorithms;
    private final Map<Key, Optional<ConvPlan>> plans = new HashMap<>();

    ConvPlans(cudnnHandle handle, DeviceMemory memory, Precision precision, Algorithms wanted) {
        this.handle = handle;
        this.memory = memory;
        this.precision = precision;
        this.format = Format.of(precision);
        this.wanted = wanted;
        this.algorithms = new ConvAlgorithms(handle);
    }

    /** Nothing if cuDNN does not do this convolution. */
    Optional<ConvPlan> plan(ConvShape s, ConvPass pass) {
        return plans.computeIfAbsent(new Key(s, pass), k -> find(s, pass));
    }

    private Optional<ConvPlan> find(ConvShape s, ConvPass pass) {
        for (Layout layout : List.of(Layout.NHWC, Layout.PLAIN)) {
            ConvDescriptors d = new ConvDescriptors(s, layout, format, math());
            Optional<ConvAlgorithms.Candidate> best = best(s, pass, d);
            if (best.isPresent()) {
                if (precision != Precision.FP32) d.math(best.get().math());
                return Optional.of(new ConvPlan(handle, pass, layout, d, best.get()));
            }
            d.close();
        }
        return Optional.empty();
    }

    private int math() {
        return switch (precision) {
            case FP32 -> cudnnMathType.CUDNN_FMA_MATH;
            case TF32 -> cudnnMathType.CUDNN_DEFAULT_MATH;
            case BF16, FP16 -> cudnnMathType.CUDNN_TENSOR_OP_MATH;
        };
    }

    private Optional<ConvAlgorithms.Candidate> best(ConvShape s, ConvPass pass, ConvDescriptors d) {
        List<ConvAlgorithms.Candidate> estimated = algorithms.estimated(pass, d).stream().filter(this::fits).toList();
        if (wanted == Algorithms.SAME_BITS || estimated.size() < 2) return estimated.stream().findFirst();
        List<ConvAlgorithms.Candidate> measured = measured(s, pass, d,
            estimated.stream().max(Comparator.comparingLong(ConvAlgorithms.Candidate::memory)).get().memory());
        return measured.stream().filter(this::fits).findFirst().or(() -> estimated.stream().findFirst());
    }

    private boolean fits(ConvAlgorithms.Candidate c) {
        boolean exact = c.math() == cudnnMathType.CUDNN_FMA_MATH || c.math() == cudnnMathType.CUDNN_DEFAULT_MATH;
        return (c.deterministic() || wanted == Algorithms.FASTEST) && c.memory() <= WORKSPACE && (exact || precision != Precision.FP32);
    }

    /** Tries all on tensors of its own; nothing where there is no memory for that. */
    private List<ConvAlgorithms.Candidate> measured(ConvShape s, ConvPass pass, ConvDescriptors d, long workspace) {
        DeviceMemory.Owner owner = memory.open(null);
        try {
            ConvAlgorithms.Place place = new ConvAlgorithms.Place(room(bytes(s.input())), room(bytes(s.weight())), room(bytes(s.output())),
                room(workspace), workspace);
            return algorithms.measured(pass, d, place);
        } catch (NoRoom e) {
            return List.of();
        } finally {
            memory.close(owner);
        }
    }

    /** There is no memory for trying. */
    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private DevicePointer room(long bytes) {
        try {
            return memory.allocate(bytes, () -> "trying convolutions").start;
        } catch (DeviceException e) {
            throw new NoRoom();
        }
    }

    private long bytes(Shape s) {
        return (long) format.bytes * s.count();
    }

    @Override
    public void close() {
        plans.values().forEach(plan -> plan.ifPresent(ConvPlan::close));
        plans.clear();
    }
}
