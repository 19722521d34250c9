package org.convbook.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;


import org.convbook.chart.Pictures;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.common.Image;

/**
 * A picture. A small one is enlarged pixel by pixel, so that a digit of 28 x 28 can be read; a heavy one is scaled down, and says so.
 */
final class ImageRenderer extends TypeRenderer<BufferedImage> {
    private static final int SMALL = 128;
    private static final int READABLE = 256;
    private static final int WIDEST = 1600;
    private static final int TWICE = 400_000;
    private static final int ONCE = 950_000;

    ImageRenderer() {
        super(BufferedImage.class);
    }

    @Override protected Levels show(BufferedImage image) {
        int side = Math.max(image.getWidth(), image.getHeight());
        int factor = side <= SMALL ? READABLE / side : 1;
        BufferedImage shown = factor > 1 ? Pictures.enlarge(image, factor) : side > WIDEST ? Pictures.shrink(image, WIDEST) : image;
        String png = png(shown);
        while (png.length() > ONCE) {
            shown = Pictures.shrink(shown, Math.max(shown.getWidth(), shown.getHeight()) * 3 / 4);
            png = png(shown);
        }
        String size = image.getWidth() + " x " + image.getHeight() + " pixels";
        String how = shown == image ? "" : factor > 1 ? "shown " + factor + " times as large"
            : "scaled down to " + shown.getWidth() + " x " + shown.getHeight();
        String text = "picture, " + size + (how.isEmpty() ? "" : ", " + how);
        String html = png.length() > TWICE ? null
            : Html.img("data:image/png;base64," + png, shown.getWidth(), shown.getHeight(), text, factor > 1)
                + (how.startsWith("scaled") ? Html.note(size + ", " + how) : "");
        return new Levels(html, null, png, shown.getWidth(), shown.getHeight(), text);
    }

    @Override protected void renderAsBefore(BufferedImage image, RenderContext context) {
        Image.renderImage(image, context);
    }

    private static String png(BufferedImage image) {
        return Base64.getEncoder().encodeToString(Pictures.png(image));
    }
}
