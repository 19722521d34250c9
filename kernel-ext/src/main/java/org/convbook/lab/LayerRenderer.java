package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.convbook.chart.Numbers;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A layer or a whole network: its parts in order, with their parameters. */
final class LayerRenderer extends TypeRenderer<Layer> {
    LayerRenderer() {
        super(Layer.class);
    }

    @Override protected Levels show(Layer net) {
        if (net.children().isEmpty()) return Levels.of(net + ", " + net.parameterCount() + " parameters");
        Table table = table(net);
        return Levels.of(table, table.rowCount());
    }

    static Table table(Layer net) {
        List<String> paths = new ArrayList<>(), layers = new ArrayList<>(), shapes = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        walk("", net, (path, layer) -> {
            paths.add(path);
            layers.add(layer.toString());
            counts.add((int) layer.parameterCount());
            shapes.add(String.join("  ", layer.parameters().entrySet().stream().map(LayerRenderer::shape).toList()));
        });
        return Table.create(net + ": " + Numbers.grouped(net.parameterCount(), " ") + " parameters",
            StringColumn.create("path", paths), StringColumn.create("layer", layers),
            IntColumn.create("parameters", counts.stream().mapToInt(i -> i).toArray()), StringColumn.create("shapes", shapes));
    }

    private static String shape(Map.Entry<String, Tensor> parameter) {
        return parameter.getKey() + " " + parameter.getValue().shape();
    }

    private static void walk(String path, Layer layer, BiConsumer<String, Layer> leaf) {
        if (layer.children().isEmpty()) leaf.accept(path, layer);
        layer.children().forEach((name, part) -> walk(path.isEmpty() ? name : path + "." + name, part, leaf));
    }
}
