package org.convbook.kernel;

import jdk.jshell.Snippet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates imports and declarations before the first cell, one to a line. Each evaluation compiles for tens of milliseconds, so all
 * imports of whole packages go in as one snippet, and the import of a single class waits for the first cell that names it.
 */
final class Preload {
    /** JShell knows a snippet of imports by the first of them, and a cell that imports that again would replace all: nobody imports this. */
    private static final String ANCHOR = "import java.lang.EnumConstantNotPresentException;";
    private static final Pattern PACKAGE = Pattern.compile("import\\s+(static\\s+)?[\\w.]+\\.\\*\\s*;");
    private static final Pattern CLASS = Pattern.compile("import\\s+([\\w.]+\\.(\\w+))\\s*;");

    private final Evaluator evaluator;
    private final Map<String, String> waiting = new LinkedHashMap<>();   // by the simple name

    Preload(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The packages that the lines import. */
    static List<String> packages(List<String> lines) {
        return lines.stream().filter(line -> PACKAGE.matcher(line).matches() && !line.contains("static "))
            .map(line -> line.replaceAll("import\\s+|\\.\\*.*", "")).toList();
    }

    /** Evaluates the lines; returns one sentence for each that fails. */
    List<String> begin(List<String> lines) {
        List<String> problems = new ArrayList<>(), rest = new ArrayList<>(lines);
        List<String> packages = lines.stream().filter(line -> PACKAGE.matcher(line).matches()).toList();
        if (together(packages)) rest.removeAll(packages);
        for (String line : rest) {
            Matcher single = CLASS.matcher(line);
            if (single.matches() && exists(single.group(1))) waiting.put(single.group(2), line);
            else now(line, problems);
        }
        return problems;
    }

    /** Whether all could be imported; if not, none is. */
    private boolean together(List<String> packages) {
        var events = evaluator.shell().eval(ANCHOR + " " + String.join(" ", packages));
        return events.stream().allMatch(e -> e.status() == Snippet.Status.VALID);
    }

    private boolean exists(String name) {
        return evaluator.classLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    private void now(String line, List<String> problems) {
        try {
            before(line);
            evaluator.line(line, problems::add);
        } catch (CellFailure e) {
            problems.add(line + ": " + e.value());
        }
    }

    /** Imports what the code names. */
    void before(String code) {
        if (waiting.isEmpty()) return;
        for (Iterator<Map.Entry<String, String>> i = waiting.entrySet().iterator(); i.hasNext();) {
            Map.Entry<String, String> e = i.next();
            if (!code.contains(e.getKey())) continue;
            i.remove();
            evaluator.line(e.getValue(), note -> { });
        }
    }

    /** Imports all that still waits, for a request that may ask for any name. */
    void finish() {
        before(String.join(" ", waiting.keySet()));
    }
}
