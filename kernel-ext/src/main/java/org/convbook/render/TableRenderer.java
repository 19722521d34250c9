package org.convbook.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Numbers;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A Tablesaw table: numbers to the right with a common number of decimals, text to the left, at most 20 rows and 30 columns.
 * Lab and reports give the table their own light or dark colours.
 */
final class TableRenderer extends TypeRenderer<Table> {
    static final int ROWS = 20;
    static final int COLUMNS = 30;
    private static final int LONGEST_CELL = 200;

    TableRenderer() {
        super(Table.class);
    }

    @Override protected Levels show(Table table) {
        return show(table, ROWS);
    }

    static Levels show(Table table, int rows) {
        if (rows < 1) throw new IllegalArgumentException("table: at least 1 row must be shown, got " + rows);
        List<Sheet.Column> columns = new ArrayList<>();
        for (Column<?> column : table.columns().subList(0, Math.min(COLUMNS, table.columnCount()))) columns.add(written(column, rows));
        int left = Math.max(0, table.rowCount() - rows), hidden = Math.max(0, table.columnCount() - COLUMNS);
        String more = Arrays.asList(left == 0 ? "" : "… " + count(left, "row"), hidden == 0 ? "" : "… " + count(hidden, "column"))
            .stream().filter(s -> !s.isEmpty()).collect(Collectors.joining(", "));
        Levels levels = new Sheet(table.name(), columns, more).levels();
        return levels.weight() <= Levels.MOST ? levels : show(table, Math.max(1, rows / 2));
    }

    private static String count(int n, String what) {
        return Numbers.grouped(n, " ") + " more " + what + (n == 1 ? "" : "s");
    }

    private static Sheet.Column written(Column<?> column, int most) {
        int n = Math.min(most, column.size());
        boolean number = column instanceof NumericColumn<?>;
        return new Sheet.Column(column.name(), number, number ? numbers((NumericColumn<?>) column, n) : texts(column, n));
    }

    private static String[] numbers(NumericColumn<?> column, int n) {
        boolean real = column.type() == ColumnType.DOUBLE || column.type() == ColumnType.FLOAT;
        double[] values = IntStream.range(0, n).mapToDouble(i -> column.isMissing(i) ? Double.NaN : column.getDouble(i)).toArray();
        String[] written = Numbers.formatAll(values);
        boolean whole = Arrays.stream(written).noneMatch(w -> w.contains("."));
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(values[i])) written[i] = real ? "NaN" : "";
            else if (whole && Double.isFinite(values[i])) written[i] = Numbers.grouped((long) values[i], " ");
        }
        return written;
    }

    private static String[] texts(Column<?> column, int n) {
        return IntStream.range(0, n).mapToObj(column::getString)
            .map(s -> s.length() > LONGEST_CELL ? s.substring(0, LONGEST_CELL) + "…" : s).toArray(String[]::new);
    }
}
