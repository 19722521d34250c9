package org.convbook.cli;

/** Reads a TeX formula piece by piece. */
final class TexScanner {
    private final String text;
    private int at;

    TexScanner(String text) {
        this.text = text;
    }

    boolean done() {
        return at >= text.length();
    }

    char peek() {
        return done() ? 0 : text.charAt(at);
    }

    char next() {
        if (done()) throw tooEarly();
        return text.charAt(at++);
    }

    private IllegalArgumentException tooEarly() {
        return new IllegalArgumentException("formula ends too early: " + text);
    }

    void skipSpace() {
        while (!done() && Character.isWhitespace(text.charAt(at))) at++;
    }

    /** The code point here, as text, so that letters beyond the basic plane stay whole. */
    String symbol() {
        if (done()) throw tooEarly();
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        return Character.toString(point);
    }

    /** Digits with inner dots and commas: 1.7159, 60,000. */
    String number() {
        int start = at;
        while (!done() && (Character.isDigit(peek()) || separatorInside())) at++;
        return text.substring(start, at);
    }

    private boolean separatorInside() {
        return peek() == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    /** The name of the command that starts here, without its backslash. */
    String command() {
        expect('\\');
        int start = at;
        if (done()) throw new IllegalArgumentException("formula ends with a backslash: " + text);
        if (!Character.isLetter(next())) return text.substring(start, at);
        while (!done() && Character.isLetter(peek())) at++;
        return text.substring(start, at);
    }

    boolean takes(String piece) {
        if (!text.startsWith(piece, at)) return false;
        at += piece.length();
        return true;
    }

    /** Whether the command of this name stands here, whole. */
    boolean atCommand(String name) {
        int end = at + 1 + name.length();
        boolean whole = end >= text.length() || !Character.isLetter(name.charAt(name.length() - 1)) || !Character.isLetter(text.charAt(end));
        return text.startsWith("\\" + name, at) && whole;
    }

    void expect(char c) {
        if (peek() != c) throw new IllegalArgumentException("formula: expected " + c + " at character " + (at + 1) + " of " + text);
        at++;
    }

    /** The raw text of a group in braces, braces taken off. */
    String group() {
        skipSpace();
        expect('{');
        int start = at;
        for (int depth = 1; depth > 0; ) {
            char c = next();
            if (c == '\\') next();
            else if (c == '{') depth++;
            else if (c == '}') depth--;
        }
        return text.substring(start, at - 1);
    }
}
