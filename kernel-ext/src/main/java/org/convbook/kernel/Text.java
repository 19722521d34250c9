package org.convbook.kernel;

/** Small helpers for the text of cells: line numbers, lines, shortening. */
final class Text {
    private Text() {
    }

    /** The text, or its first characters and an ellipsis. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    /** The 1-based line of a character position; positions outside are moved to the nearest end. */
    static int lineAt(String text, int position) {
        int end = Math.max(0, Math.min(position, text.length())), line = 1;
        for (int i = 0; i < end; i++) if (text.charAt(i) == '\n') line++;
        return line;
    }

    /** The position of a line's first character; line counts from 1. */
    static int startOfLine(String text, int line) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int next = text.indexOf('\n', at);
            if (next < 0) return text.length();
            at = next + 1;
        }
        return at;
    }

    /** The text of a line without its line end; line counts from 1; past the end: empty. */
    static String line(String text, int line) {
        int start = startOfLine(text, line), end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end).stripTrailing();
    }

    /** The position of the first character at or after {@code from} that is not white space. */
    static int skipBlank(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at;
    }
}
