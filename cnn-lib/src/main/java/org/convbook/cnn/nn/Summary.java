package org.convbook.cnn.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The table behind {@link Layer#summary}: what a watched pass of one input of zeros meets, layer by layer. */
final class Summary {
    private final Table table;
    private final Map<Tensor, Field> fields = new IdentityHashMap<>();
    private final Set<Tensor> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private Field largest = Field.INPUT;
    private long parameters;
    private long multiplyAdds;
    private long bytes;

    private Summary(String name) {
        table = Table.create(name,
            StringColumn.create("path"), StringColumn.create("layer"), StringColumn.create("output"), LongColumn.create("parameters"),
            LongColumn.create("multiply-adds"), LongColumn.create("activation bytes"), StringColumn.create("field"),
            StringColumn.create("jump"), StringColumn.create("centre"), StringColumn.create("unseen"));
    }

    /**
     * What one unit sees of the input of the network, by rows and by columns: the unit at i has its centre at centre + i · jump.
     * Per layer r += (e − 1)·j; c += ((e − 1)/2 − p)·j; j ·= s, with e the extent of the window.
     */
    private record Field(int rows, int columns, int jump, double centreRow, double centreColumn) {
        static final Field INPUT = new Field(1, 1, 1, 0, 0);

        Field through(Window w) {
            int high = w.dilation() * (w.kernelHeight() - 1);
            int wide = w.dilation() * (w.kernelWidth() - 1);
            return new Field(rows + high * jump, columns + wide * jump, jump * w.stride(),
                centreRow + (high / 2.0 - w.padding()) * jump, centreColumn + (wide / 2.0 - w.padding()) * jump);
        }

        boolean largerThan(Field other) {
            return (long) rows * columns > (long) other.rows * other.columns;
        }
    }

    @SuppressWarnings("try")   // the scope is opened for what it frees
    static Table of(Layer net, int... inputShape) {
        int[] one = new int[inputShape.length + 1];
        one[0] = 1;
        System.arraycopy(inputShape, 0, one, 1, inputShape.length);
        Shape input = Shape.of(one);
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(Backends.java());
        Summary summary = new Summary(net + " for " + Shape.of(inputShape));
        try (Scope scope = backend.scope()) {
            Tensor x = Tensor.full(backend, 0, input);
            summary.fields.put(x, Field.INPUT);
            Tape.withoutGradients(() -> net.apply(x, Pass.inference().watch(summary::saw)));
        }
        summary.total();
        return summary.table;
    }

    private void saw(String path, Layer layer, Tensor x, Tensor y) {
        long own = 0;
        for (Tensor p : layer.ownParameters()) if (counted.add(p)) own += p.shape().count();
        Field field = field(layer, x, y);
        if (!layer.children().isEmpty() && layer.ownParameters().isEmpty()) return;   // its parts have rows of their own
        Row row = table.appendRow();
        row.setString("path", path);
        row.setString("layer", layer.toString());
        row.setString("output", perInput(y.shape()));
        long itsMultiplyAdds = layer.multiplyAdds(x.shape(), y.shape());
        long itsBytes = x == y ? 0 : (long) Float.BYTES * y.shape().count();
        counts(row, own, itsMultiplyAdds, itsBytes);
        parameters += own;
        multiplyAdds += itsMultiplyAdds;
        bytes += itsBytes;
        boolean image = y.shape().rank() == 4;
        row.setString("field", image ? pair(field.rows, field.columns) : "");
        row.setString("jump", image ? number(field.jump) : "");
        row.setString("centre", image ? pair(field.centreRow, field.centreColumn) : "");
        row.setString("unseen", image && layer.window() != null ? unseen(layer.window(), x.shape(), y.shape()) : "");
    }

    /** Where branches meet outside a layer, the largest field counts. */
    private Field field(Layer layer, Tensor x, Tensor y) {
        Field known = fields.get(y);
        if (known != null) return known;
        Field field = layer.children().isEmpty() ? fields.getOrDefault(x, largest) : largest;
        if (layer.window() != null) field = field.through(layer.window());
        if (field.largerThan(largest)) largest = field;
        fields.put(y, field);
        return field;
    }

    private static String perInput(Shape shape) {
        int[] sizes = shape.sizes();
        return Shape.of(java.util.Arrays.copyOfRange(sizes, Math.min(1, sizes.length), sizes.length)).toString();
    }

    private static String pair(double rows, double columns) {
        return rows == columns ? number(rows) : number(rows) + "x" + number(columns);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** The rows and columns of the input that no window touches. */
    private static String unseen(Window w, Shape x, Shape y) {
        int rows = unseen(x.size(2), y.size(2), w.kernelHeight(), w);
        int columns = unseen(x.size(3), y.size(3), w.kernelWidth(), w);
        String text = rows == 0 ? "" : rows + (rows == 1 ? " row" : " rows");
        if (columns == 0) return text;
        return text + (text.isEmpty() ? "" : ", ") + columns + (columns == 1 ? " column" : " columns");
    }

    private static int unseen(int size, int windows, int kernel, Window w) {
        boolean[] seen = new boolean[size];
        for (int i = 0; i < windows; i++) {
            for (int u = 0; u < kernel; u++) {
                int at = i * w.stride() - w.padding() + u * w.dilation();
                if (at >= 0 && at < size) seen[at] = true;
            }
        }
        int count = 0;
        for (boolean s : seen) if (!s) count++;
        return count;
    }

    private static void counts(Row row, long parameters, long multiplyAdds, long bytes) {
        row.setLong("parameters", parameters);
        row.setLong("multiply-adds", multiplyAdds);
        row.setLong("activation bytes", bytes);
    }

    private void total() {
        Row row = table.appendRow();
        for (String empty : new String[] {"layer", "output", "field", "jump", "centre", "unseen"}) row.setString(empty, "");
        row.setString("path", "total");
        counts(row, parameters, multiplyAdds, bytes);
    }
}
