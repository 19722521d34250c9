package org.convbook.render;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

import org.convbook.chart.Figure;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

import tech.tablesaw.api.Table;

/**
 * The static levels of one output; null where there is none. A front end shows the best it can, so all of them say the same.
 *
 * @param html   what JupyterLab, Notebook and a report show
 * @param svg    an SVG document
 * @param png    a PNG file, base64
 * @param width  of the PNG on the page, in CSS pixels; 0 where there is no PNG
 * @param height of the PNG on the page, in CSS pixels; 0 where there is no PNG
 * @param text   always there
 */
public record Levels(String html, String svg, String png, int width, int height, String text) {
    /** One output never weighs more than this many characters in the notebook file. */
    public static final int MOST = 1_000_000;

    private static final MIMEType WIDGET = new MIMEType("application", "vnd", "jupyter.widget-view", "json");
    private static final int MOST_SVG = 250_000;
    private static final int MOST_PNG = 400_000;
    private static final double[] SCALES = {2, 1.5, 1, 0.7, 0.5, 0.35, 0.25};

    /** HTML and the same in plain text. */
    public static Levels of(String html, String text) {
        return new Levels(html, null, null, 0, 0, text);
    }

    /** Plain text; the notebook shows it in its code font. */
    public static Levels of(String text) {
        return of(null, text);
    }

    /** The first {@code rows} rows of a table. */
    public static Levels of(Table table, int rows) {
        return TableRenderer.show(table, rows);
    }

    /** A figure on all levels. Where it would be too heavy it loses its SVG, then resolution, and says so. */
    public static Levels of(Figure figure) {
        String svg = figure.svg();
        if (svg.length() > MOST_SVG) svg = null;
        String png = null;
        double scale = 0;
        for (int i = 0; i < SCALES.length && (png == null || png.length() > MOST_PNG); i++) {
            scale = SCALES[i];
            png = Base64.getEncoder().encodeToString(figure.png(scale));
        }
        String note = svg == null && scale < 1 ? "scaled down from " + figure.width() + " x " + figure.height() + " pixels" : null;
        String source = svg != null ? svgUrl(svg) : "data:image/png;base64," + png;
        String html = Html.img(source, figure.width(), figure.height(), figure.text(), false) + (note == null ? "" : Html.note(note));
        return new Levels(html, svg, png, figure.width(), figure.height(), figure.text() + (note == null ? "" : "\n(" + note + ")"));
    }

    /** A figure that will be replaced in a moment: only HTML with the drawing itself inside, and text. */
    public static Levels passing(Figure figure) {
        String svg = figure.svg();
        return svg.length() > MOST_SVG ? of(figure) : of(svg, figure.text());
    }

    /** The outputs beside each other; they wrap where the page is narrow. */
    public static Levels row(Levels... parts) {
        return joined("<div style=\"display:inline-block;vertical-align:top;margin:0 12px 8px 0\">", parts);
    }

    /** The outputs under each other. */
    public static Levels column(Levels... parts) {
        return joined("<div style=\"margin:0 0 8px 0\">", parts);
    }

    /** The same output with another text level. */
    public Levels withText(String other) {
        return new Levels(html, svg, png, width, height, other);
    }

    /** Everything, as one display. */
    public DisplayData data() {
        DisplayData data = new DisplayData();
        data.putText(text);
        if (html != null) data.putHTML(html);
        if (svg != null) data.putSVG(svg);
        if (png != null) data.putData(MIMEType.IMAGE_PNG, png, Map.of("width", width, "height", height));
        return data;
    }

    /** How much the output weighs in the notebook file, in characters. */
    public int weight() {
        return length(html) + length(svg) + length(png) + text.length();
    }

    /** What another renderer made. */
    static Levels of(DisplayData data) {
        return new Levels(string(data, MIMEType.TEXT_HTML), string(data, MIMEType.IMAGE_SVG), string(data, MIMEType.IMAGE_PNG), 0, 0,
            data.hasDataForType(MIMEType.TEXT_PLAIN) ? string(data, MIMEType.TEXT_PLAIN) : "");
    }

    /** Whether the display shows more than the static levels say: a widget. */
    static boolean alive(DisplayData data) {
        return data.hasDataForType(WIDGET);
    }

    /** Puts what was asked for into the context. */
    public void into(RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> text);
        if (html != null) context.renderIfRequested(MIMEType.TEXT_HTML, () -> html);
        if (svg != null) context.renderIfRequested(MIMEType.IMAGE_SVG, () -> svg);
        if (png != null && context.renderIfRequested(MIMEType.IMAGE_PNG, () -> png))
            context.getOutputContainer().putMetaData(MIMEType.IMAGE_PNG, Map.of("width", width, "height", height));
    }

    private String asHtml() {
        if (html != null) return html;
        if (svg != null) return "<img src=\"" + svgUrl(svg) + "\" alt=\"" + Html.escape(text) + "\">";
        return png != null ? "<img src=\"data:image/png;base64," + png + "\" alt=\"" + Html.escape(text) + "\">" : Html.preformatted(text);
    }

    private static Levels joined(String open, Levels... parts) {
        String text = Arrays.stream(parts).map(Levels::text).collect(Collectors.joining("\n"));
        String html = Arrays.stream(parts).map(p -> open + p.asHtml() + "</div>").collect(Collectors.joining());
        if (html.length() + text.length() > MOST)
            throw new IllegalArgumentException("display: " + parts.length + " values together weigh " + html.length() / 1000
                + " kB, more than the 1 MB that one output may; show them in several calls");
        return of(html, text);
    }

    private static String svgUrl(String svg) {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }

    private static String string(DisplayData data, MIMEType type) {
        return data.hasDataForType(type) && data.getData(type) instanceof String s ? s : null;
    }

    private static int length(String s) {
        return s == null ? 0 : s.length();
    }
}
