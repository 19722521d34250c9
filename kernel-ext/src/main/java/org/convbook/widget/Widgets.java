package org.convbook.widget;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;
import org.convbook.widget.protocol.WidgetSession;

/** What concerns several widgets: a picture that follows its controls, links that work without a kernel, closing. */
public final class Widgets {
    private static volatile WidgetSession session;

    private Widgets() {}

    /** Makes something of three values. */
    @FunctionalInterface
    public interface Drawing<A, B, C> {
        /** What to show for the values. */
        Object draw(A a, B b, C c);
    }

    /** A link in the page between two attributes. */
    public interface Link extends AutoCloseable {
        /** Ends the link; both keep their values. */
        @Override void close();
    }

    /**
     * The control with what the function makes of its value under it, drawn anew at each change: a {@code BufferedImage} or a figure as a
     * picture, a widget as itself, anything else as a cell would show it. An exception is shown in its place. While the function computes,
     * changes replace each other: the last is always drawn.
     */
    public static <A> VBox interact(ValueWidget<A, ?> a, Function<? super A, ?> draw) {
        return following(List.of(a), () -> draw.apply(a.value()));
    }

    /** Two controls with what the function makes of their values under them. */
    public static <A, B> VBox interact(ValueWidget<A, ?> a, ValueWidget<B, ?> b, BiFunction<? super A, ? super B, ?> draw) {
        return following(List.of(a, b), () -> draw.apply(a.value(), b.value()));
    }

    /** Three controls with what the function makes of their values under them. */
    public static <A, B, C> VBox interact(ValueWidget<A, ?> a, ValueWidget<B, ?> b, ValueWidget<C, ?> c,
            Drawing<? super A, ? super B, ? super C> draw) {
        return following(List.of(a, b, c), () -> draw.draw(a.value(), b.value(), c.value()));
    }

    /**
     * Keeps the values of two widgets equal in the page, also without a kernel. Closing what is returned ends that.
     *
     * @return the link
     */
    public static Link jslink(Widget a, Widget b) {
        return link("Link", a, "value", b, "value");
    }

    /** Keeps two attributes, by their names on the wire, equal in the page; an unknown name is an {@link IllegalArgumentException}. */
    public static Link jslink(Widget a, String attributeOfA, Widget b, String attributeOfB) {
        return link("Link", a, attributeOfA, b, attributeOfB);
    }

    /** Sets the target's value to the source's in the page, now and at each change of the source. */
    public static Link jsdlink(Widget source, Widget target) {
        return link("DirectionalLink", source, "value", target, "value");
    }

    /** Sets the target's attribute to the source's in the page; an unknown name is an {@link IllegalArgumentException}. */
    public static Link jsdlink(Widget source, String attributeOfSource, Widget target, String attributeOfTarget) {
        return link("DirectionalLink", source, attributeOfSource, target, attributeOfTarget);
    }

    /**
     * Handles what the page's controls have sent while the calling cell or callback was running: their listeners run here and now, on this
     * thread. Without it they wait until the cell has ended, so a long loop calls it once in each turn; where nothing waits that costs less
     * than a microsecond. A training does it after each batch, in its listener's {@code step}:
     * <pre>{@code
     * IntSlider width = new IntSlider("width", 1, 100, 10);
     * for (int step = 0; step < 3; step++) {
     *     Widgets.poll();                                     // a slider that was moved has its new value now
     *     System.out.println(width.value());
     * }
     * }</pre>
     * What a listener prints appears under its widget's cell, what it throws too, and the loop goes on. A listener that calls this handles
     * nothing, and the messages of the widget whose callback is running wait for its end: nothing is entered twice. So they do outside a
     * notebook, in a kernel that cannot, and on a thread that does not run the cell.
     *
     * @return how many messages were handled
     */
    public static int poll() {
        WidgetSession now = session;
        return now == null ? 0 : now.poll();
    }

    /** Whether there is a notebook in which widgets can live. */
    public static boolean connected() {
        return session != null;
    }

    /** Takes every widget off the page. */
    public static void closeAll() {
        WidgetSession now = session;
        if (now != null) now.closeAll();
    }

    static void connect(WidgetSession with) {
        session = with;
    }

    /** Opens the widget for a display; null outside a notebook. */
    static String open(Widget widget) {
        WidgetSession now = session;
        return now == null ? null : now.show(widget.model());
    }

    /** Opens what is shown of the widget, with it; null outside a notebook. */
    static String view(Widget widget) {
        WidgetSession now = session;
        return now == null ? null : now.show(widget.shown());
    }

    static String outputParent() {
        WidgetSession now = session;
        return now == null ? "" : now.outputParent();
    }

    private static VBox following(List<ValueWidget<?, ?>> controls, Supplier<?> draw) {
        if (Set.copyOf(controls).size() < controls.size()) throw new IllegalArgumentException("interact: the same control twice");
        VBox box = new VBox(Box.and(List.copyOf(controls), new HTML("")).toArray(new Widget[0]));
        Pane pane = new Pane(box);
        Runnable redraw = () -> {
            try {
                pane.show(draw.get());
            } catch (RuntimeException e) {                     // the next value may work
                pane.fail(e);
            }
        };
        redraw.run();
        controls.forEach(c -> c.onChange(v -> redraw.run()));
        return box;
    }

    private static Link link(String kind, Widget a, String attributeOfA, Widget b, String attributeOfB) {
        WidgetModel link = WidgetModel.control(kind, null);
        link.attribute("source", StateType.JSON, List.of(a.model(), a.model().attribute(attributeOfA).name()));
        link.attribute("target", StateType.JSON, List.of(b.model(), b.model().attribute(attributeOfB).name()));
        WidgetSession now = session;
        if (now != null) now.open(link);
        return link::close;
    }
}
