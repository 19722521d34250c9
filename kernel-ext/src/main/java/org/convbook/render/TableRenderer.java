package org.convbook.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
    private static final String THIN_SPACE = "\u202f";
    private static final int LONGEST_CELL = 200;
    private static final int UNBROKEN = 16;

    TableRenderer() {
        super(Table.class);
    }

    @Override protected Levels show(Table table) {
        return show(table, ROWS);
    }

    static Levels show(Table table, int rows) {
        if (rows < 1) throw new IllegalArgumentException("table: at least 1 row must be shown, got " + rows);
        List<Shown> columns = new ArrayList<>();
        for (Column<?> column : table.columns().subList(0, Math.min(COLUMNS, table.columnCount()))) columns.add(Shown.of(column, rows));
        int left = Math.max(0, table.rowCount() - rows), hidden = Math.max(0, table.columnCount() - COLUMNS);
        String more = Arrays.asList(left == 0 ? "" : "… " + count(left, "row"), hidden == 0 ? "" : "… " + count(hidden, "column"))
            .stream().filter(s -> !s.isEmpty()).collect(Collectors.joining(", "));
        Levels levels = Levels.of(html(table.name(), columns, more), text(table.name(), columns, more));
        return levels.weight() <= Levels.MOST ? levels : show(table, Math.max(1, rows / 2));
    }

    private static String html(String name, List<Shown> columns, String more) {
        StringBuilder s = new StringBuilder();
        s.append("<table style=\"border-collapse:collapse;font-size:13px;margin:0;color:var(--jp-ui-font-color1,inherit)\">");
        if (name != null && !name.isBlank())
            s.append("<caption style=\"text-align:left;padding:4px 0;font-weight:600\">").append(Html.escape(name)).append("</caption>");
        s.append("<thead><tr>");
        for (Shown c : columns) cell(s, "th", c, c.name);
        s.append("</tr></thead><tbody>");
        int rows = columns.isEmpty() ? 0 : columns.get(0).cells.length;
        for (int r = 0; r < rows; r++) {
            s.append("<tr>");
            for (Shown c : columns) cell(s, "td", c, c.cells[r]);
            s.append("</tr>");
        }
        if (rows == 0) s.append("<tr><td colspan=\"").append(Math.max(1, columns.size())).append("\">no rows</td></tr>");
        return s.append("</tbody></table>").append(more.isEmpty() ? "" : Html.note(more.replace(" ", "\u00a0").replace(",\u00a0", ", "))).toString();
    }

    private static void cell(StringBuilder s, String tag, Shown column, String content) {
        boolean number = column.number && tag.equals("td");
        s.append('<').append(tag).append(" style=\"padding:3px 10px;text-align:").append(column.number ? "right" : "left")
            .append(column.width() <= UNBROKEN ? ";white-space:nowrap\">" : "\">")
            .append(Html.escape(number ? content.replace(" ", THIN_SPACE) : content)).append("</").append(tag).append('>');
    }

    private static String text(String name, List<Shown> columns, String more) {
        StringBuilder s = new StringBuilder(name == null || name.isBlank() ? "" : name + "\n");
        s.append(line(columns, c -> c.name)).append('\n');
        s.append(columns.stream().map(c -> "-".repeat(c.width())).collect(Collectors.joining("  ")));
        int rows = columns.isEmpty() ? 0 : columns.get(0).cells.length;
        for (int r = 0; r < rows; r++) {
            int row = r;
            s.append('\n').append(line(columns, c -> c.cells[row]));
        }
        if (rows == 0) s.append("\nno rows");
        return more.isEmpty() ? s.toString() : s.append('\n').append(more).toString();
    }

    private static String line(List<Shown> columns, Function<Shown, String> content) {
        return columns.stream().map(c -> pad(content.apply(c).replace('\n', ' '), c)).collect(Collectors.joining("  ")).stripTrailing();
    }

    private static String pad(String content, Shown column) {
        String space = " ".repeat(Math.max(0, column.width() - content.length()));
        return column.number ? space + content : content + space;
    }

    private static String count(int n, String what) {
        return Numbers.grouped(n, " ") + " more " + what + (n == 1 ? "" : "s");
    }

    /** The cells of one column as they are written. */
    private record Shown(String name, boolean number, String[] cells) {
        static Shown of(Column<?> column, int most) {
            int n = Math.min(most, column.size());
            boolean number = column instanceof NumericColumn<?>;
            return new Shown(column.name(), number, number ? numbers((NumericColumn<?>) column, n) : texts(column, n));
        }

        int width() {
            return Math.max(name.length(), Arrays.stream(cells).mapToInt(String::length).max().orElse(0));
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
}
