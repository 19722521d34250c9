package org.convbook.cnn.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Layer;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What a network of full width would compute, without computing it: the shapes of its parameters are its own, the sizes of its images are those of
 * the same network with few channels.
 */
final class Full {
    /** Draws zeros, which is quick. */
    static final RandomGenerator ZEROS = () -> 0;

    private final Map<String, Shape> parameters = new LinkedHashMap<>();
    private final Map<String, String[]> outputs = new LinkedHashMap<>();
    private final Table table;

    /** A network, and the same with few channels, run on an input without the batch. */
    Full(Function<RandomGenerator, Layer> full, Layer thin, int... input) {
        full.apply(ZEROS).parameters().forEach((path, p) -> parameters.put(path, p.shape()));   // the values may be forgotten
        table = thin.to(Backends.best()).summary(input);
        for (Row row : table) outputs.put(row.getString("path"), row.getString("output").replaceAll("[\\[\\]]", "").split(", "));
    }

    /** The summary of the network with few channels. */
    Table table() {
        return table;
    }

    /** The parameter at a path. */
    Shape parameter(String path) {
        return parameters.get(path);
    }

    /** How many of the parameters are weights. */
    long weights() {
        return parameters.entrySet().stream().filter(p -> p.getKey().endsWith("weight")).mapToLong(p -> p.getValue().count()).sum();
    }

    /** Height times width of a layer's output; 1 for features. */
    long area(String path) {
        String[] sizes = outputs.get(path);
        return sizes.length < 3 ? 1 : Long.parseLong(sizes[1]) * Long.parseLong(sizes[2]);
    }

    /** One multiply-add for each weight at each place of the output; for the 2x2 transposed convolutions of a U-Net of the input, a quarter of it. */
    long multiplyAdds() {
        long sum = 0;
        for (Map.Entry<String, Shape> p : parameters.entrySet()) {
            if (p.getValue().rank() < 2) continue;
            String path = p.getKey().substring(0, p.getKey().lastIndexOf('.'));
            if (!outputs.containsKey(path)) continue;   // an auxiliary head rests in inference
            sum += p.getValue().count() * area(path) / (path.startsWith("grow") ? 4 : 1);
        }
        return sum;
    }

    /** Parameters of the layers that ran. */
    long parameters() {
        return parameters.entrySet().stream().filter(p -> outputs.containsKey(p.getKey().substring(0, p.getKey().lastIndexOf('.'))))
            .mapToLong(p -> p.getValue().count()).sum();
    }

    /** Parameters below a path. */
    static long below(Layer net, String path) {
        return net.at(path).parameterCount();
    }

    /** Height and width of the outputs at these paths, for example {@code 55x55 27x27}. */
    String sizes(String... paths) {
        return java.util.Arrays.stream(paths).map(p -> outputs.get(p)[1] + "x" + outputs.get(p)[2]).collect(Collectors.joining(" "));
    }

    /** Field and jump at a path. */
    String field(String path) {
        for (Row row : table) {
            if (!row.getString("path").equals(path)) continue;
            return row.getString("field") + " " + row.getString("jump") + " " + row.getString("centre");
        }
        throw new AssertionError("no row " + path + " in " + outputs.keySet());
    }
}
