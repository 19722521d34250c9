package org.convbook.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.convbook.widget.protocol.FakeFront;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/** Every widget opens with the names, modules, attributes and first values that ipywidgets gives its own. */
class StatesTest {
    /** What the page's models have for themselves and a kernel need not send. */
    private static final Set<String> PAGES_OWN = Set.of("_dom_classes", "_view_count", "tabbable", "description_allow_html", "box_style", "behavior");
    /** Ours differ here on purpose: our constructors ask for values, step by a hundredth of the way, and names stand beside all controls. */
    private static final Map<String, Set<String>> OURS = Map.of("IntRangeSlider", Set.of("value"), "FloatRangeSlider", Set.of("value", "step"),
        "FloatSlider", Set.of("step"), "GridBox", Set.of(), "ToggleButtons", Set.of("_dom_classes"));

    private static JsonObject peers() throws IOException {
        try (var in = new InputStreamReader(StatesTest.class.getResourceAsStream("ipywidgets-8.1.9.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        }
    }

    private static List<Widget> all() {
        List<String> ab = List.of("a", "b");
        return List.of(new IntSlider("", 0, 100, 0), new FloatSlider("", 0, 100, 0), new IntRangeSlider("", 0, 100, 25, 75), new FloatRangeSlider("", 0, 100, 25, 75),
            new Dropdown<>("", ab), new RadioButtons<>("", ab), new ToggleButtons<>("", ab), new SelectionSlider<>("", ab), new Checkbox("", false),
            new ToggleButton("", false), new Button(""), new Play(0, 100), new Text("", ""), new IntText("", 0), new FloatText("", 0), new Label(""), new HTML(""),
            new Image(), new IntProgress("", 0, 100), new FloatProgress("", 0, 100), new HBox(), new VBox(), new GridBox(1), new Tab(), new Accordion(), new Output());
    }

    /** The states of all models that opening the widget opens, by model name without "Model". */
    private static Map<String, JsonObject> opened(Widget widget) {
        FakeFront front = new FakeFront();
        front.session().open(widget.model());
        Map<String, JsonObject> states = new LinkedHashMap<>();
        for (String message : front.sent()) {
            if (!message.startsWith("open ")) continue;
            JsonObject state = JsonParser.parseString(message.substring(message.indexOf('{'), message.lastIndexOf(" {"))).getAsJsonObject().getAsJsonObject("state");
            states.put(state.get("_model_name").getAsString().replaceFirst("Model$", ""), state);
        }
        return states;
    }

    private static Object comparable(JsonElement e) {
        if (e instanceof JsonPrimitive p && p.isNumber()) return p.getAsDouble();
        if (e instanceof JsonArray a) return a.asList().stream().map(StatesTest::comparable).toList();
        return e.toString();
    }

    private static void same(String name, JsonObject ours, JsonObject peer) {
        Map<String, Object> expected = new TreeMap<>(), got = new TreeMap<>();
        for (String key : ours.keySet()) {
            assertTrue(peer.has(key), name + " has no " + key + " in ipywidgets");
            boolean reference = key.equals("layout") || key.equals("style");
            if (reference || OURS.getOrDefault(name, Set.of()).contains(key)) continue;
            expected.put(key, comparable(peer.get(key)));
            got.put(key, comparable(ours.get(key)));
        }
        if (name.equals("Layout")) got.values().removeIf(v -> !v.equals("null") && v.toString().contains("max-content") || v.equals("\"4px 12px\""));
        if (name.equals("Layout")) expected.keySet().retainAll(got.keySet());
        assertEquals(expected, got, name);
        Set<String> missing = new TreeSet<>(peer.keySet());
        missing.removeAll(ours.keySet());
        missing.removeAll(PAGES_OWN);
        if (name.equals("Image")) missing.remove("value");     // bytes follow in a message of their own
        missing.removeAll(Set.of("icons", "tooltips", "readout_format", "placeholder", "disabled", "step", "orientation"));
        assertEquals(Set.of(), missing, name + " lacks attributes that change how it looks");
    }

    @TestFactory Stream<DynamicTest> widgetsAreThoseOfIpywidgets() throws IOException {
        JsonObject peers = peers();
        return all().stream().map(widget -> DynamicTest.dynamicTest(widget.name(), () -> opened(widget).forEach((name, state) -> {
            assertTrue(peers.has(name), name);
            same(name, state, peers.getAsJsonObject(name));
        })));
    }

    @TestFactory Stream<DynamicTest> layoutAndStyleAreReferred() throws IOException {
        JsonObject peers = peers();
        return all().stream().map(widget -> DynamicTest.dynamicTest(widget.name(), () -> {
            Map<String, JsonObject> states = opened(widget);
            JsonObject peer = peers.getAsJsonObject(widget.name());
            assertEquals("IPY_MODEL_m1", states.get(widget.name()).get("layout").getAsString());
            if (peer.has("style")) assertTrue(states.containsKey(peer.get("style").getAsString().replaceFirst("Model$", "")), "its style is a " + peer.get("style"));
        }));
    }

    @Test void linksAreThoseOfIpywidgets() throws IOException {
        FakeFront front = new FakeFront();
        Widgets.connect(front.session());
        try {
            IntSlider a = new IntSlider("a", 0, 10, 0);
            Play b = new Play(0, 10);
            Widgets.jslink(a, b);
            String link = front.sent().stream().filter(m -> m.contains("LinkModel")).findFirst().orElseThrow();
            JsonObject ours = JsonParser.parseString(link.substring(link.indexOf('{'), link.lastIndexOf(" {"))).getAsJsonObject().getAsJsonObject("state");
            JsonObject peer = peers().getAsJsonObject("Link");
            assertEquals(peer.keySet(), union(ours.keySet(), "_view_count"));
            assertEquals("[\"IPY_MODEL_m3\",\"value\"]", ours.get("source").toString());
            assertEquals("[\"IPY_MODEL_m6\",\"value\"]", ours.get("target").toString());
            for (String key : List.of("_model_name", "_model_module", "_model_module_version", "_view_name", "_view_module")) assertEquals(peer.get(key), ours.get(key));
        } finally {
            Widgets.connect(null);
        }
    }

    private static Set<String> union(Set<String> some, String more) {
        Set<String> all = new TreeSet<>(some);
        all.add(more);
        return all;
    }
}
