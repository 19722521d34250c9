package org.convbook.data;

import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Describes data sets as tables. */
final class Tables {
    private Tables() { }

    static Table images(Dataset data) {
        if (data.pixelLabels()) return Table.create(data.name(), IntColumn.create("index", IntStream.range(0, data.size()).toArray()));
        int[] labels = data.labels();
        List<String> classes = data.classes();
        return Table.create(data.name(),
            IntColumn.create("index", IntStream.range(0, labels.length).toArray()),
            IntColumn.create("label", labels),
            StringColumn.create("class", IntStream.of(labels).mapToObj(classes::get)));
    }

    static Table classes(Dataset data) {
        Table table = Table.create(data.name(),
            IntColumn.create("label", IntStream.range(0, data.classes().size()).toArray()),
            StringColumn.create("class", data.classes()));
        return table.addColumns(data.pixelLabels() ? LongColumn.create("pixels", pixels(data)) : IntColumn.create("images", counts(data)));
    }

    private static int[] counts(Dataset data) {
        int[] counts = new int[data.classes().size()];
        for (int label : data.labels()) counts[label]++;
        return counts;
    }

    private static long[] pixels(Dataset data) {
        long[] counts = new long[data.classes().size()];
        int[] shape = data.imageShape();
        int[] mask = new int[shape[1] * shape[2]];
        for (int i = 0; i < data.size(); i++) {
            data.mask(i, mask, 0);
            for (int label : mask) if (label != data.ignoreIndex()) counts[label]++;
        }
        return counts;
    }
}
