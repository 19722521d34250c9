package org.convbook.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * Puts what was printed and shown into Output widgets where a page without a kernel shows it. Jupyter collects it in the saved states of the
 * widgets, beside the cells: the static level of a widget does not have it.
 */
final class WidgetOutputs {
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";
    private static final String STATES = "application/vnd.jupyter.widget-state+json";
    private static final String REFERENCE = "IPY_MODEL_";

    private final JsonObject states;

    private WidgetOutputs(JsonObject states) {
        this.states = states;
    }

    /** Changes the outputs of an executed notebook that show such a widget. */
    static void spread(JsonObject notebook) {
        JsonObject metadata = object(notebook, "metadata"), saved = object(object(metadata, "widgets"), STATES);
        WidgetOutputs outputs = new WidgetOutputs(object(saved, "state"));
        for (JsonElement cell : notebook.getAsJsonArray("cells")) {
            if (cell.isJsonObject() && cell.getAsJsonObject().has("outputs")) outputs.spread(cell.getAsJsonObject(), "outputs");
        }
    }

    private void spread(JsonObject cell, String name) {
        JsonArray all = new JsonArray();
        for (JsonElement output : cell.getAsJsonArray(name)) {
            JsonObject data = object(output, "data");
            String model = text(object(data, VIEW), "model_id");
            List<JsonElement> inside = model.isEmpty() ? List.of() : inside(model, Notebook.text(data.get("text/plain")));
            boolean isOutput = "OutputModel".equals(text(object(states, model), "model_name"));
            if (inside.isEmpty() || !isOutput) all.add(output);
            inside.forEach(all::add);
        }
        cell.add(name, all);
    }

    /** What the Output widgets in a widget hold and its static level, {@code shown}, lacks. */
    private List<JsonElement> inside(String model, String shown) {
        List<JsonElement> found = new ArrayList<>();
        Set<String> models = new LinkedHashSet<>();
        collect(model, models);
        for (String id : models) {
            JsonElement held = object(object(states, id), "state").get("outputs");
            if (held == null || !held.isJsonArray()) continue;
            List<JsonElement> one = new ArrayList<>();
            held.getAsJsonArray().forEach(one::add);
            if (one.stream().anyMatch(output -> !shown.contains(words(output)))) found.addAll(one);
        }
        return found;
    }

    private void collect(String model, Set<String> models) {
        if (!states.has(model) || !models.add(model)) return;
        JsonElement children = object(object(states, model), "state").get("children");
        if (children == null || !children.isJsonArray()) return;
        for (JsonElement child : children.getAsJsonArray()) collect(Notebook.text(child).replace(REFERENCE, ""), models);
    }

    private static String words(JsonElement output) {
        JsonObject o = output.getAsJsonObject();
        return Notebook.text(o.has("text") ? o.get("text") : object(o, "data").get("text/plain")).strip();
    }

    /** The object of that name; an empty one where there is none. */
    private static JsonObject object(JsonElement parent, String name) {
        JsonElement value = parent != null && parent.isJsonObject() ? parent.getAsJsonObject().get(name) : null;
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }

    private static String text(JsonObject parent, String name) {
        return Notebook.text(parent.get(name));
    }
}
