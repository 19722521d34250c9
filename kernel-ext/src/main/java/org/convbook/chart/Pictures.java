package org.convbook.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.io.IOException;
import java.io.ByteArrayOutputStream;
import javax.imageio.ImageIO;
import java.util.function.DoubleFunction;

/**
 * Numbers as pixels. Arrays are in row order; three channels are planes one after the other, [3, height, width].
 * A length that does not fit the size is an {@link IllegalArgumentException}.
 */
public final class Pictures {
    private Pictures() {}

    /** Grey picture of height x width values: {@code low} is black, {@code high} is white, values outside are clamped. */
    public static BufferedImage grey(float[] values, int height, int width, double low, double high) {
        return mapped(values, height, width, v -> Palette.grey(share(v, low, high)));
    }

    /** Signed picture: zero is mid grey, {@code -range} dark blue, {@code +range} pale yellow. */
    public static BufferedImage signed(float[] values, int height, int width, double range) {
        return mapped(values, height, width, v -> Palette.diverging(range > 0 ? v / range : 0));
    }

    /** Colour picture of three planes, red, green, blue: {@code low} is dark, {@code high} is full. */
    public static BufferedImage colour(float[] planes, int height, int width, double low, double high) {
        int n = height * width;
        check(planes.length, 3 * n, "colour picture of 3 x " + height + " x " + width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < n; i++) {
            int r = level(planes[i], low, high), g = level(planes[n + i], low, high), b = level(planes[2 * n + i], low, high);
            image.setRGB(i % width, i / width, r << 16 | g << 8 | b);
        }
        return image;
    }

    /** The picture enlarged so that each of its pixels is a square of {@code factor} x {@code factor}. */
    public static BufferedImage enlarge(BufferedImage image, int factor) {
        if (factor < 1) throw new IllegalArgumentException("enlarge: factor must be at least 1, got " + factor);
        return resized(image, image.getWidth() * factor, image.getHeight() * factor, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    }

    /** The picture scaled down, keeping its proportions, until neither side is longer than {@code side}. */
    public static BufferedImage shrink(BufferedImage image, int side) {
        BufferedImage now = image;
        while (Math.max(now.getWidth(), now.getHeight()) > 2 * side)                     // halving averages all pixels
            now = resized(now, (now.getWidth() + 1) / 2, (now.getHeight() + 1) / 2, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double scale = (double) side / Math.max(now.getWidth(), now.getHeight());
        if (scale >= 1) return now;
        return resized(now, Math.max(1, (int) Math.round(now.getWidth() * scale)), Math.max(1, (int) Math.round(now.getHeight() * scale)),
            RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    }

    private static BufferedImage mapped(float[] values, int height, int width, DoubleFunction<Color> colour) {
        check(values.length, height * width, "picture of " + height + " x " + width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) image.setRGB(i % width, i / width, colour.apply(values[i]).getRGB());
        return image;
    }

    private static BufferedImage resized(BufferedImage image, int width, int height, Object interpolation) {
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage result = new BufferedImage(width, height, type);
        Graphics2D g = result.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return result;
    }

    private static double share(double v, double low, double high) {
        return high > low ? (v - low) / (high - low) : 0.5;
    }

    private static int level(double v, double low, double high) {
        return Palette.grey(share(v, low, high)).getRed();
    }

    private static void check(int got, int expected, String what) {
        if (got != expected) throw new IllegalArgumentException(what + " needs " + expected + " values, got " + got);
    }

    /** The picture as a PNG file's bytes. */
    public static byte[] png(BufferedImage image) {
        byte[] drawing = DrawingPng.of(image);
        if (drawing != null) return drawing;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("the picture could not be written as PNG", e);
        }
        return out.toByteArray();
    }
}
