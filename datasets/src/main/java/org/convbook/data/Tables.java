package org.convbook.data;

import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Describes data sets as tables. */
final class Tables {
    private Tables() { }

    static Table images(Dataset data) {
        int[] labels = data.labels();
        List<String> classes = data.classes();
        return Table.create(data.name(),
            IntColumn.create("index", IntStream.range(0, labels.length).toArray()),
            IntColumn.create("label", labels),
            StringColumn.create("class", IntStream.of(labels).mapToObj(classes::get)));
    }

    static Table classes(Dataset data) {
        int[] counts = new int[data.classes().size()];
        for (int label : data.labels()) counts[label]++;
        return Table.create(data.name(),
            IntColumn.create("label", IntStream.range(0, counts.length).toArray()),
            StringColumn.create("class", data.classes()),
            IntColumn.create("images", counts));
    }
}
