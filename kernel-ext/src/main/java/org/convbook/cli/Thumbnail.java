package org.convbook.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** The small picture of a notebook: the first that it shows, or the first of a cell with the tag {@code thumbnail}; as a data URL. */
final class Thumbnail {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 340;
    private static final int MOST_SVG = 150_000;
    private static final String SVG = "data:image/svg+xml;base64,";
    private static final Pattern IN_HTML = Pattern.compile("<img[^>]*?\\ssrc=\"data:image/(png|jpeg|gif|svg\\+xml);base64,([A-Za-z0-9+/=\\s]+)\"");

    private Thumbnail() {}

    /** The picture of an executed notebook; empty where it shows none. */
    static String of(Notebook executed) {
        List<JsonObject> cells = new ArrayList<>(executed.cells("code"));
        cells.sort((a, b) -> Boolean.compare(chosen(b), chosen(a)));
        for (JsonObject cell : cells) {
            if (!cell.has("outputs")) continue;
            for (JsonElement output : cell.getAsJsonArray("outputs")) {
                JsonObject data = output.getAsJsonObject().getAsJsonObject("data");
                String url = data == null ? "" : url(data);
                if (!url.isEmpty()) return url;
            }
        }
        return "";
    }

    private static boolean chosen(JsonObject cell) {
        JsonObject metadata = cell.getAsJsonObject("metadata");
        return metadata != null && metadata.has("tags") && metadata.getAsJsonArray("tags").contains(new JsonPrimitive("thumbnail"));
    }

    private static String url(JsonObject data) {
        String small = data.has("image/png") ? small(Notebook.text(data.get("image/png"))) : "";
        if (!small.isEmpty()) return small;
        Matcher img = IN_HTML.matcher(Notebook.text(data.get("text/html")));
        while (img.find()) {
            boolean svg = img.group(1).startsWith("svg");
            boolean light = img.group(2).length() <= MOST_SVG;
            String url = !svg ? small(img.group(2)) : light ? SVG + img.group(2).replaceAll("\\s", "") : "";
            if (!url.isEmpty()) return url;
        }
        String svg = Notebook.text(data.get("image/svg+xml"));
        if (svg.isEmpty() || svg.length() > MOST_SVG) return "";
        return SVG + Base64.getEncoder().encodeToString(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The picture, made smaller where it is large; empty where it cannot be read or shows hardly anything. */
    private static String small(String base64) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
            if (picture == null || picture.getWidth() < 24 || picture.getHeight() < 24) return "";
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(scaled(picture), "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
    }

    /** Halves while it can, so that thin lines stay; then to the size. */
    private static BufferedImage scaled(BufferedImage picture) {
        double factor = Math.min(1, Math.min((double) WIDTH / picture.getWidth(), (double) HEIGHT / picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor)), height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        BufferedImage now = picture;
        while (now.getWidth() > 2 * width && now.getHeight() > 2 * height) now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
        return drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = result.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        return result;
    }
}
