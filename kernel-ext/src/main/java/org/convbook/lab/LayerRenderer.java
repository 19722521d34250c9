package org.convbook.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.convbook.chart.Numbers;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Levels;
import org.convbook.render.Sheet;
import org.convbook.render.TypeRenderer;

/** A layer or a whole network: its parts in order, with their parameters. */
final class LayerRenderer extends TypeRenderer<Layer> {
    LayerRenderer() {
        super(Layer.class);
    }

    @Override protected Levels show(Layer net) {
        if (net.children().isEmpty()) return Levels.of(net + ", " + net.parameterCount() + " parameters");
        List<String> paths = new ArrayList<>(), layers = new ArrayList<>(), shapes = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        walk("", net, (path, layer) -> {
            paths.add(path);
            layers.add(layer.toString());
            counts.add(layer.parameterCount());
            shapes.add(String.join("  ", layer.parameters().entrySet().stream().map(LayerRenderer::shape).toList()));
        });
        return new Sheet(net + ": " + Numbers.grouped(net.parameterCount(), " ") + " parameters", List.of(Sheet.Column.of("path", paths),
            Sheet.Column.of("layer", layers), Sheet.Column.of("parameters", counts.stream().mapToLong(n -> n).toArray()),
            Sheet.Column.of("shapes", shapes)), "").levels();
    }

    private static String shape(Map.Entry<String, Tensor> parameter) {
        return parameter.getKey() + " " + parameter.getValue().shape();
    }

    private static void walk(String path, Layer layer, BiConsumer<String, Layer> leaf) {
        if (layer.children().isEmpty()) leaf.accept(path, layer);
        layer.children().forEach((name, part) -> walk(path.isEmpty() ? name : path + "." + name, part, leaf));
    }
}
