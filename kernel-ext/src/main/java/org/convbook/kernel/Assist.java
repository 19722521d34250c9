package org.convbook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Helps while a cell is written: completion, documentation, and whether the cell is finished. Cursor positions count UTF-16 units. */
final class Assist {
    private static final int MOST_MATCHES = 400, MOST_DOCUMENTS = 12, MOST_SIGNATURES = 8;

    private static final Pattern PREFORMATTED = Pattern.compile("(?s)<pre>(.*?)</pre>");

    private final Evaluator evaluator;
    private final SourceCodeAnalysis analysis;
    private final Javadocs javadocs;

    Assist(Evaluator evaluator, Javadocs javadocs) {
        this.evaluator = evaluator;
        this.javadocs = javadocs;
        analysis = evaluator.analysis();
    }

    /** The content of complete_reply. */
    JsonObject complete(String code, int cursor) {
        int start = snippetStart(code, cursor);
        int[] anchor = {cursor - start};
        List<Suggestion> found = analysis.completionSuggestions(code.substring(start), cursor - start, anchor);
        if (found.isEmpty() && evaluator.widen()) found = analysis.completionSuggestions(code.substring(start), cursor - start, anchor);
        if (found.isEmpty() && start > 0) {   // names that earlier lines of this cell declare
            start = Text.skipBlank(code, endOfImports(code));
            if (start <= cursor) found = analysis.completionSuggestions(code.substring(start), cursor - start, anchor);
        }
        Set<String> matches = new LinkedHashSet<>();
        JsonArray types = new JsonArray();
        int from = found.isEmpty() ? cursor : start + anchor[0];
        found.stream().sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType())).limit(MOST_MATCHES).forEach(s -> {
            String text = s.continuation();
            if (matches.add(text)) types.add(Json.of("start", from, "end", cursor, "text", text, "type", kind(text)));
        });
        if (types.size() <= MOST_SIGNATURES) sign(types, code.substring(start, from));
        return Json.of("status", "ok", "matches", matches, "cursor_start", from, "cursor_end", cursor,
            "metadata", Json.of("_jupyter_types_experimental", types));
    }

    /** Adds the signatures of methods: each asks the compiler, so few have them. */
    private void sign(JsonArray types, String before) {
        for (JsonElement one : types) {
            JsonObject type = one.getAsJsonObject();
            String text = Json.text(type, "text", "");
            if (!text.endsWith("(")) continue;
            List<Documentation> found = analysis.documentation(before + text, before.length() + text.length(), false);
            String signatures = found.stream().limit(MOST_DOCUMENTS).map(d -> javadocs.shortened(d.signature())).distinct()
                .collect(Collectors.joining("\n"));
            if (!signatures.isEmpty()) type.addProperty("signature", signatures);
        }
    }

    private static String kind(String continuation) {
        if (continuation.endsWith("(") || continuation.endsWith(")")) return "function";
        if (continuation.isEmpty() || !Character.isUpperCase(continuation.charAt(0))) return "instance";
        return continuation.equals(continuation.toUpperCase(java.util.Locale.ROOT)) ? "instance" : "class";
    }

    /** The content of inspect_reply: signatures, and the Javadoc where sources are at hand. */
    JsonObject inspect(String code, int cursor, boolean withJavadoc) {
        List<Documentation> found = List.of();
        int start = snippetStart(code, cursor), end = wordEnd(code, cursor);
        String upToWord = code.substring(start, end);
        if (end > start && Character.isJavaIdentifierPart(code.charAt(end - 1))) {
            found = analysis.documentation(upToWord + "(", upToWord.length() + 1, withJavadoc);
            if (found.isEmpty()) found = analysis.documentation(upToWord, upToWord.length(), withJavadoc);
        }
        if (found.isEmpty()) found = analysis.documentation(code.substring(start), cursor - start, withJavadoc);
        if (found.isEmpty()) return Json.of("status", "ok", "found", false, "data", new JsonObject(), "metadata", new JsonObject());
        String text = found.stream().limit(MOST_DOCUMENTS).map(this::plain).collect(Collectors.joining("\n\n"));
        return Json.of("status", "ok", "found", true, "data", Json.of("text/plain", text), "metadata", new JsonObject());
    }

    private String plain(Documentation d) {
        String signature = javadocs.shortened(d.signature());
        String javadoc = d.javadoc() == null || d.javadoc().isBlank() ? javadocs.of(signature) : d.javadoc();
        return javadoc == null || javadoc.isBlank() ? signature : signature + "\n" + javadocText(javadoc).indent(4).stripTrailing();
    }

    /** Javadoc as plain text: tags and entities resolved, block tags on their own lines, preformatted text as it is. */
    static String javadocText(String javadoc) {
        StringBuilder all = new StringBuilder();
        Matcher fixed = PREFORMATTED.matcher(javadoc);
        int at = 0;
        for (; fixed.find(); at = fixed.end()) {
            all.append(flowing(javadoc.substring(at, fixed.start()))).append('\n');
            String text = untagged(fixed.group(1).replaceAll("(?s)^\\s*\\{@code(.*)}\\s*$", "$1"));
            all.append(text.replaceAll("^\\s*\\n|\\s+$", "").stripIndent().indent(2));
        }
        return all.append(flowing(javadoc.substring(at))).toString().strip();
    }

    private static String flowing(String javadoc) {
        return untagged(javadoc.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "")
            .replaceAll("(?i)</?(p|li|ul|ol|pre|div|br|h\\d|blockquote|tr|table)\\b[^>]*>", "\n").replaceAll("<[^>]+>", ""))
            .replaceAll("[ \t]+", " ").replaceAll(" ?\n ?", "\n").replaceAll("\n{3,}", "\n\n").strip();
    }

    private static String untagged(String text) {
        return text.replaceAll("\\{@(?:code|literal|link|linkplain|value)\\s+([^}]*)}", "$1")
            .replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&quot;", "\"").replace("&amp;", "&");
    }

    /** The content of is_complete_reply. */
    JsonObject isComplete(String code) {
        int at = Text.skipBlank(code, 0);
        while (at < code.length()) {
            if (code.charAt(at) == '%') return Json.of("status", "complete");
            String rest = code.substring(at);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return Json.of("status", "incomplete", "indent", indent(code));
                }
                case UNKNOWN -> {
                    return Json.of("status", "invalid");
                }
                case EMPTY -> {
                    return Json.of("status", "complete");
                }
                default -> {
                    if (!parses(info.source())) return Json.of("status", "invalid");
                    at = Text.skipBlank(code, Math.max(at + 1, code.length() - info.remaining().length()));
                }
            }
        }
        return Json.of("status", "complete");
    }

    private boolean parses(String source) {
        return analysis.sourceToSnippets(source).stream().noneMatch(s -> s.kind() == Snippet.Kind.ERRONEOUS);
    }

    /** Four blanks more than the last line where it opens a bracket, else as the last line. */
    private static String indent(String code) {
        String last = code.lines().reduce("", (a, b) -> b);
        String same = last.substring(0, last.length() - last.stripLeading().length());
        return last.stripTrailing().matches(".*[{(\\[]") ? same + "    " : same;
    }

    /** Where the snippet that holds the cursor begins. */
    private int snippetStart(String code, int cursor) {
        int at = Text.skipBlank(code, 0);
        while (at < cursor) {
            CompletionInfo info = analysis.analyzeCompletion(code.substring(at));
            if (!info.completeness().isComplete() || info.remaining().isBlank()) break;
            int next = Text.skipBlank(code, code.length() - info.remaining().length());
            if (next >= cursor || next <= at) break;
            at = next;
        }
        return Math.min(at, cursor);
    }

    private static int endOfImports(String code) {
        int at = 0;
        for (int line = 1; at < code.length() && Text.line(code, line).matches("\\s*(import\\b.*|//.*)?"); line++) at = Text.startOfLine(code, line + 1);
        return at;
    }

    private static int wordEnd(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) end++;
        return end;
    }
}
