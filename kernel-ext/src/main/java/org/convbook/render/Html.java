package org.convbook.render;

/** Pieces of HTML that are safe to put together: every text that comes from outside goes through {@link #escape}. */
public final class Html {
    private Html() {}

    /** The text with the five characters escaped that mean something in HTML, so that it shows as it is. */
    public static String escape(String text) {
        StringBuilder s = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> s.append("&amp;");
                case '<' -> s.append("&lt;");
                case '>' -> s.append("&gt;");
                case '"' -> s.append("&quot;");
                case '\'' -> s.append("&#39;");
                default -> s.append(c);
            }
        }
        return s.toString();
    }

    /** Text as it is, in the notebook's code font, line breaks kept. */
    public static String preformatted(String text) {
        return "<pre style=\"margin:0;white-space:pre-wrap\">" + escape(text) + "</pre>";
    }

    /** A small remark under an output. */
    public static String note(String text) {
        return "<div style=\"font-size:12px;color:var(--jp-ui-font-color2,#5b6470)\">" + escape(text) + "</div>";
    }

    /** A picture of width x height CSS pixels that shrinks with a narrow page; {@code source} is a data URL. */
    static String img(String source, int width, int height, String alt, boolean pixelated) {
        return "<img src=\"" + source + "\" width=\"" + width + "\" height=\"" + height + "\" alt=\"" + escape(alt)
            + "\" style=\"max-width:100%;height:auto" + (pixelated ? ";image-rendering:pixelated" : "") + "\">";
    }
}
