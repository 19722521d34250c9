package org.convbook.widget;

import org.convbook.widget.protocol.FakeFront;

/** A page for tests of other packages: while it is open widgets live, and its user clicks and moves them. */
public final class TestPage implements AutoCloseable {
    private final FakeFront front = new FakeFront();

    public TestPage() {
        Widgets.connect(front.session());
    }

    public void click(Button button) {
        front.receive(Widgets.open(button), "{\"method\":\"custom\",\"content\":{\"event\":\"click\"}}");
    }

    /** The user changes attributes, given as JSON. */
    public void change(Widget widget, String state) {
        front.change(Widgets.open(widget), state);
    }

    @Override public void close() {
        Widgets.connect(null);
    }
}
