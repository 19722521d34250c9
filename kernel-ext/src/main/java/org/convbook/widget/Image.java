package org.convbook.widget;

import java.awt.image.BufferedImage;
import java.util.Base64;

import org.convbook.chart.Figure;
import org.convbook.render.Display;
import org.convbook.render.Levels;
import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;
import org.convbook.widget.protocol.WidgetModel;

/**
 * A picture that can change; it travels as bytes. A small picture is enlarged pixel by pixel, so that a digit of 28 x 28 can be read.
 */
public final class Image extends Widget {
    private static final int MOST_STILL = 400_000;

    private final Attribute<byte[]> value;
    private final Attribute<String> format, width, height;

    /** No picture yet. */
    public Image() {
        super(WidgetModel.control("Image"));
        value = attribute("value", StateType.BYTES, new byte[0]);
        format = attribute("format", StateType.TEXT, "png");
        width = attribute("width", StateType.TEXT, "");
        height = attribute("height", StateType.TEXT, "");
    }

    /** The picture. */
    public static Image of(BufferedImage picture) {
        return new Image().picture(picture);
    }

    /** The figure, with two pixels for one. */
    public static Image of(Figure figure) {
        return new Image().picture(figure);
    }

    /** Shows the picture in place of what is there. */
    public Image picture(BufferedImage picture) {
        Levels drawn = Display.levels(picture);
        return file(Base64.getDecoder().decode(drawn.png()), "png", drawn.width(), drawn.height());
    }

    /** Shows the figure in place of what is there. */
    public Image picture(Figure figure) {
        return file(figure.png(2), "png", figure.width(), figure.height());
    }

    /**
     * Shows a picture file in place of what is there.
     *
     * @param bytes  the whole file
     * @param format what it is, as in its MIME type: png, jpeg, gif, svg+xml
     * @param width  in CSS pixels, 0 for the file's own
     * @param height in CSS pixels, 0 for the file's own
     */
    public Image file(byte[] bytes, String format, int width, int height) {
        hold(() -> {
            this.format.set(format);
            this.width.set(width == 0 ? "" : String.valueOf(width));
            this.height.set(height == 0 ? "" : String.valueOf(height));
            value.set(bytes.clone());
        });
        return this;
    }

    /** A copy of the picture file. */
    public byte[] bytes() {
        return value.get().clone();
    }

    @Override Levels still() {
        byte[] bytes = value.get();
        String size = width.get().isEmpty() ? "" : ", " + width.get() + " x " + height.get() + " pixels";
        String text = bytes.length == 0 ? "Image, empty" : "Image, " + format.get() + size;
        if (bytes.length == 0 || bytes.length > MOST_STILL) return Levels.of("<span>" + text + "</span>", text);
        String html = "<img src=\"data:image/" + format.get() + ";base64," + Base64.getEncoder().encodeToString(bytes) + "\" alt=\"" + text + "\""
            + (width.get().isEmpty() ? "" : " width=\"" + width.get() + "\" height=\"" + height.get() + "\"") + ">";
        return Levels.of(html, text);
    }
}
