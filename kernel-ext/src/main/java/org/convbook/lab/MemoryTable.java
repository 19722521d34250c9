package org.convbook.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.convbook.chart.Numbers;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.MemoryUse;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.render.Sheet;
import org.convbook.render.Showable;

/**
 * What the process, the Java heap and each backend hold, and the largest tensors that a notebook's variables lead to: tensors themselves, in lists
 * and arrays, the parameters and buffers of layers by their path, and the state of optimisers. The line magic {@code %memory} shows it.
 */
public final class MemoryTable implements Showable {
    private static final int MOST = 10;
    private static final double KIB = 1 << 10;

    /** One line of the first table, in bytes; 0 is left blank, but for what is in use. */
    private record Line(String what, long inUse, long waiting, long peak, long limit) {}

    /** A tensor and how the notebook reaches it. */
    private record Named(String path, Tensor tensor) {
        int values() {
            return tensor.shape().count();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<Named> tensors = new ArrayList<>();

    private MemoryTable() {}

    /** What is held now; variables by their names, in the order in which they are looked through. */
    public static MemoryTable of(Map<String, ?> variables) {
        MemoryTable table = new MemoryTable();
        Runtime heap = Runtime.getRuntime();
        if (ProcessMemory.resident() > 0) table.lines.add(new Line("process", ProcessMemory.resident(), 0, ProcessMemory.peak(), 0));
        table.lines.add(new Line("Java heap", heap.totalMemory() - heap.freeMemory(), heap.freeMemory(), 0, heap.maxMemory()));
        for (Backend backend : Backends.working()) table.add(backend);
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        variables.forEach((name, value) -> table.collect(name, value, seen));
        table.tensors.sort(Comparator.comparingInt((Named t) -> -t.values()));
        return table;
    }

    private void add(Backend backend) {
        try {
            MemoryUse use = backend.memory();
            String where = backend == Backends.java() ? ", in open scopes" : "";     // the rest of it belongs to the Java heap
            lines.add(new Line(backend.name() + where, use.inUse(), use.pooled(), use.peak(), use.capacity()));
        } catch (DeviceException e) {
            lost.add(e.getMessage());
        }
    }

    private void collect(String path, Object value, Set<Tensor> seen) {
        if (value instanceof Tensor t && seen.add(t)) tensors.add(new Named(path, t));
        else if (value instanceof Layer layer) layer.state().forEach((name, t) -> collect(path + "." + name, t, seen));
        else if (value instanceof Optimizer o) o.state()
            .forEach((kind, of) -> of.forEach((name, t) -> collect(path + "." + kind + "." + name, t, seen)));
        else if (value instanceof Tensor[] all) collect(path, List.of(all), seen);
        else if (value instanceof Collection<?> all) {
            int i = 0;
            for (Object each : all) {
                if (each instanceof Tensor) collect(path + "[" + i + "]", each, seen);
                i++;
            }
        } else if (value instanceof Map<?, ?> all) {
            all.forEach((name, each) -> {
                if (each instanceof Tensor) collect(path + "." + name, each, seen);
            });
        }
    }

    @Override public Levels levels() {
        return tensors.isEmpty() ? held().levels() : Levels.column(held().levels(), largest().levels());
    }

    /** Both tables as text. */
    @Override public String toString() {
        return levels().text();
    }

    private Sheet held() {
        return new Sheet("Memory", List.of(Sheet.Column.of("of", lines.stream().map(Line::what).toList()), column("in use", l -> bytes(l.inUse)),
            column("waits for reuse", l -> blank(l.waiting)), column("peak", l -> blank(l.peak)), column("limit", l -> blank(l.limit))),
            String.join("; ", lost));
    }

    private Sheet.Column column(String name, Function<Line, String> cell) {
        return new Sheet.Column(name, true, lines.stream().map(cell).toArray(String[]::new));
    }

    private Sheet largest() {
        List<Named> top = tensors.subList(0, Math.min(MOST, tensors.size()));
        long rest = tensors.stream().skip(top.size()).mapToLong(Named::values).sum();
        String more = tensors.size() == top.size() ? "" : "… " + (tensors.size() - top.size()) + " more with "
            + Numbers.grouped(rest, " ") + " values";
        return new Sheet("Largest tensors of variables", List.of(
            Sheet.Column.of("tensor", top.stream().map(Named::path).toList()),
            Sheet.Column.of("shape", top.stream().map(t -> t.tensor.shape().toString()).toList()),
            Sheet.Column.of("on", top.stream().map(t -> t.tensor.backend().name()).toList()),
            new Sheet.Column("as float32", true, top.stream().map(t -> bytes((long) Float.BYTES * t.values())).toArray(String[]::new))), more);
    }

    private static String blank(long bytes) {
        return bytes == 0 ? "" : bytes(bytes);
    }

    /** Three digits and a unit; few bytes as they are. */
    static String bytes(long bytes) {
        if (bytes < KIB) return bytes + " B";
        double v = bytes / KIB;
        int unit = 0;
        for (; v >= 999.5 && unit < 2; unit++) v /= KIB;
        return String.format(Locale.ROOT, v >= 99.95 ? "%.0f" : "%.1f", v) + List.of(" KiB", " MiB", " GiB").get(unit);
    }
}
