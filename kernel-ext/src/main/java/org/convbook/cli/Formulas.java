package org.convbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries the formulas of Markdown past nbconvert: {@link #hide} puts a word in the place of each, {@link #show} puts MathML in the place of the
 * word. Code, fenced or in backticks, is left alone. A formula that cannot be read stays as its source and is reported by {@link #problems}.
 */
final class Formulas {
    private static final Pattern PIECE = Pattern.compile(
        "(?<fence>(?m:^)[ ]{0,3}(?<mark>`{3,}|~{3,})[^\\n]*\\n(?s:.*?)(?:\\n[ ]{0,3}\\k<mark>[`~]*[ ]*(?=\\n|\\z)|\\z))"
        + "|(?<code>(?<!`)(?<ticks>`+)(?!`)(?s:.+?)(?<!`)\\k<ticks>(?!`))"
        + "|\\\\\\$"
        + "|\\$\\$(?<block>(?s:.+?))\\$\\$"
        + "|\\\\\\\\\\[(?<bracket>(?s:.+?))\\\\\\\\\\]"
        + "|\\\\\\\\\\((?<paren>(?s:.+?))\\\\\\\\\\)"
        + "|(?<environment>\\\\begin\\{(?<name>[a-z]+\\*?)\\}(?s:.+?)\\\\end\\{\\k<name>\\})"
        + "|\\$(?<line>(?!\\s)(?:[^$\\\\\\n]|\\n(?!\\s*\\n)|\\\\.)+?)(?<!\\s)\\$(?!\\d)");
    private static final Pattern TAG_OR_WORD = Pattern.compile("<[^>]*>|cbformula(?<number>\\d{1,6})x");

    private final List<String> shown = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    String hide(String markdown) {
        return replace(PIECE.matcher(markdown), this::replacement);
    }

    private String replacement(Matcher match) {
        String block = first(match, "block", "bracket", "environment");
        if (block != null) return word(block, true);
        String line = first(match, "paren", "line");
        return line != null ? word(line, false) : match.group();
    }

    private static String first(Matcher match, String... groups) {
        for (String group : groups) {
            if (match.group(group) != null) return match.group(group);
        }
        return null;
    }

    private String word(String tex, boolean display) {
        shown.add(mathMl(tex, display));
        return "cbformula" + (shown.size() - 1) + "x";
    }

    private String mathMl(String tex, boolean display) {
        try {
            return TexToMathMl.convert(tex, display);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return "<code class=\"cb-formula-source\">" + ReportPage.escape(tex.strip()) + "</code>";
        }
    }

    /** Puts the formulas where their words stand in the text of the page; words inside tags (ids, links) stay words. */
    String show(String html) {
        return replace(TAG_OR_WORD.matcher(html), match -> {
            String number = match.group("number");
            boolean ours = number != null && Integer.parseInt(number) < shown.size();
            return ours ? shown.get(Integer.parseInt(number)) : match.group();
        });
    }

    private static String replace(Matcher match, Function<Matcher, String> replacement) {
        StringBuilder result = new StringBuilder();
        while (match.find()) match.appendReplacement(result, Matcher.quoteReplacement(replacement.apply(match)));
        return match.appendTail(result).toString();
    }

    /** One sentence for every formula that could not be read. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
