package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.chart.Numbers;
import org.convbook.cnn.nn.Layer;
import org.convbook.lab.ArchitecturePart.Box;
import org.convbook.lab.ArchitecturePart.Fork;
import org.convbook.lab.ArchitecturePart.Repeat;

/**
 * A network as its papers draw it: a box to scale for each layer that changes the shape, with its output and its parameters, arrows around residual
 * blocks, branches side by side, long connections as arcs.
 * <pre>
 * ArchitectureDrawing.of(net, 1, 28, 28)
 * </pre>
 * Activations, normalisations and dropout are marks on the box before them. The height of a box is the side of its maps (square root), its
 * thickness the number of channels (logarithm). In a network of more than 26 boxes equal neighbours are folded into one with a factor. The network
 * is run once on zeros: an input that it refuses is its {@link org.convbook.cnn.tensor.ShapeException}.
 */
public final class ArchitectureDrawing implements Drawn {
    private static final int FOLD_FROM = 26;

    private final String name;
    private final long parameters;
    private final List<ArchitecturePart> parts;
    private final boolean folded;

    private ArchitectureDrawing(String name, long parameters, List<ArchitecturePart> parts, boolean folded) {
        this.name = name;
        this.parameters = parameters;
        this.parts = parts;
        this.folded = folded;
    }

    /** Draws the network for an input of this shape, without the batch. */
    public static ArchitectureDrawing of(Layer net, int... inputShape) {
        if (inputShape.length == 0)
            throw new IllegalArgumentException("architecture drawing: give the shape of the input without the batch, such as 1, 28, 28");
        List<ArchitecturePart> parts = ArchitectureTrace.of(net, inputShape);
        return new ArchitectureDrawing(net.toString(), net.parameterCount(), parts, columns(parts) > FOLD_FROM);
    }

    /** Whether equal neighbours are drawn once, with how often they come; without this call they are in large networks. */
    public ArchitectureDrawing folded(boolean folded) {
        return new ArchitectureDrawing(name, parameters, parts, folded);
    }

    /** How many boxes stand side by side. */
    public int columns() {
        return columns(shown());
    }

    @Override public Figure figure() {
        Figure drawn = new ArchitectureSketch(shown(), name + ": " + Numbers.grouped(parameters, " ") + " parameters").figure();
        return Figure.of(drawn.width(), drawn.height(), toString(), drawn::paint);
    }

    /** One line a box: its path, what it is, the shape of its output, its parameters. */
    @Override public String toString() {
        return name + ": " + Numbers.grouped(parameters, " ") + " parameters" + lines(shown(), "\n  ");
    }

    private List<ArchitecturePart> shown() {
        return folded ? fold(parts) : parts;
    }

    private static int columns(List<ArchitecturePart> parts) {
        return parts.stream().mapToInt(ArchitecturePart::columns).sum();
    }

    private static List<ArchitecturePart> fold(List<ArchitecturePart> parts) {
        List<ArchitecturePart> all = new ArrayList<>();
        for (int i = 0; i < parts.size();) {
            int end = i + 1;
            while (end < parts.size() && parts.get(end).signature().equals(parts.get(i).signature()) && !joined(parts.get(end))) end++;
            all.add(end - i == 1 ? parts.get(i)
                : new Repeat(parts.get(i), end - i, ArchitectureSketch.boxes(parts.subList(i, end)).stream().map(Box::path).toList()));
            i = end;
        }
        return all;
    }

    private static boolean joined(ArchitecturePart part) {
        return part instanceof Box box && box.joined() != null;
    }

    private static String lines(List<ArchitecturePart> parts, String indent) {
        return parts.stream().map(p -> {
            if (p instanceof Box b) return indent + line(b);
            if (p instanceof Repeat r) return indent + r.times() + " times:" + lines(List.of(r.part()), indent + "  ");
            if (p instanceof Fork f) {
                return indent + f.name() + ", " + (f.sum() ? "sum" : "concatenation") + " of" + f.branches().stream()
                    .map(b -> b.isEmpty() ? indent + "  - its input" : indent + "  -" + lines(b, indent + "    ")).collect(Collectors.joining());
            }
            return "";
        }).collect(Collectors.joining());
    }

    private static String line(Box b) {
        String marks = b.marks().isEmpty() ? "" : " + " + b.marks().stream().map(m -> m.toLowerCase(Locale.ROOT)).collect(Collectors.joining(" + "));
        return (b.path().isEmpty() ? "" : b.path() + "  ") + b.label() + marks + "  " + b.shape()
            + (b.count() == 0 ? "" : "  " + Numbers.grouped(b.count(), " ")) + (b.joined() == null ? "" : "  joined by " + b.joined());
    }
}
