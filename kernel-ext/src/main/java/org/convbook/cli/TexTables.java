package org.convbook.cli;

import java.util.List;

/** The parts of a formula that are tables: matrices, cases, aligned lines. */
final class TexTables {
    private TexTables() {}

    static String environment(String name, List<List<String>> rows) {
        return switch (name) {
            case "matrix", "smallmatrix", "array" -> table(rows, Side.CENTER, false);
            case "pmatrix" -> fenced("(", table(rows, Side.CENTER, false), ")");
            case "bmatrix" -> fenced("[", table(rows, Side.CENTER, false), "]");
            case "Bmatrix" -> fenced("{", table(rows, Side.CENTER, false), "}");
            case "vmatrix" -> fenced("|", table(rows, Side.CENTER, false), "|");
            case "Vmatrix" -> fenced("‖", table(rows, Side.CENTER, false), "‖");
            case "cases" -> fenced("{", table(rows, Side.LEFT, false), "");
            case "aligned", "align", "align*", "split", "eqnarray", "eqnarray*", "alignat", "equation", "equation*" -> aligned(rows);
            case "gathered", "gather", "gather*" -> table(rows, Side.CENTER, true);
            default -> throw new IllegalArgumentException("formula: unknown environment " + name);
        };
    }

    /** Lines that meet at their first ampersand. */
    static String aligned(List<List<String>> rows) {
        return table(rows, Side.MEETING, true);
    }

    private static String fenced(String open, String body, String close) {
        return "<mrow>" + bracket(open) + body + bracket(close) + "</mrow>";
    }

    private static String bracket(String fence) {
        return fence.isEmpty() ? "" : "<mo fence=\"true\" stretchy=\"true\">" + fence + "</mo>";
    }

    private static String table(List<List<String>> rows, Side side, boolean display) {
        StringBuilder out = new StringBuilder("<mtable" + (display ? " displaystyle=\"true\"" : "") + ">");
        for (List<String> row : rows) {
            out.append("<mtr>");
            for (int i = 0; i < row.size(); i++) out.append("<mtd style=\"").append(side.style(i)).append("\">").append(row.get(i)).append("</mtd>");
            out.append("</mtr>");
        }
        return out.append("</mtable>").toString();
    }

    private enum Side {
        CENTER, LEFT, MEETING;

        String style(int column) {
            return switch (this) {
                case CENTER -> "text-align:center";
                case LEFT -> "text-align:left";
                case MEETING -> column % 2 == 0 ? "text-align:right;padding-right:0" : "text-align:left;padding-left:0";
            };
        }
    }
}
