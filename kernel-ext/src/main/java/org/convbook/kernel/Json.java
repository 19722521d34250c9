package org.convbook.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

import java.util.Collection;

/** Reads and builds the JSON of messages; a field of the wrong kind counts as missing or is named in the error. */
final class Json {
    private Json() {
    }

    /** An object from name, value, name, value … */
    static JsonObject of(Object... pairs) {
        JsonObject o = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) o.add((String) pairs[i], element(pairs[i + 1]));
        return o;
    }

    static JsonArray array(Collection<?> values) {
        JsonArray a = new JsonArray();
        values.forEach(v -> a.add(element(v)));
        return a;
    }

    static String text(JsonObject o, String name, String otherwise) {
        return o.get(name) instanceof JsonPrimitive p && p.isString() ? p.getAsString() : otherwise;
    }

    static boolean flag(JsonObject o, String name, boolean otherwise) {
        return o.get(name) instanceof JsonPrimitive p && p.isBoolean() ? p.getAsBoolean() : otherwise;
    }

    static int number(JsonObject o, String name, int otherwise) {
        return o.get(name) instanceof JsonPrimitive p && p.isNumber() ? p.getAsInt() : otherwise;
    }

    static JsonObject object(JsonObject o, String name) {
        return o.get(name) instanceof JsonObject v ? v : new JsonObject();
    }

    /** The text of a field that a request must have. */
    static String required(JsonObject o, String name) {
        String text = text(o, name, null);
        if (text == null) throw new IllegalArgumentException("the request has no text \"" + name + "\"");
        return text;
    }

    /** The data, metadata and transient part of a display, each an object; JSON types are JSON, not quoted text. */
    static JsonObject display(DisplayData data) {
        JsonObject o = Lazy.GSON.toJsonTree(data).getAsJsonObject();
        for (String part : new String[] {"data", "metadata", "transient"}) o.add(part, object(o, part));
        JsonObject bundle = o.getAsJsonObject("data");
        for (String type : bundle.keySet()) {
            if ((type.equals("application/json") || type.endsWith("+json")) && bundle.get(type) instanceof JsonPrimitive p && p.isString()) {
                bundle.add(type, parsedOrText(p));
            }
        }
        return o;
    }

    static JsonElement tree(Object value) {
        return Lazy.GSON.toJsonTree(value);
    }

    private static JsonElement parsedOrText(JsonPrimitive text) {
        try {
            return JsonParser.parseString(text.getAsString());
        } catch (JsonParseException e) {
            return text;
        }
    }

    private static JsonElement element(Object value) {
        if (value == null) return com.google.gson.JsonNull.INSTANCE;
        if (value instanceof JsonElement e) return e;
        if (value instanceof Number n) return new JsonPrimitive(n);
        if (value instanceof Boolean b) return new JsonPrimitive(b);
        if (value instanceof Collection<?> c) return array(c);
        return new JsonPrimitive(value.toString());
    }

    /** The reflective part of gson, made when the first display needs it and not at start. */
    private static final class Lazy {
        static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeSpecialFloatingPointValues().create();
    }
}
