package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A state as it travels: its bytes taken out, each with its path; an entry of a map that was bytes is left out, an entry of a list is null.
 * References to models have become {@code IPY_MODEL_} and the model's id.
 */
record Packed(Map<String, Object> state, List<List<Object>> paths, List<byte[]> buffers) {
    /** The state's wire form; {@code idOf} gives a model's id, and opens the model if need be. */
    static Packed of(Map<String, ?> state, Function<WidgetModel, String> idOf) {
        Packed packed = new Packed(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        packed.map(state, packed.state, List.of(), idOf);
        return packed;
    }

    private void map(Map<?, ?> from, Map<String, Object> into, List<Object> at, Function<WidgetModel, String> idOf) {
        from.forEach((key, value) -> {
            List<Object> path = extended(at, key);
            if (value instanceof byte[] bytes) take(path, bytes);
            else into.put(key.toString(), plain(value, path, idOf));
        });
    }

    private Object plain(Object value, List<Object> at, Function<WidgetModel, String> idOf) {
        if (value instanceof WidgetModel model) return "IPY_MODEL_" + idOf.apply(model);
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map(map, copy, at, idOf);
            return copy;
        }
        if (!(value instanceof List<?> list)) return value;
        List<Object> copy = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            List<Object> path = extended(at, i);
            if (list.get(i) instanceof byte[] bytes) {
                take(path, bytes);
                copy.add(null);
            } else copy.add(plain(list.get(i), path, idOf));
        }
        return copy;
    }

    private void take(List<Object> path, byte[] bytes) {
        paths.add(path);
        buffers.add(bytes);
    }

    private static List<Object> extended(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** Puts the buffers back into a state that came over the wire; paths that lead nowhere are an {@link IllegalArgumentException}. */
    static void unpack(Map<String, Object> state, Object paths, List<byte[]> buffers) {
        if (paths == null && buffers.isEmpty()) return;
        if (!(paths instanceof List<?> all) || all.size() != buffers.size())
            throw new IllegalArgumentException("a widget message has " + buffers.size() + " buffers, but its buffer_paths are " + paths);
        for (int i = 0; i < buffers.size(); i++) {
            if (!put(state, all.get(i), buffers.get(i)))
                throw new IllegalArgumentException("a widget message has a buffer for " + all.get(i) + ", which is no place in its state");
        }
    }

    @SuppressWarnings("unchecked")
    private static boolean put(Map<String, Object> state, Object path, byte[] buffer) {
        if (!(path instanceof List<?> steps) || steps.isEmpty()) return false;
        Object place = state;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            if (place instanceof Map<?, ?> map) place = map.get(step);
            else if (place instanceof List<?> list && inside(list, step)) place = list.get(((Number) step).intValue());
            else return false;
        }
        Object last = steps.get(steps.size() - 1);
        if (place instanceof Map<?, ?> map && last instanceof String key) ((Map<String, Object>) map).put(key, buffer);
        else if (place instanceof List<?> list && inside(list, last)) ((List<Object>) list).set(((Number) last).intValue(), buffer);
        else return false;
        return true;
    }

    private static boolean inside(List<?> list, Object step) {
        return step instanceof Number n && n.intValue() >= 0 && n.intValue() < list.size();
    }
}
