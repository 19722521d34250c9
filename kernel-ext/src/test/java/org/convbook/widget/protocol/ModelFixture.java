package org.convbook.widget.protocol;

import java.util.ArrayList;
import java.util.List;

/** A control with a number and a text, on a front end that writes down every message. */
abstract class ModelFixture {
    static final String IDENTITY = "\"_model_module\":\"@jupyter-widgets/controls\",\"_model_module_version\":\"2.0.0\",\"_model_name\":\"IntTextModel\","
        + "\"_view_module\":\"@jupyter-widgets/controls\",\"_view_module_version\":\"2.0.0\",\"_view_name\":\"IntTextView\"";

    final FakeFront front = new FakeFront();
    final WidgetSession session = front.session();
    final WidgetModel model = WidgetModel.control("IntText");
    final Attribute<Integer> value = model.attribute("value", StateType.INT, 1);
    final Attribute<String> text = model.attribute("description", StateType.TEXT, "a");
    final List<String> heard = new ArrayList<>();

    static String update(String id, String state) {
        return id + " {\"method\":\"update\",\"state\":" + state + ",\"buffer_paths\":[]}";
    }

    static String echo(String id, String state) {
        return update(id, state).replace("update", "echo_update");
    }

    void open() {
        session.open(model);
        value.onChange(v -> heard.add("value " + v));
        front.sent();
    }
}
