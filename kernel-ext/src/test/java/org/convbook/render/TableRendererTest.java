package org.convbook.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableRendererTest {
    private final TableRenderer renderer = new TableRenderer();

    private static Table numbers(int rows) {
        return Table.create("n", IntColumn.create("i", IntStream.range(0, rows).toArray()));
    }

    @Test void textIsAligned() {
        Table table = Table.create("Layers", StringColumn.create("layer", "conv", "dense"), IntColumn.create("parameters", 156, 48120),
            DoubleColumn.create("share", 0.0025, 0.7798));
        assertEquals("""
            Layers
            layer  parameters   share
            -----  ----------  ------
            conv          156  0.0025
            dense      48 120  0.7798""", renderer.show(table).text());
    }

    @Test void everythingFromOutsideIsEscaped() {
        String evil = "<script>alert('x & y')</script>";
        String html = renderer.show(Table.create(evil, StringColumn.create(evil, evil))).html();
        assertFalse(html.contains("<script"), html);
        assertEquals(3, html.split("&lt;script&gt;alert\\(&#39;x &amp; y&#39;\\)&lt;/script&gt;", -1).length - 1);
    }

    @Test void htmlIsExact() {
        Table table = Table.create("", StringColumn.create("a", "x"), IntColumn.create("b", new int[] {12345}));
        assertEquals("<table style=\"border-collapse:collapse;font-size:13px;margin:0;color:var(--jp-ui-font-color1,inherit)\">"
            + "<thead><tr><th style=\"padding:3px 8px;text-align:left;vertical-align:bottom\">a</th>"
            + "<th style=\"padding:3px 8px;text-align:right;vertical-align:bottom\">b</th></tr></thead>"
            + "<tbody><tr><td style=\"padding:3px 8px;text-align:left;white-space:nowrap\">x</td>"
            + "<td style=\"padding:3px 8px;text-align:right;white-space:nowrap\">12\u202f345</td></tr>"
            + "</tbody></table>", renderer.show(table).html());
    }

    @Test void longTablesSayHowManyRowsAreLeft() {
        Levels levels = renderer.show(numbers(10_010));
        assertTrue(levels.text().endsWith("19\n… 9990 more rows"), levels.text());
        assertEquals(21, levels.html().split("<tr>", -1).length - 1, "head and 20 rows");
        assertTrue(renderer.show(numbers(20_020)).text().endsWith("… 20 000 more rows"));
        assertTrue(renderer.show(numbers(21)).text().endsWith("… 1 more row"));
        assertTrue(renderer.show(numbers(20)).text().endsWith("19"));
        assertTrue(TableRenderer.show(numbers(30), 30).text().endsWith("29"));
    }

    @Test void wideTablesSayHowManyColumnsAreLeft() {
        Table wide = Table.create("w");
        for (int i = 0; i < 100; i++) wide.addColumns(IntColumn.create("c" + i, new int[] {i}));
        Levels levels = renderer.show(wide);
        assertTrue(levels.text().endsWith("… 70 more columns"), levels.text());
        assertTrue(levels.html().contains("…\u00a070\u00a0more\u00a0columns"));
    }

    @Test void missingAndOddValuesAreNotNumbers() {
        IntColumn ints = IntColumn.create("i", 1, 2);
        ints.setMissing(1);
        Table table = Table.create("", ints, DoubleColumn.create("d", Double.NaN, Double.POSITIVE_INFINITY));
        assertEquals("i    d\n-  ---\n1  NaN\n     ∞", renderer.show(table).text());
    }

    @Test void emptyTablesSaySo() {
        assertEquals("a\n-\nno rows", renderer.show(Table.create("", StringColumn.create("a"))).text());
        assertTrue(renderer.show(Table.create("t")).html().contains("no rows"));
    }

    @Test void aTableOfLongTextsStaysUnderTheLimit() {
        StringColumn[] columns = IntStream.range(0, 30).mapToObj(i -> StringColumn.create("c" + i, Collections.nCopies(200, "<&>".repeat(500))))
            .toArray(StringColumn[]::new);
        Levels levels = TableRenderer.show(Table.create("t", columns), 200);
        assertTrue(levels.weight() <= Levels.MOST, "weighs " + levels.weight());
        assertTrue(levels.text().contains("more rows"));
    }

    @Test void zeroRowsAreRefused() {
        assertEquals("table: at least 1 row must be shown, got 0",
            assertThrows(IllegalArgumentException.class, () -> TableRenderer.show(numbers(3), 0)).getMessage());
    }
}
