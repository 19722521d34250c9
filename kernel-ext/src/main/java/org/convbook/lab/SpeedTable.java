package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.render.Sheet;
import org.convbook.render.Showable;

/**
 * The same computation in several ways: how long each takes, how many operations it does in a second, and how far its result is from the first one's.
 * <pre>
 * var table = new SpeedTable("3 x 3 convolution", 2.0 * filters * out * out * channels * 9);
 * table.add("nested loops", () -&gt; loops(x, w));
 * table.add(Backends.onednn(), () -&gt; image.conv(weight, null, Window.of(3), 1));
 * </pre>
 * Each way runs until it is warm; then samples of at least 10 ms are timed, and their median counts. What runs on a backend is timed where it lies,
 * without copying it there and back. A result of another length than the first is an {@link IllegalArgumentException}.
 */
public final class SpeedTable implements Drawn, Showable {
    private static final double GIGA = 1e9;

    /** One way of computing it. */
    record Way(String name, double seconds, double difference) {}

    private final String title;
    private final double operations;
    private final List<Way> ways = new ArrayList<>();
    private float[] first;
    private double low = Double.POSITIVE_INFINITY;
    private double high;

    /** A table of nothing yet; {@code operations} are the multiplications and additions of one run. */
    public SpeedTable(String title, double operations) {
        if (!(operations > 0)) throw new IllegalArgumentException("SpeedTable: a run needs operations, got " + operations);
        this.title = title;
        this.operations = operations;
    }

    /** Runs and times a way whose result lies on the host. */
    public SpeedTable add(String name, Supplier<float[]> run) {
        double difference = compare(name, run.get());
        ways.add(new Way(name, Stopwatch.seconds(run::get), difference));
        return this;
    }

    /** Runs and times a way whose result lies on a backend. */
    public SpeedTable add(Backend backend, Supplier<Tensor> run) {
        return add(backend.name(), backend, run);
    }

    /** Runs and times a way whose result lies on a backend, under a name of its own. */
    public SpeedTable add(String name, Backend backend, Supplier<Tensor> run) {
        float[] result;
        try (Scope scope = backend.scope()) {
            result = Tape.withoutGradients(() -> run.get().toArray());
        }
        double difference = compare(name, result);
        ways.add(new Way(name, seconds(backend, run), difference));
        return this;
    }

    /** The median seconds of a call on a backend, waited for once after many. */
    static double seconds(Backend backend, Supplier<Tensor> run) {
        return Tape.withoutGradients(() -> Stopwatch.seconds(times -> {
            try (Scope all = backend.scope()) {
                for (int i = 0; i < times; i++) {
                    try (Scope one = backend.scope()) {
                        run.get().buffer();
                    }
                }
                backend.download(backend.fill(Shape.of(1), 0));        // the last in the queue
            }
        }));
    }

    /** The median seconds of a run of a way; a name that is not there is an {@link IllegalArgumentException}. */
    public double seconds(String name) {
        String all = String.join(", ", names());
        return ways.stream().filter(w -> w.name.equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("SpeedTable: there is no \"" + name + "\"; there are " + all)).seconds;
    }

    /** Billions of operations that a way does in a second. */
    public double gigaflops(String name) {
        return operations / seconds(name) / GIGA;
    }

    /** The names of the ways, in the order in which they came. */
    public List<String> names() {
        return ways.stream().map(Way::name).toList();
    }

    /** The largest distance of any value of any result from the first one's. */
    public double difference() {
        return ways.stream().mapToDouble(Way::difference).max().orElse(0);
    }

    /** Lets the axis reach from here to there at least, in GFLOP/s, so that several tables can be compared. */
    public SpeedTable axis(double from, double to) {
        if (!(from > 0 && to > from)) throw new IllegalArgumentException("SpeedTable: an axis rises from above 0, got " + from + " to " + to);
        low = from;
        high = to;
        return this;
    }

    @Override public Figure figure() {
        return SpeedDrawing.of(title, names(), ways.stream().mapToDouble(w -> operations / w.seconds / GIGA).toArray(), low, high);
    }

    @Override public Levels levels() {
        return Levels.column(table().levels(), Levels.of(figure()));
    }

    /** The table as text. */
    @Override public String toString() {
        return table().levels().text();
    }

    private Sheet table() {
        double slowest = ways.isEmpty() ? 1 : ways.get(0).seconds;
        return new Sheet(title, List.of(Sheet.Column.of("way", names()),
            column("ms", w -> written(1e3 * w.seconds)), column("GFLOP/s", w -> written(operations / w.seconds / GIGA)),
            column("speed-up", w -> written(slowest / w.seconds) + " x"),
            column("largest difference", w -> w.difference == 0 ? "0" : String.format(Locale.ROOT, "%.1e", w.difference))),
            String.format(Locale.ROOT, "%.4g million operations a run; the median of warm runs; differences from the first way",
                operations / 1e6));
    }

    private Sheet.Column column(String name, Function<Way, String> cell) {
        return new Sheet.Column(name, true, ways.stream().map(cell).toArray(String[]::new));
    }

    /** Three digits. */
    static String written(double v) {
        return v >= 99.95 ? String.format(Locale.ROOT, "%.0f", v)
            : String.format(Locale.ROOT, v >= 9.995 ? "%.1f" : v >= 0.0995 ? "%.2f" : "%.3g", v);
    }

    private double compare(String name, float[] result) {
        if (names().contains(name)) throw new IllegalArgumentException("SpeedTable: \"" + name + "\" is there already");
        if (first == null) first = result.clone();
        if (result.length != first.length)
            throw new IllegalArgumentException("SpeedTable: \"" + name + "\" gives " + result.length + " values, the first way " + first.length);
        double worst = 0;
        for (int i = 0; i < result.length; i++) {
            double off = Math.abs((double) result[i] - first[i]);
            worst = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(worst, off);
        }
        return worst;
    }
}
