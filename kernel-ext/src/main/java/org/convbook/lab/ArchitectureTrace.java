package org.convbook.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.lab.ArchitecturePart.Box;
import org.convbook.lab.ArchitecturePart.Fork;
import org.convbook.lab.ArchitecturePart.Kind;
import org.convbook.lab.ArchitecturePart.Mark;

/**
 * How the layers of a network hang together, found by watching one pass of zeros: a layer follows the one whose output it is given. What happens
 * between layers (a ReLU, a sum, a concatenation) is concluded from the shapes on both sides.
 */
final class ArchitectureTrace {
    private static final Pattern KERNEL = Pattern.compile("kernel (\\d+(?:x\\d+)*)");
    private static final Pattern STRIDE = Pattern.compile("stride (\\d+)");

    /** The parts that one call of a layer amounts to, with what it was given and what it returned. */
    private record Call(String path, List<ArchitecturePart> parts, Tensor x, Tensor y) {}

    /** Calls one after the other: after how many parts each tensor appeared. */
    private static final class Chain {
        private final List<ArchitecturePart> parts = new ArrayList<>();
        private final List<Tensor> points = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();

        private Chain(Tensor origin) {
            at(origin);
        }

        private void at(Tensor t) {
            points.add(t);
            counts.add(parts.size());
        }

        private Tensor end() {
            return points.get(points.size() - 1);
        }

