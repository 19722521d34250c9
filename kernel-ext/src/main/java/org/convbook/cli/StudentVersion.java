package org.convbook.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * Makes the student's notebook from the lecturer's. In code, what stands between the lines {@code // solution} and {@code // end} becomes
 * {@code // your code here}, followed by what {@code // instead: LINE} says inside; the cell is opened where the lecturer's is closed. A cell
 * with the tag {@code solution} is a solution as a whole, one with the tag {@code lecturer} is left out. Outputs are cleared.
 */
final class StudentVersion {
    static final String CODE = "// your code here";
    static final String WORDS = "*Your answer here.*";

    private static final Pattern BEGIN = marker("solution");
    private static final Pattern END = marker("end");
    private static final Pattern INSTEAD = Pattern.compile("(\\s*)//\\s*instead:[ \\t]?(.*)");

    private final Path file;
    private int solutions;

    private StudentVersion(Path file) {
        this.file = file;
    }

    /**
     * A notebook without its solutions.
     *
     * @param solutions how many were taken out
     */
    record Made(JsonObject notebook, int solutions) {}

    /** The notebook without its solutions; a marker without its other half is a {@link UserError}. The one given stays as it is. */
    static Made of(Notebook lecturers) {
        StudentVersion version = new StudentVersion(lecturers.file());
        JsonObject copy = lecturers.json().deepCopy();
        JsonArray cells = new JsonArray();
        int number = 0;
        for (JsonElement cell : copy.getAsJsonArray("cells")) {
            number++;
            if (!cell.isJsonObject() || tagged(cell.getAsJsonObject(), "lecturer")) continue;
            version.change(cell.getAsJsonObject(), number);
            cells.add(cell);
        }
        copy.add("cells", cells);
        if (copy.has("metadata") && copy.get("metadata").isJsonObject()) copy.getAsJsonObject("metadata").remove("widgets");
        return new Made(copy, version.solutions);
    }

    private void change(JsonObject cell, int number) {
        boolean code = "code".equals(Notebook.text(cell.get("cell_type"))), whole = tagged(cell, "solution");
        if (code) {
            cell.add("outputs", new JsonArray());
            cell.add("execution_count", JsonNull.INSTANCE);
        }
        String source = Notebook.source(cell);
        String asked = !code ? whole ? WORDS : source : whole ? inside(source, "") : between(source, number);
        if (asked.equals(source)) return;
        if (whole) solutions++;
        Notebook.setSource(cell, asked);
        open(cell);
    }

    /** The code with every solution replaced. */
    private String between(String source, int cell) {
        StringBuilder student = new StringBuilder(), solution = null;
        String indent = "";
        int begun = 0, number = 0;
        for (String line : source.lines().toList()) {
            number++;
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches()) {
                if (solution != null) throw wrong(cell, number, "begins a solution inside the one that began in line " + begun);
                solution = new StringBuilder();
                indent = begin.group(1);
                begun = number;
            } else if (END.matcher(line).matches()) {
                if (solution == null) throw wrong(cell, number, "ends a solution that no line \"// solution\" began");
                student.append(inside(solution.toString(), indent)).append('\n');
                solution = null;
                solutions++;
            } else if (solution == null && INSTEAD.matcher(line).matches()) {
                throw wrong(cell, number, "stands outside of a solution: put it between \"// solution\" and \"// end\"");
            } else {
                (solution == null ? student : solution).append(line).append('\n');
            }
        }
        if (solution != null) throw wrong(cell, begun, "begins a solution that no line \"// end\" ends");
        return source.endsWith("\n") || student.isEmpty() ? student.toString() : student.substring(0, student.length() - 1);
    }

    /** What the student gets in the place of a solution. */
    private static String inside(String solution, String indent) {
        StringBuilder student = new StringBuilder(indent + CODE);
        for (String line : solution.lines().toList()) {
            Matcher instead = INSTEAD.matcher(line);
            if (instead.matches()) student.append('\n').append(instead.group(1)).append(instead.group(2));
        }
        return student.toString();
    }

    private UserError wrong(int cell, int line, String what) {
        return new UserError(file + ": cell " + cell + ", line " + line + " " + what);
    }

    private static boolean tagged(JsonObject cell, String tag) {
        JsonElement metadata = cell.get("metadata");
        JsonElement tags = metadata != null && metadata.isJsonObject() ? metadata.getAsJsonObject().get("tags") : null;
        return tags != null && tags.isJsonArray() && tags.getAsJsonArray().contains(new JsonPrimitive(tag));
    }

    /** Shows the code of a cell that Lab would show closed, and takes the tag away that made it a solution. */
    private static void open(JsonObject cell) {
        if (!cell.has("metadata") || !cell.get("metadata").isJsonObject()) return;
        JsonObject metadata = cell.getAsJsonObject("metadata");
        if (metadata.has("tags") && metadata.get("tags").isJsonArray()) {
            metadata.getAsJsonArray("tags").remove(new JsonPrimitive("solution"));
            if (metadata.getAsJsonArray("tags").isEmpty()) metadata.remove("tags");
        }
        if (!metadata.has("jupyter") || !metadata.get("jupyter").isJsonObject()) return;
        metadata.getAsJsonObject("jupyter").remove("source_hidden");
        if (metadata.getAsJsonObject("jupyter").size() == 0) metadata.remove("jupyter");
    }

    private static Pattern marker(String word) {
        return Pattern.compile("(\\s*)//\\s*" + word + "\\s*", Pattern.CASE_INSENSITIVE);
    }
}
