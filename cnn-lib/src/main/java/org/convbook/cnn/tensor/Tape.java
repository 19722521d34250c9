package org.convbook.cnn.tensor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;

/**
 * What led to a tensor, and the way back. Each tracked tensor has a {@link Node}; an operation links it to its arguments, with a function
 * that turns the result's gradient into the argument's. The backward pass visits nodes from the newest to the oldest.
 */
public final class Tape {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final ThreadLocal<Boolean> PAUSED = ThreadLocal.withInitial(() -> false);
    private static final ThreadLocal<ReluRule> RELU_RULE = ThreadLocal.withInitial(() -> ReluRule.GRADIENT);

    private Tape() {}

    /** One tensor's place on the tape. */
    static final class Node {
        final long number = NUMBERS.getAndIncrement();
        final List<Edge> edges = new ArrayList<>(3);
    }

    private record Edge(Node to, UnaryOperator<Tensor> gradient) {}

    static boolean paused() {
        return PAUSED.get();
    }

    static ReluRule reluRule() {
        return RELU_RULE.get();
    }

    /** What the rule of this backward pass makes of a ReLU; never x itself, whose memory the pass must not touch. */
    static Tensor byRule(Tensor dy, Tensor x) {
        Tensor result = reluRule().apply(dy, x);
        return result.buffer() == x.buffer() ? result.mul(1) : result;
    }

    static void link(Node result, Node argument, UnaryOperator<Tensor> gradient) {
        result.edges.add(new Edge(argument, gradient));
    }

    /** Runs a computation of this thread off the tape: nothing in it is tracked, and its intermediate values are not kept. */
    public static <T> T withoutGradients(Supplier<T> computation) {
        boolean before = PAUSED.get();
        PAUSED.set(true);
        try {
            return computation.get();
        } finally {
            PAUSED.set(before);
        }
    }

    /** The gradients of a value for those that are wanted, or for all that led to it if that is null. */
    static Gradients backward(Tensor loss, ReluRule rule, Collection<Tensor> wanted) {
        if (loss.shape().count() != 1) {
            throw new ShapeException("backward", "starts from one value, got " + loss.shape() + "; reduce it first, for example by mean()", "");
        }
        if (loss.node() == null) {
            throw new IllegalStateException("backward: nothing that led to this tensor is tracked; call requiresGrad() on what to differentiate by");
        }
        ReluRule before = RELU_RULE.get();
        RELU_RULE.set(rule);
        try {
            return withoutGradients(() -> walk(loss, nodes(wanted)));
        } finally {
            RELU_RULE.set(before);
        }
    }

    private static Set<Node> nodes(Collection<Tensor> tensors) {
        if (tensors == null) return null;
        Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        tensors.forEach(t -> nodes.add(t.node()));
        return nodes;
    }

    private static Gradients walk(Tensor loss, Set<Node> wanted) {
        Map<Node, Tensor> gradients = new IdentityHashMap<>();
        PriorityQueue<Node> queue = new PriorityQueue<>((a, b) -> Long.compare(b.number, a.number));
        Uses uses = new Uses(loss.backend());
        Tensor factor = factor(loss.backend());
        Tensor seed = factor == null ? Tensor.full(loss.backend(), 1, loss.shape()) : Reshape.reshape(factor.mul(1), loss.shape());
        gradients.put(loss.node(), uses.add(seed));
        queue.add(loss.node());
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            for (Edge edge : node.edges) {
                Tensor more = edge.gradient.apply(gradients.get(node));
                Tensor sum = gradients.get(edge.to);
                if (sum == null) queue.add(edge.to);
                gradients.put(edge.to, uses.add(sum == null ? more : sum.add(more)));   // a tensor used twice accumulates
                if (sum == null) continue;
                uses.drop(sum);
                uses.drop(uses.add(more));
            }
            if (wanted != null && !wanted.contains(node)) uses.drop(gradients.put(node, null));
        }
        return new Gradients(gradients, factor);
    }

    /** What the loss is multiplied by for now: a copy, since the state changes when the step ends. Null for 1. */
    private static Tensor factor(Backend backend) {
        Buffer state = backend.lossScaling();
        return state == null ? null : new Tensor(backend, backend.slice(state, 0, 0, 1));
    }

    /** How many nodes hold each gradient: the same one may be passed on to several. What nobody holds any more, the backend may overwrite. */
    private static final class Uses {
        private final Backend backend;
        private final Map<Buffer, Integer> count = new IdentityHashMap<>();

        Uses(Backend backend) {
            this.backend = backend;
        }

        Tensor add(Tensor gradient) {
            count.merge(gradient.buffer(), 1, Integer::sum);
            return gradient;
        }

        void drop(Tensor gradient) {
            if (count.merge(gradient.buffer(), -1, Integer::sum) == 0) backend.release(gradient.buffer());
        }
    }
}
