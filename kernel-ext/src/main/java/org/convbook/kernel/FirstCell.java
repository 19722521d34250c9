package org.convbook.kernel;

import java.util.regex.Pattern;

/**
 * Finds the end of a snippet in simple code, without JShell's analysis: making that starts to index every class of the JDK for completion,
 * in competition with the first cell. Code that may be more than declarations, assignments and calls is left to the analysis.
 */
final class FirstCell {
    private static final Pattern MORE = Pattern.compile("[{}@%]|//|/\\*|\"\"\"|\\b(if|else|for|while|do|switch|case|default|try|catch|class"
        + "|interface|enum|record|sealed|permits|synchronized|throw|return|yield|assert|break|continue)\\b");

    private FirstCell() {
    }

    /** The length of the first snippet, its semicolon included; -1 where only the analysis can tell. */
    static int end(String code) {
        if (MORE.matcher(code).find()) return -1;
        int depth = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '"' || c == '\'') {
                i = closing(code, i);
                if (i < 0) return -1;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                if (--depth < 0) return -1;
            } else if (c == ';' && depth == 0) {
                return i == 0 ? -1 : i + 1;
            }
        }
        boolean oneLine = code.strip().indexOf('\n') < 0;
        return depth == 0 && oneLine ? code.length() : -1;
    }

    /** Where the literal ends that begins here; -1 if it does not end on its line. */
    private static int closing(String code, int from) {
        for (int i = from + 1; i < code.length() && code.charAt(i) != '\n'; i++) {
            if (code.charAt(i) == '\\') i++;
            else if (code.charAt(i) == code.charAt(from)) return i;
        }
        return -1;
    }
}
