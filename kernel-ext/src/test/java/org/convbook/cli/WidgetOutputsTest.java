package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class WidgetOutputsTest {
    private static final String PRINTED = "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"printed\\n\"}";

    /** The outputs of a cell that shows the widget {@code a} with this text as its static level. */
    private static String spread(String shown, String states) {
        String view = "{\"output_type\": \"display_data\", \"data\": {\"application/vnd.jupyter.widget-view+json\": {\"model_id\": \"a\"}, "
            + "\"text/plain\": \"" + shown + "\"}}";
        JsonObject notebook = JsonParser.parseString("{\"cells\": [{\"cell_type\": \"markdown\"}, {\"cell_type\": \"code\", \"outputs\": [" + view
            + "]}], \"metadata\": {\"widgets\": "
            + "{\"application/vnd.jupyter.widget-state+json\": {\"state\": {" + states + "}}}}}").getAsJsonObject();
        WidgetOutputs.spread(notebook);
        return notebook.getAsJsonArray("cells").get(1).getAsJsonObject().getAsJsonArray("outputs").toString()
            .replaceAll("\\{\"output_type\":\"display_data\",\"data\":\\{\"application[^}]*\\}[^}]*\\}\\}", "VIEW");
    }

    private static String output(String id, String outputs) {
        return "\"" + id + "\": {\"model_name\": \"OutputModel\", \"state\": {\"outputs\": [" + outputs + "]}}";
    }

    private static final String BOX = "\"a\": {\"model_name\": \"VBoxModel\", \"state\": {\"children\": [\"IPY_MODEL_s\", \"IPY_MODEL_o\", "
        + "\"IPY_MODEL_a\"]}}, \"s\": {\"state\": {}}, ";

    @Test void anOutputIsReplacedByWhatItHolds() {
        assertEquals("[" + PRINTED + "]", spread("Output, empty", output("a", PRINTED)));
    }

    @Test void whatAnOutputInABoxHoldsFollowsTheBox() {
        assertEquals("[VIEW," + PRINTED + "]", spread("a slider", BOX + output("o", PRINTED)));
    }

    @Test void whatTheStaticLevelHasIsNotShownTwice() {
        assertEquals("[VIEW]", spread("a slider printed", BOX + output("o", PRINTED)));
        assertEquals("[VIEW]", spread("printed", output("a", PRINTED)));
    }

    @Test void otherWidgetsAndNotebooksStayAsTheyAre() {
        assertEquals("[VIEW]", spread("a slider", "\"a\": {\"model_name\": \"IntSliderModel\", \"state\": {\"value\": 3}}"));
        assertEquals("[VIEW]", spread("a slider", ""));
        JsonObject plain = JsonParser.parseString("{\"cells\":[{\"outputs\":[" + PRINTED + "]}]}").getAsJsonObject();
        String before = plain.toString();
        WidgetOutputs.spread(plain);
        assertEquals(before, plain.toString());
    }
}
