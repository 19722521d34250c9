package org.convbook.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.convbook.render.Html;
import org.convbook.render.Levels;

/** How widgets look where nothing moves: HTML with inline styles, readable on light and on dark pages. */
final class Still {
    private static final String FRAME = "border:1px solid currentColor;border-radius:3px;padding:1px 8px;";
    private static final String TRACK = "<span style=\"display:inline-block;position:relative;background-color:#a0a8b0;";
    private static final String BLUE = "background-color:#3584c9;";

    private Still() {}

    /** A track with the part between two shares filled (one handle: from the left to it), and the value beside it. */
    static String slider(String description, double low, double high, String value) {
        String filled = low == high ? bar(0, high) : bar(low, high);
        String handle = handle(high) + (low == high ? "" : handle(low));
        String track = TRACK + "width:160px;height:4px;margin:0 12px 3px 0\">" + filled + handle + "</span>";
        return line(description, track + "<span>" + Html.escape(value) + "</span>");
    }

    static String progress(String description, double share) {
        return line(description, TRACK + "width:200px;height:14px\">" + bar(0, share) + "</span>");
    }

    private static String bar(double from, double to) {
        return String.format(Locale.ROOT, "<span style=\"position:absolute;left:%.1f%%;width:%.1f%%;top:0;bottom:0;%s\"></span>",
            100 * from, 100 * (to - from), BLUE);
    }

    private static String handle(double at) {
        return String.format(Locale.ROOT, "<span style=\"position:absolute;left:%.1f%%;top:-4px;width:10px;height:10px;margin-left:-5px;"
            + "border-radius:6px;border:1px solid #3584c9;background-color:#fff\"></span>", 100 * at);
    }

    static String field(String description, String text) {
        return line(description, "<span style=\"" + FRAME + "\">" + Html.escape(text) + "</span>");
    }

    static String tick(String description, boolean on) {
        return line("", "<span>" + (on ? "☑ " : "☐ ") + Html.escape(description) + "</span>");
    }

    static String button(String description, boolean pressed) {
        String pressedColour = pressed ? BLUE + "color:#fff;" : "";
        return "<span style=\"" + FRAME + pressedColour + "margin-right:4px\">" + Html.escape(description) + "</span>";
    }

    static String options(String description, List<String> labels, Integer chosen) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) shown.add(button(labels.get(i), chosen != null && chosen == i));
        return line(description, String.join("", shown));
    }

    static String flex(String direction, List<String> parts) {
        String open = "<div style=\"display:flex;flex-wrap:" + (direction.equals("row") ? "wrap" : "nowrap") + ";flex-direction:" + direction + "\">";
        return parts.stream().map(p -> "<div style=\"margin:2px 8px 2px 0\">" + p + "</div>").collect(Collectors.joining("", open, "</div>"));
    }

    static String grid(int columns, List<String> parts) {
        String open = "<div style=\"display:grid;gap:4px 12px;grid-template-columns:repeat(" + columns + ",minmax(0,max-content))\">";
        return parts.stream().map(p -> "<div>" + p + "</div>").collect(Collectors.joining("", open, "</div>"));
    }

    /** All pages, each under its title: nothing may be hidden where nothing can be opened. */
    static String pages(List<String> titles, List<String> parts) {
        StringBuilder all = new StringBuilder("<div>");
        for (int i = 0; i < parts.size(); i++) {
            String title = i < titles.size() ? titles.get(i) : "";
            all.append("<div style=\"font-weight:600;border-bottom:1px solid currentColor;margin-top:6px\">").append(Html.escape(title));
            all.append("</div>").append(parts.get(i));
        }
        return all.append("</div>").toString();
    }

    /** The HTML, or the text where that would be too much for one output. */
    static String notTooLong(String html, String text) {
        return html.length() <= Levels.MOST * 2 / 3 ? html : Html.preformatted(text);
    }

    private static String line(String description, String rest) {
        String label = "<span style=\"display:inline-block;min-width:80px;margin-right:8px\">" + Html.escape(description) + "</span>";
        if (description.isEmpty()) label = "";
        return "<div style=\"line-height:28px\">" + label + rest + "</div>";
    }
}
