package org.convbook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cells that ran in this session, for history_request: the last ones, a range, or those that fit a pattern. */
final class CellHistory {
    private record Entry(int number, String input, String output) {
    }

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(int number, String input, String output) {
        entries.add(new Entry(number, input, output));
    }

    /** The content's {@code history}: [session, number, input] or, with output asked for, [session, number, [input, output]]. */
    synchronized JsonArray answer(JsonObject request) {
        List<Entry> found = switch (Json.text(request, "hist_access_type", "tail")) {
            case "range" -> range(request);
            case "search" -> search(request);
            default -> last(entries, Json.number(request, "n", 10));
        };
        boolean output = Json.flag(request, "output", false);
        JsonArray all = new JsonArray();
        for (Entry e : found) {
            JsonArray one = Json.array(List.of(0, e.number));
            if (output) one.add(Json.array(java.util.Arrays.asList(e.input, e.output)));
            else one.add(e.input);
            all.add(one);
        }
        return all;
    }

    /** Only this session is kept; session 0 is this one. */
    private List<Entry> range(JsonObject request) {
        int start = Json.number(request, "start", 0), stop = Json.number(request, "stop", Integer.MAX_VALUE);
        if (Json.number(request, "session", 0) != 0) return List.of();
        return entries.stream().filter(e -> e.number >= start && e.number < stop).toList();
    }

    private List<Entry> search(JsonObject request) {
        Predicate<String> fits = glob(Json.text(request, "pattern", "*"));
        List<Entry> found = entries.stream().filter(e -> fits.test(e.input)).toList();
        if (Json.flag(request, "unique", false)) {
            Map<String, Entry> once = new LinkedHashMap<>();
            for (Entry e : found) {
                once.remove(e.input);
                once.put(e.input, e);
            }
            found = List.copyOf(once.values());
        }
        return last(found, Json.number(request, "n", Integer.MAX_VALUE));
    }

    private static List<Entry> last(List<Entry> list, int n) {
        return List.copyOf(list.subList(Math.max(0, list.size() - Math.max(0, n)), list.size()));
    }

    /** A shell pattern: * is any text, ? any character. */
    private static Predicate<String> glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return text -> compiled.matcher(text).matches();
    }
}
