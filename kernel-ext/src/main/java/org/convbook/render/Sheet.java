package org.convbook.render;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.convbook.chart.Numbers;

/**
 * A table as it is written: numbers to the right, text to the left. Lab and reports give it their own light or dark colours.
 *
 * @param name    above the table; null or blank for none
 * @param columns of the same length
 * @param more    what was left out; empty where that is nothing
 */
public record Sheet(String name, List<Sheet.Column> columns, String more) {
    private static final String THIN_SPACE = "\u202f";
    private static final int UNBROKEN = 16;

    /** The cells of one column as they are written. */
    public record Column(String name, boolean number, String[] cells) {
        /** A column of texts. */
        public static Column of(String name, List<String> cells) {
            return new Column(name, false, cells.toArray(String[]::new));
        }

        /** A column of whole numbers. */
        public static Column of(String name, long[] numbers) {
            return new Column(name, true, Arrays.stream(numbers).mapToObj(n -> Numbers.grouped(n, " ")).toArray(String[]::new));
        }

        int width() {
            return Math.max(name.length(), longest());
        }

        int longest() {
            return Arrays.stream(cells).mapToInt(String::length).max().orElse(0);
        }
    }

    /** The table in HTML and in plain text. */
    public Levels levels() {
        return Levels.of(html(name, columns, more), text(name, columns, more));
    }

    private static String html(String name, List<Column> columns, String more) {
        StringBuilder s = new StringBuilder();
        s.append("<table style=\"border-collapse:collapse;font-size:13px;margin:0;color:var(--jp-ui-font-color1,inherit)\">");
        if (name != null && !name.isBlank())
            s.append("<caption style=\"text-align:left;padding:4px 0;font-weight:600\">").append(Html.escape(name)).append("</caption>");
        s.append("<thead><tr>");
        for (Column c : columns) cell(s, "th", c, c.name);
        s.append("</tr></thead><tbody>");
        int rows = columns.isEmpty() ? 0 : columns.get(0).cells.length;
        for (int r = 0; r < rows; r++) {
            s.append("<tr>");
            for (Column c : columns) cell(s, "td", c, c.cells[r]);
            s.append("</tr>");
        }
        if (rows == 0) s.append("<tr><td colspan=\"").append(Math.max(1, columns.size())).append("\">no rows</td></tr>");
        return s.append("</tbody></table>").append(more.isEmpty() ? "" : Html.note(more.replace(" ", "\u00a0").replace(",\u00a0", ", "))).toString();
    }

    private static void cell(StringBuilder s, String tag, Column column, String content) {
        boolean head = tag.equals("th");
        boolean number = column.number && !head;
        s.append('<').append(tag).append(" style=\"padding:3px 8px;text-align:").append(column.number ? "right" : "left")
            .append(head ? ";vertical-align:bottom\">" : column.longest() <= UNBROKEN ? ";white-space:nowrap\">" : "\">")
            .append(Html.escape(number ? content.replace(" ", THIN_SPACE) : content)).append("</").append(tag).append('>');
    }

    private static String text(String name, List<Column> columns, String more) {
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

    private static String line(List<Column> columns, Function<Column, String> content) {
        return columns.stream().map(c -> pad(content.apply(c).replace('\n', ' '), c)).collect(Collectors.joining("  ")).stripTrailing();
    }

    private static String pad(String content, Column column) {
        String space = " ".repeat(Math.max(0, column.width() - content.length()));
        return column.number ? space + content : content + space;
    }
}
