package org.convbook.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.convbook.widget.protocol.FakeFront;
import org.convbook.widget.protocol.WidgetSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Values, bounds and listeners of the controls, and what goes over the wire for them. */
class ControlsTest {
    private final FakeFront front = new FakeFront();
    private final WidgetSession session = front.session();
    private final List<Object> heard = new ArrayList<>();

    private String opened(Widget widget) {
        String id = session.open(widget.model());
        front.sent();
        return id;
    }

    private static String update(String id, String state) {
        return id + " {\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}";
    }

    private static void refused(String message, Executable what) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
    }

    @Test void aSliderKeepsItsValueBetweenItsBounds() {
        IntSlider slider = new IntSlider("stride", 1, 5, 9);
        assertEquals(5, slider.value());
        assertEquals(1, slider.value(-3).value());
        slider.value(3).onChange(heard::add);
        slider.min(4);
        assertEquals(4, slider.value());
        slider.min(1).max(2);
        assertEquals(2, slider.value());
        assertEquals(List.of(4, 2), heard);
        assertEquals(0.5, new FloatSlider("p", 0, 0.5, 1).value());
        assertEquals(0.25, new FloatSlider("p", 0, 1, 0.1).min(0.25).value());
        assertEquals(1, new FloatSlider("p", 0, 2, 0).value(1).value());
        assertEquals(10, new Play(0, 10).value(11).value());
        assertEquals(10, new IntProgress("", 0, 10).value(11).value());
        assertEquals(1.0, new FloatProgress("", 0, 1).value(7).value());
    }

    @Test void wrongBoundsStepsAndNumbersAreRefusedAndNothingChanges() {
        refused("IntSlider: min 6 is above max 5", () -> new IntSlider("s", 6, 5, 5));
        refused("FloatSlider: min 1.0 is above max 0.5", () -> new FloatSlider("s", 1, 0.5, 1));
        refused("IntProgress: min 6 is above max 5", () -> new IntProgress("s", 6, 5));
        refused("Range: low 6 is above high 5", () -> new IntRangeSlider("s", 6, 5, 5, 5));
        IntSlider slider = new IntSlider("stride", 1, 5, 2);
        refused("IntSlider: min 6 is above max 5", () -> slider.min(6));
        refused("IntSlider: min 1 is above max 0", () -> slider.max(0));
        refused("IntSlider: step must be at least 1, got 0", () -> slider.step(0));
        FloatSlider p = new FloatSlider("p", 0, 1, 0.5);
        refused("FloatSlider: step must be above 0, got -0.1", () -> p.step(-0.1));
        refused("FloatSlider: value must be a finite number, got NaN", () -> p.value(Double.NaN));
        refused("FloatSlider: max must be a finite number, got Infinity", () -> p.max(Double.POSITIVE_INFINITY));
        refused("FloatSlider: value must be a finite number, got NaN", () -> new FloatSlider("p", 0, 1, Double.NaN));
        refused("FloatText: value must be a finite number, got -Infinity", () -> new FloatText("p", Double.NEGATIVE_INFINITY));
        refused("Play: interval must be at least 1, got 0", () -> new Play(0, 9).interval(0));
        refused("Text: value must be text, got null", () -> new Text("t", null));
        refused("a progress bar has no accent PRIMARY; it has SUCCESS, INFO, WARNING, DANGER and NONE", () -> new IntProgress("", 0, 1).accent(Accent.PRIMARY));
        assertEquals("IntSlider stride = 2 (1 to 5)", slider.toString());
        assertEquals("FloatSlider p = 0.5 (0.0 to 1.0)", p.toString());
    }

    @Test void aLogarithmicSliderRunsOverPowersOfTen() {
        FloatLogSlider rate = new FloatLogSlider("rate", 1e-4, 1, 0.01);
        assertEquals(-4.0, rate.model().attribute("min").get());
        assertEquals(0.0, rate.model().attribute("max").get());
        assertEquals("FloatLogSlider rate = 0.01 (1.0E-4 to 1.0, logarithmic)", rate.toString());
        assertTrue(rate.still().html().contains("width:50.0%"), rate.still().html());
        assertEquals(1e-4, rate.value(0).value());
        assertEquals(1, rate.value(1 + 1e-12).value());
        refused("FloatLogSlider: it must run from a positive number to a larger one, got 0.0 to 1.0", () -> new FloatLogSlider("r", 0, 1, 1));
        refused("FloatLogSlider: it must run from a positive number to a larger one, got 1.0 to 1.0", () -> new FloatLogSlider("r", 1, 1, 1));
        refused("FloatLogSlider: step must be above 0, got 0.0", () -> rate.step(0));
        refused("FloatLogSlider: value must be a finite number, got NaN", () -> rate.value(Double.NaN));
    }

    @Test void aPageThatSendsAValueOutsideIsCorrected() {
        IntSlider slider = new IntSlider("stride", 1, 5, 2).onChange(heard::add);
        String id = opened(slider);
        front.change(id, "{\"value\":99}");
        assertEquals(update(id, "{\"value\":5}"), front.sent().get(1));
        assertEquals(List.of(5), heard);
    }

    @Test void boundsAndValueTravelTogether() {
        IntSlider slider = new IntSlider("stride", 1, 5, 2);
        String id = opened(slider);
        slider.min(3);
        assertEquals(List.of(update(id, "{\"min\":3,\"value\":3}")), front.sent());
    }

    @Test void rangesAreClampedAndOrdered() {
        IntRangeSlider range = new IntRangeSlider("r", 0, 10, -5, 7).onChange(heard::add);
        assertEquals(new Range<>(0, 7), range.value());
        String id = opened(range);
        front.change(id, "{\"value\":[3,12]}");
        assertEquals(new Range<>(3, 10), range.value());
        assertEquals(update(id, "{\"value\":[3,10]}"), front.sent().get(1));
        refused("IntRangeSlider: value must be two numbers, the smaller first, got something else", () -> front.change(id, "{\"value\":[5,4]}"));
        assertEquals("IntRangeSlider r = 3 to 10 (0 to 10)", range.toString());
        assertEquals(new Range<>(0.25, 0.5), new FloatRangeSlider("r", 0, 1, 0.25, 0.5).value());
    }

    @Test void aSelectionHoldsJavaObjects() {
        record Optimizer(String name, double rate) {
            @Override public String toString() {
                return name;
            }
        }
        Optimizer sgd = new Optimizer("SGD", 0.1), adam = new Optimizer("Adam", 0.001);
        Dropdown<Optimizer> dropdown = new Dropdown<>("optimizer", List.of(sgd, adam)).onChange(heard::add);
        assertEquals(sgd, dropdown.value());
        String id = opened(dropdown);
        front.change(id, "{\"index\":1}");
        assertEquals(adam, dropdown.value());
        dropdown.value(sgd);
        assertEquals(List.of(adam, sgd), heard);
        assertEquals(update(id, "{\"index\":0}"), front.sent().get(1));
        assertEquals("Dropdown optimizer = SGD (of SGD, Adam)", dropdown.toString());
        refused("Dropdown: value must be one of SGD, Adam, got Rmsprop", () -> dropdown.value(new Optimizer("Rmsprop", 1)));
        refused("Dropdown: there is no option 2 of 2", () -> front.change(id, "{\"index\":2}"));
        refused("Dropdown: there is no option -1 of 2", () -> front.change(id, "{\"index\":-1}"));
        assertEquals(sgd, dropdown.value());
        assertNull(dropdown.value(null).value());
    }

    @Test void optionsCanHaveLabelsAndBeReplaced() {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("small", 0.01);
        rates.put("large", 1.0);
        ToggleButtons<Double> buttons = new ToggleButtons<>("rate", rates).onChange(heard::add);
        String id = opened(buttons);
        buttons.value(1.0);
        front.pass(100);
        front.sent();
        buttons.options(List.of(0.5, 0.6, 0.7));
        assertEquals(List.of(update(id, "{\"_options_labels\":[\"0.5\",\"0.6\",\"0.7\"],\"index\":0}")), front.sent());
        assertEquals(List.of(1.0, 0.5), heard);
        assertEquals(List.of(0.5, 0.6, 0.7), buttons.options());
        refused("Dropdown: two options have the label \"a\"; give labels in a map", () -> new Dropdown<>("d", List.of("a", "a")));
        refused("SelectionSlider: there are no options; it needs at least one", () -> new SelectionSlider<>("s", List.of()));
        assertNull(new Dropdown<>("empty", List.<String>of()).value());
        assertEquals("RadioButtons r = x (of x, y)", new RadioButtons<>("r", List.of("x", "y")).toString());
    }

    @Test void buttonsAndTextFieldsReport() {
        Button button = new Button("go").onClick(() -> heard.add("clicked"));
        front.receive(opened(button), "{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}");
        Text text = new Text("name", "Ada").onSubmit(heard::add).onChange(v -> heard.add("typed " + v));
        String id = opened(text);
        front.change(id, "{\"value\":\"Bea\"}");
        front.receive(id, "{\"method\":\"custom\",\"content\":{\"event\":\"submit\"}}");
        front.receive(id, "{\"method\":\"custom\",\"content\":{\"event\":\"other\"}}");
        assertEquals(List.of("clicked", "typed Bea", "Bea"), heard);
        Checkbox box = new Checkbox("bias", false).onChange(heard::add);
        front.change(opened(box), "{\"value\":true}");
        assertEquals(true, heard.get(3));
        IntText number = new IntText("n", 1).onChange(heard::add);
        front.change(opened(number), "{\"value\":12}");
        assertEquals(12, heard.get(4));
    }

    @Test void aFineSliderShowsItsDecimals() {
        session.open(new FloatSlider("rate", 0, 0.001, 0).model());
        session.open(new FloatSlider("wide", 0, 1000, 0).model());
        session.open(new FloatRangeSlider("share", 0, 0.5, 0, 0.5).model());
        List<String> formats = front.sent().stream().filter(m -> m.contains("readout_format")).map(m -> m.replaceAll(".*readout_format\":\"([^\"]*)\".*", "$1")).toList();
        assertEquals(List.of(".5f", ".2f", ".3f"), formats);
    }

    @Test void looksAreSet() {
        IntSlider slider = new IntSlider("s", 0, 9, 0);
        slider.layout().width("300px").set("grid-area", "a").border("1px solid red").visible(false);
        assertEquals("Layout border_bottom=1px solid red border_left=1px solid red border_right=1px solid red border_top=1px solid red grid_area=a"
            + " visibility=hidden width=300px", slider.layout().toString());
        String id = opened(slider);
        slider.style().handleColor("red");
        assertEquals(List.of("m2 {\"method\":\"update\",\"state\":{\"handle_color\":\"red\"},\"buffer_paths\":[]}"), front.sent());
        assertEquals("Style handle_color=red", slider.style().toString());
        assertEquals("red", slider.style().get("handle-color"));
        slider.orientation(Orientation.VERTICAL);
        assertEquals(List.of(update(id, "{\"orientation\":\"vertical\"}")), front.sent());
        Button button = new Button("b").accent(Accent.DANGER);
        String other = opened(button);
        button.accent(Accent.NONE);
        assertEquals(List.of(update(other, "{\"button_style\":\"\"}")), front.sent());
        refused("SliderStyle has no attribute bar_color; it has description_width, handle_color", () -> slider.style().barColor("red"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> slider.layout().set("colour", "red")).getMessage().startsWith("Layout has no attribute colour; it has align_content, "));
    }

    @Test void boxesHoldWidgetsAndCloseThem() {
        IntSlider slider = new IntSlider("s", 0, 9, 0);
        HBox inner = new HBox(slider, new Label("x"));
        VBox box = new VBox(inner);
        String id = opened(box);
        assertEquals(10, session.openModels(), "two boxes with a layout each, two controls with layout and style");
        refused("HBox: a box cannot be put into itself", () -> inner.children(box));
        refused("VBox: a box cannot be put into itself", () -> box.children(box));
        Checkbox late = new Checkbox("c", true);
        box.children(inner, late);
        List<String> sent = front.sent();
        assertTrue(sent.get(2).startsWith("open m13 ") && sent.get(2).contains("CheckboxModel"), sent.toString());
        assertTrue(sent.get(sent.size() - 1).startsWith(id + " {\"method\":\"update\",\"state\":{\"children\":[\"IPY_MODEL_"), sent.toString());
        box.close();
        assertEquals(0, session.openModels());
        assertEquals(1, slider.value(1).value());
    }

    @Test void pagesHaveTitles() {
        Tab tab = new Tab().add("one", new Label("a")).add("two", new Label("b")).onSelect(heard::add);
        assertEquals(0, tab.selected());
        String id = opened(tab);
        front.change(id, "{\"selected_index\":1}");
        assertEquals(List.of(1), heard);
        refused("Tab: there is no page 2; it has 2", () -> tab.select(2));
        assertEquals("a\nb", tab.toString());
        Accordion accordion = new Accordion().add("one", new Label("a"));
        assertNull(accordion.selected());
        assertEquals(0, accordion.select(0).selected());
        refused("GridBox: columns must be at least 1, got 0", () -> new GridBox(0));
    }
}
