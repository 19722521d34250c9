package org.convbook.cnn.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Scope;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.tensor.Tape;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The table behind {@link Layer#summary}: what a watched pass of one input of zeros meets, layer by layer. */
final class Summary {
    private static final List<String> DIRECTIONS = List.of("plane", "row", "column");

    private final Table table;
    private final Map<Tensor, ReceptiveField> fields = new IdentityHashMap<>();
    private final Set<Tensor> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private ReceptiveField largest;
    private long parameters;
    private long multiplyAdds;
    private long bytes;

    private Summary(String name, ReceptiveField input) {
        largest = input;
        table = Table.create(name,
            StringColumn.create("path"), StringColumn.create("layer"), StringColumn.create("output"), LongColumn.create("parameters"),
            LongColumn.create("multiply-adds"), LongColumn.create("activation bytes"), StringColumn.create("field"),
            StringColumn.create("jump"), StringColumn.create("centre"), StringColumn.create("unseen"));
    }

    @SuppressWarnings("try")   // the scope is opened for what it frees
    static Table of(Layer net, int... inputShape) {
        int[] one = new int[inputShape.length + 1];
        one[0] = 1;
        System.arraycopy(inputShape, 0, one, 1, inputShape.length);
        Shape input = Shape.of(one);
        Backend backend = net.parameters().values().stream().findFirst().map(Tensor::backend).orElse(Backends.java());
        Summary summary = new Summary(net + " for " + Shape.of(inputShape), ReceptiveField.ofInput(input.rank() - 2));
        try (Scope scope = backend.scope()) {
            Tensor x = Tensor.full(backend, 0, input);
            summary.fields.put(x, summary.largest);
            Tape.withoutGradients(() -> net.apply(x, Pass.inference().watch(summary::saw)));
        }
        summary.total();
        return summary.table;
    }

    private void saw(String path, Layer layer, Tensor x, Tensor y) {
        long own = 0;
        for (Tensor p : layer.ownParameters()) if (counted.add(p)) own += p.shape().count();
        ReceptiveField field = field(layer, x, y);
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
        Window window = layer.window(x.shape());
        boolean image = y.shape().rank() > 2 && field.axes().size() == y.shape().rank() - 2;
        row.setString("field", image ? field.text(ReceptiveField.Axis::size) : "");
        row.setString("jump", image ? field.text(ReceptiveField.Axis::jump) : "");
        row.setString("centre", image ? field.text(ReceptiveField.Axis::centre) : "");
        row.setString("unseen", image && window != null && !transposed(layer) ? unseen(window, x.shape(), y.shape()) : "");
    }

    private static boolean transposed(Layer layer) {
        return layer instanceof Convolution c && c.transposed() || layer instanceof MaxUnpool2d || layer instanceof Upsample;
    }

    /** Where branches meet outside a layer, the largest field counts. */
    private ReceptiveField field(Layer layer, Tensor x, Tensor y) {
        ReceptiveField known = fields.get(y);
        if (known != null) return known;
        ReceptiveField field = layer.children().isEmpty() ? fields.getOrDefault(x, largest) : largest;
        Window window = layer.window(x.shape());
        if (window != null) field = field.through(window, transposed(layer));
        if (field.largerThan(largest)) largest = field;
        fields.put(y, field);
        return field;
    }

    private static String perInput(Shape shape) {
        int[] sizes = shape.sizes();
        return Shape.of(java.util.Arrays.copyOfRange(sizes, Math.min(1, sizes.length), sizes.length)).toString();
    }

    /** The planes, rows and columns of the input that no window touches. */
    private static String unseen(Window w, Shape x, Shape y) {
        int directions = w.axes().size();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < directions; i++) {
            int count = unseen(x.size(i + 2), y.size(i + 2), w.axes().get(i));
            String name = directions == 1 ? "step" : DIRECTIONS.get(i + 3 - directions);
            if (count > 0) parts.add(count + " " + name + (count == 1 ? "" : "s"));
        }
        return String.join(", ", parts);
    }

    private static int unseen(int size, int windows, WindowAxis w) {
        boolean[] seen = new boolean[size];
        for (int i = 0; i < windows; i++) {
            for (int u = 0; u < w.kernel(); u++) {
                int at = w.pixel(i, u);
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
