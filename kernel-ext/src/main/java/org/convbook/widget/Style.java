package org.convbook.widget;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * Colours and fonts of one control, as CSS values. Each kind of control has its own attributes; one that it does not have is an
 * {@link IllegalArgumentException} which names those that it has.
 */
public final class Style extends CssModel<Style> {
    private static final String WIDTH = "description_width";
    private static final List<String> FONT =
        List.of("font_family", "font_size", "font_style", "font_variant", "font_weight", "text_color", "text_decoration");
    private static final List<String> FIELD = List.of("background", "font_size", "text_color");
    private static final Map<String, List<String>> NAMES = Map.ofEntries(Map.entry("DescriptionStyle", List.of()),
        Map.entry("SliderStyle", List.of("handle_color")), Map.entry("ProgressStyle", List.of("bar_color")),
        Map.entry("CheckboxStyle", List.of("background")), Map.entry("ToggleButtonStyle", FONT),
        Map.entry("ToggleButtonsStyle", List.of("button_width", "font_weight")), Map.entry("ButtonStyle", joined("button_color", FONT)),
        Map.entry("TextStyle", FIELD), Map.entry("HTMLStyle", FIELD), Map.entry("LabelStyle", joined("background", FONT)));

    Style(String kind) {
        super(WidgetModel.style(kind), names(kind));
        boolean emptyText = kind.equals("ToggleButtonsStyle");
        for (String name : names(kind)) {
            model().attribute(name, StateType.orNull(StateType.TEXT), emptyText || name.equals(WIDTH) ? "" : null);
        }
    }

    private static List<String> names(String kind) {
        return kind.equals("ButtonStyle") ? NAMES.get(kind) : joined(WIDTH, NAMES.get(kind));
    }

    private static List<String> joined(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** Sets the width of the description; {@code "initial"} makes it as wide as its text. */
    public Style descriptionWidth(String css) {
        return set(WIDTH, css);
    }

    /** Sets the colour of a slider's handle. */
    public Style handleColor(String css) {
        return set("handle_color", css);
    }

    /** Sets the colour of a progress bar. */
    public Style barColor(String css) {
        return set("bar_color", css);
    }

    /** Sets the colour of a button. */
    public Style buttonColor(String css) {
        return set("button_color", css);
    }

    /** Sets the width of each toggle button. */
    public Style buttonWidth(String css) {
        return set("button_width", css);
    }

    /** Sets the colour of the text. */
    public Style textColor(String css) {
        return set("text_color", css);
    }

    /** Sets the size of the text. */
    public Style fontSize(String css) {
        return set("font_size", css);
    }
}
