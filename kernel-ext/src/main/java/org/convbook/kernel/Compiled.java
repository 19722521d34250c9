package org.convbook.kernel;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what the compiler says into sentences. */
final class Compiled {
    private static final Pattern QUALIFIED = Pattern.compile("\\bjava\\.(lang|util|util\\.function|util\\.stream|io|math)\\.(?=[A-Z])");

    private Compiled() {
    }

    /** The compiler's message on one line, without the noise of the wrapper class that JShell puts around a snippet. */
    static String sentence(String message) {
        List<String> lines = QUALIFIED.matcher(message).replaceAll("").lines().map(String::strip).filter(l -> !l.isEmpty() && !l.matches("location: +class *(\\$JShell\\$.*)?")).toList();
        if (lines.isEmpty()) return "the compiler gave no reason";
        String symbol = lines.stream().filter(l -> l.startsWith("symbol:")).findFirst().map(l -> l.substring(7).strip()).orElse(null);
        if (lines.get(0).equals("cannot find symbol") && symbol != null) {
            String where = lines.stream().filter(l -> l.startsWith("location:")).findFirst().map(l -> " in " + l.substring(9).strip()).orElse("");
            return "cannot find the " + symbol + where;
        }
        return lines.stream().filter(l -> !l.startsWith("symbol:") && !l.startsWith("location:")).map(Compiled::plain).collect(Collectors.joining("; "));
    }

    private static String plain(String line) {
        return switch (line) {
            case "reached end of file while parsing" -> "the cell ends in the middle of a statement";
            case "not a statement" -> "this is not a statement";
            case "illegal start of expression" -> "an expression cannot start here";
            default -> line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
        };
    }

    /** The opening bracket that is never closed, as line and column from 1; null when all are closed or a bracket is closed that was not open. */
    static int[] unclosed(String code) {
        int[] open = new int[code.length() + 1];
        int depth = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            int skipped = skipped(code, i);
            if (skipped > i) {
                i = skipped - 1;
            } else if ("([{".indexOf(c) >= 0) {
                open[depth++] = i;
            } else if (")]}".indexOf(c) >= 0 && --depth < 0) {
                return null;
            }
        }
        if (depth == 0) return null;
        int at = open[depth - 1], line = Text.lineAt(code, at);
        return new int[] {line, at - Text.startOfLine(code, line) + 1};
    }

    /** Where the comment, string or character that starts at i ends; i where none starts. */
    private static int skipped(String code, int i) {
        if (code.startsWith("//", i)) return past(code, "\n", i + 2);
        if (code.startsWith("/*", i)) return past(code, "*/", i + 2);
        if (code.startsWith("\"\"\"", i)) return past(code, "\"\"\"", i + 3);
        char quote = code.charAt(i);
        if (quote != '"' && quote != '\'') return i;
        int j = i + 1;
        while (j < code.length() && code.charAt(j) != quote && code.charAt(j) != '\n') j += code.charAt(j) == '\\' ? 2 : 1;
        return Math.min(code.length(), j + 1);
    }

    private static int past(String code, String end, int from) {
        int at = code.indexOf(end, from);
        return at < 0 ? code.length() : at + end.length();
    }
}
