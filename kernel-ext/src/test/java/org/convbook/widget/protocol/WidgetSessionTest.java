package org.convbook.widget.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** How models are opened, referred to, closed and shown again, in the exact messages of ipywidgets 8. */
class WidgetSessionTest extends ModelFixture {
    @Test void openingSendsIdentityAndState() {
        assertEquals("m1", session.open(model));
        assertEquals(List.of("open m1 jupyter.widget {\"state\":{" + IDENTITY + ",\"value\":1,\"description\":\"a\"},\"buffer_paths\":[]} {\"version\":\"2.1.0\"}"), front.sent());
        assertEquals("m1", session.open(model));
        assertEquals(List.of(), front.sent());
    }

    @Test void aRequestedStateIsSentWhole() {
        open();
        front.receive("m1", "{\"method\":\"request_state\"}");
        assertEquals(List.of(update("m1", "{" + IDENTITY + ",\"value\":1,\"description\":\"a\"}")), front.sent());
    }

    @Test void modelsAreReferencesAndAreOpenedFirst() {
        WidgetModel box = WidgetModel.control("VBox");
        Attribute<List<WidgetModel>> children = box.attribute("children", StateType.listOf(StateType.MODEL), List.of(model));
        session.open(box);
        List<String> sent = front.sent();
        assertEquals(2, sent.size());
        assertEquals("open m1 jupyter.widget {\"state\":{" + IDENTITY, sent.get(0).substring(0, 33 + IDENTITY.length()));
        assertEquals("\"children\":[\"IPY_MODEL_m1\"]", sent.get(1).replaceAll(".*(\"children\":[^\\]]*\\]).*", "$1"));
        children.set(List.of(model, WidgetModel.layout()));
        assertEquals(update("m2", "{\"children\":[\"IPY_MODEL_m1\",\"IPY_MODEL_m3\"]}"), front.sent().get(1));
        assertEquals("VBox: children must be a list, each entry a model of this kernel, got something else",
            assertThrows(IllegalArgumentException.class, () -> front.change("m2", "{\"children\":[\"IPY_MODEL_x\"]}")).getMessage());
    }

    @Test void closedOnEitherSideItCanBeShownAgain() {
        open();
        model.close();
        assertEquals(List.of("close m1"), front.sent());
        assertEquals(0, session.openModels());
        value.set(5);
        model.close();
        assertEquals(List.of(), front.sent());
        assertEquals("m2", session.open(model));
        front.sent();
        front.closeFromPage("m2");
        assertEquals(0, session.openModels());
        value.set(6);
        front.pass(100);
        assertEquals(List.of(), front.sent());
        assertEquals("m3", session.open(model));
        assertEquals("\"value\":6", front.sent().get(0).replaceAll(".*(\"value\":\\d).*", "$1"));
        session.closeAll();
        assertEquals(List.of("close m3"), front.sent());
    }

    @Test void aPageThatWasLoadedAgainGetsAllStates() {
        WidgetModel image = WidgetModel.control("Image");
        image.attribute("value", StateType.BYTES, new byte[] {1});
        image.attribute("layout", StateType.MODEL, model);
        session.open(image);
        front.sent();
        String control = front.openFromPage("jupyter.widget.control");
        front.receive(control, "{\"method\":\"request_states\"}");
        List<String> sent = front.sent();
        assertEquals(1, sent.size());
        @SuppressWarnings("unchecked")
        Map<String, Map<String, Map<String, Object>>> answer = new com.google.gson.Gson().fromJson(sent.get(0).substring(3, sent.get(0).lastIndexOf(" [")), Map.class);
        assertEquals("update_states", String.valueOf((Object) answer.get("method")));
        assertEquals("IntTextModel", answer.get("states").get("m1").get("model_name"));
        assertEquals("@jupyter-widgets/controls", answer.get("states").get("m2").get("model_module"));
        assertEquals("2.0.0", answer.get("states").get("m2").get("model_module_version"));
        assertEquals("IPY_MODEL_m1", ((Map<?, ?>) answer.get("states").get("m2").get("state")).get("layout"));
        assertEquals("[[m2, state, value]]", String.valueOf((Object) answer.get("buffer_paths")));
        assertEquals("[1]", sent.get(0).substring(sent.get(0).lastIndexOf(" [") + 1));
        assertEquals("widget control: a message with the method request_state; expected request_states",
            assertThrows(IllegalArgumentException.class, () -> front.receive(control, "{\"method\":\"request_state\"}")).getMessage());
    }

    @Test void showingMakesTheCellTheHomeOfAllParts() {
        WidgetModel box = WidgetModel.control("VBox");
        box.attribute("children", StateType.listOf(StateType.MODEL), List.of(model));
        assertEquals("m2", session.show(box));
        assertEquals("home [m2, m1]", front.sent().get(2));
    }
}
