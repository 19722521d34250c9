package org.convbook.widget;

import java.awt.image.BufferedImage;

import org.convbook.chart.Drawn;
import org.convbook.chart.Figure;
import org.convbook.render.Display;
import org.convbook.render.Html;
import org.convbook.render.Levels;

/** The place in a box where one value is shown after the other: a picture as bytes, a widget as itself, everything else as HTML. */
final class Pane {
    private final Box box;
    private final int at;
    private Image image;
    private HTML html;

    /** The place of the box's last child, which this replaces. */
    Pane(Box box) {
        this.box = box;
        at = box.children().size() - 1;
    }

    /** Shows the value. */
    synchronized void show(Object value) {
        if (value instanceof Widget widget) put(widget);
        else if (value instanceof BufferedImage picture) put(image().picture(picture));
        else if (value instanceof Figure figure) put(image().picture(figure));
        else if (value instanceof Drawn drawn) put(image().picture(drawn.figure()));
        else html(value == null ? "" : htmlOf(Display.levels(value)));
    }

    /** Shows why there is nothing to show. */
    synchronized void fail(RuntimeException e) {
        String name = e.getClass().getSimpleName();
        html("<pre style=\"margin:0;white-space:pre-wrap\"><b style=\"color:#d9534f\">" + Html.escape(name) + "</b>"
            + (e.getMessage() == null ? "" : ": " + Html.escape(e.getMessage())) + "</pre>");
    }

    private static String htmlOf(Levels levels) {
        return levels.html() != null ? levels.html() : Html.preformatted(levels.text());
    }

    private void html(String text) {
        if (html == null) html = new HTML("");
        put(html.value(text));
    }

    private Image image() {
        if (image == null) image = new Image();
        return image;
    }

    private void put(Widget widget) {
        if (box.children().get(at) == widget) return;
        Widget[] all = box.children().toArray(new Widget[0]);
        all[at] = widget;
        box.children(all);
    }
}