        private int indexOf(Tensor t) {
            for (int i = points.size() - 1; i >= 0; i--) if (points.get(i) == t) return counts.get(i);
            return -1;
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    private ArchitectureTrace() {}

    @SuppressWarnings("try")                                              // the scope is opened for what it frees
    static List<ArchitecturePart> of(Layer net, int... inputShape) {
        int[] one = new int[inputShape.length + 1];
        one[0] = 1;
        System.arraycopy(inputShape, 0, one, 1, inputShape.length);
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(Backends.java());
        ArchitectureTrace trace = new ArchitectureTrace();
        try (Scope scope = backend.scope()) {
            Tensor x = Tensor.of(backend, new float[Arrays.stream(one).reduce(1, (a, b) -> a * b)], one);
            Tape.withoutGradients(() -> net.apply(x, Pass.inference().watch(trace::saw)));
        }
        List<ArchitecturePart> all = new ArrayList<>();
        all.add(new Box("", "input", Kind.INPUT, inputShape.clone(), 0, List.of(), null));
        trace.calls.forEach(c -> all.addAll(c.parts));
        return merged(all);
    }

    private void saw(String path, Layer layer, Tensor x, Tensor y) {
        if (layer.children().isEmpty()) {
            calls.add(new Call(path, leaf(path, layer, x, y), x, y));
            return;
        }
        List<Call> inside = new ArrayList<>();
        String prefix = path.isEmpty() ? "" : path + ".";
        while (!calls.isEmpty() && calls.get(calls.size() - 1).path.startsWith(prefix)) inside.add(0, calls.remove(calls.size() - 1));
        calls.add(new Call(path, block(layer, inside, x, y), x, y));
    }

    private List<ArchitecturePart> leaf(String path, Layer layer, Tensor x, Tensor y) {
        String name = layer.getClass().getSimpleName();
        boolean reshaped = x.shape().count() == y.shape().count() && x.shape().rank() != y.shape().rank();
        if (name.equals("Identity") || name.equals("Flatten") || reshaped && layer.parameterCount() == 0) return List.of();
        boolean same = x.shape().equals(y.shape());
        if (same && (layer.parameterCount() == 0 && !name.contains("Pool") || name.startsWith("BatchNorm")))
            return List.of(new Mark(name, layer.parameterCount()));
        int[] sizes = y.shape().sizes();
        Box box = new Box(path, label(name, layer.toString()), kind(name), Arrays.copyOfRange(sizes, 1, sizes.length),
            layer.parameterCount(), List.of(), null);
        boxes.add(box);
        return List.of(box);
    }

    private List<ArchitecturePart> block(Layer layer, List<Call> inside, Tensor x, Tensor y) {
        List<Chain> chains = new ArrayList<>();
        for (Call call : inside) {
            Chain chain = chainFor(call, chains, x);
            List<ArchitecturePart> parts = call.parts;
            if (chain.indexOf(call.x) < 0) {
                parts = joined(parts, chain.end(), call.x);
                chain.at(call.x);
            }
            chain.parts.addAll(parts);
            chain.at(call.y);
        }
        if (chains.isEmpty()) return List.of();
        Chain first = chains.get(0);
        if (chains.size() == 1) {
            boolean around = first.points.get(0) == x && first.end() != y && y.shape().rank() > 2
                && y.shape().size(1) == first.end().shape().size(1) + x.shape().size(1);
            return around ? List.of(new Fork(name(layer), List.of(merged(first.parts), List.of()), false)) : first.parts;
        }
        int common = chains.stream().skip(1).mapToInt(c -> first.indexOf(c.points.get(0))).min().orElse(0);
        int prefix = Math.max(0, common);
        List<List<ArchitecturePart>> branches = new ArrayList<>();
        branches.add(merged(first.parts.subList(prefix, first.parts.size())));
        chains.stream().skip(1).forEach(c -> branches.add(merged(c.parts)));
        boolean sum = chains.stream().allMatch(c -> c.end().shape().equals(y.shape()));
        if (branches.size() == 2)
            branches.sort(Comparator.comparingInt((List<ArchitecturePart> b) -> -b.stream().mapToInt(ArchitecturePart::columns).sum()));
        List<ArchitecturePart> all = new ArrayList<>(first.parts.subList(0, prefix));
        all.add(new Fork(name(layer), branches, sum));
        return all;
    }

    /**
     * The chain that a call goes on: the one that ends in its input, or else in something of that shape; a new one where its input was used before.
     */
    private static Chain chainFor(Call call, List<Chain> chains, Tensor input) {
        for (int i = chains.size() - 1; i >= 0; i--) if (chains.get(i).end() == call.x && call.x != input) return chains.get(i);
        boolean used = call.x == input || chains.stream().anyMatch(c -> c.indexOf(call.x) >= 0);
        if (!used)
            for (int i = chains.size() - 1; i >= 0; i--) if (chains.get(i).end().shape().equals(call.x.shape())) return chains.get(i);
        if (!used && !chains.isEmpty()) return chains.get(chains.size() - 1);
        // behind a dropout that rests
        if (chains.size() == 1 && chains.get(0).parts.stream().allMatch(Mark.class::isInstance)) return chains.get(0);
        chains.add(new Chain(call.x));
        return chains.get(chains.size() - 1);
    }

    /** Where a chain's end has too few channels, an earlier output has joined it: the latest that has the others and is large enough. */
    private List<ArchitecturePart> joined(List<ArchitecturePart> parts, Tensor end, Tensor x) {
        if (x.shape().rank() < 3 || end.shape().rank() != x.shape().rank() || parts.isEmpty() || !(parts.get(0) instanceof Box)) return parts;
        int missing = x.shape().size(1) - end.shape().size(1);
        Box to = (Box) parts.get(0);
        int before = boxes.indexOf(to);
        for (int i = before - 2; missing > 0 && i >= 0; i--) {
            Box from = boxes.get(i);
            if (from.out().length < 2 || from.out()[0] != missing || from.out()[1] < x.shape().size(2)) continue;
            List<ArchitecturePart> all = new ArrayList<>(parts);
            all.set(0, new Box(to.path(), to.label(), to.kind(), to.out(), to.count(), to.marks(), from.path()));
            return all;
        }
        return parts;
    }

    /** The parts with every mark put on the box before it, or, at the beginning, behind it. */
    private static List<ArchitecturePart> merged(List<ArchitecturePart> parts) {
        List<ArchitecturePart> all = new ArrayList<>();
        List<Mark> waiting = new ArrayList<>();
        for (ArchitecturePart part : parts) {
            ArchitecturePart last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (part instanceof Mark mark && last instanceof Box box) all.set(all.size() - 1, with(box, List.of(mark)));
            else if (part instanceof Mark mark) waiting.add(mark);
            else if (part instanceof Box box) {
                all.add(with(box, waiting));
                waiting.clear();
            } else all.add(part);
        }
        return Collections.unmodifiableList(all);
    }

    private static Box with(Box box, List<Mark> more) {
        List<String> marks = new ArrayList<>(box.marks());
        more.forEach(m -> marks.add(m.name()));
        return new Box(box.path(), box.label(), box.kind(), box.out(), box.count() + more.stream().mapToLong(Mark::count).sum(), marks, box.joined());
    }

    private static String name(Layer layer) {
        return layer.getClass().getSimpleName();
    }

    private static Kind kind(String name) {
        if (name.contains("Transpose") || name.contains("Upsample") || name.contains("Unpool")) return Kind.UPWARDS;
        if (name.contains("Conv")) return Kind.CONVOLUTION;
        if (name.contains("Pool") || name.contains("Subsample")) return Kind.POOLING;
        return name.equals("Linear") || name.equals("Maxout") || name.equals("RadialBasis") ? Kind.DENSE : Kind.OTHER;
    }

    /** For example "conv 5×5 /2". */
    private static String label(String name, String text) {
        String word = name.replaceAll("\\dd$", "").replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT)
            .replace("conv transpose", "up-conv");
        Matcher kernel = KERNEL.matcher(text), stride = STRIDE.matcher(text);
        String window = kernel.find() ? " " + kernel.group(1).replace('x', '×') : "";
        return word + window + (stride.find() && !stride.group(1).equals("1") ? " /" + stride.group(1) : "");
    }
}
