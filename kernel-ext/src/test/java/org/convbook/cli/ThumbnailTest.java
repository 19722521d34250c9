package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailTest {
    @TempDir Path folder;

    private static String png(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static String cell(String tags, String data) {
        return "{\"cell_type\": \"code\", \"metadata\": {\"tags\": [" + tags
            + "]}, \"source\": \"\", \"outputs\": [{\"output_type\": \"stream\", \"text\": \"\"}, {\"data\": {" + data + "}}]}";
    }

    private String thumbnail(String... cells) throws IOException {
        return Thumbnail.of(Notebook.read(Files.writeString(folder.resolve("a.ipynb"), "{\"cells\": [" + String.join(",", cells)
            + "], \"nbformat\": 4}")));
    }

    private static String size(String url) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(url.substring("data:image/png;base64,".length()))));
        return picture.getWidth() + " x " + picture.getHeight();
    }

    @Test void theFirstPictureIsMadeSmaller() throws IOException {
        assertEquals("520 x 130",
            size(thumbnail(cell("", "\"text/plain\": \"a\""), cell("", "\"image/png\": \"" + png(1600, 400) + "\""),
            cell("", "\"image/png\": \"" + png(50, 50) + "\""))));
        assertEquals("100 x 80", size(thumbnail(cell("", "\"image/png\": \"" + png(100, 80) + "\""))));
    }

    @Test void aTagChoosesAnother() throws IOException {
        assertEquals("50 x 60",
            size(thumbnail(cell("", "\"image/png\": \"" + png(100, 100) + "\""), cell("\"thumbnail\"", "\"image/png\": \"" + png(50, 60) + "\""))));
    }

    @Test void aPictureInHtmlIsOneToo() throws IOException {
        assertEquals("30 x 30",
            size(thumbnail(cell("", "\"text/html\": \"<p><img width=3 src=\\\"data:image/png;base64," + png(30, 30) + "\\\"></p>\""))));
        assertEquals("data:image/svg+xml;base64,PHN2Zy8+",
            thumbnail(cell("", "\"text/html\": \"<img alt='' src=\\\"data:image/svg+xml;base64,PHN2Zy8+\\\">\"")));
        assertEquals("data:image/svg+xml;base64,PHN2Zy8+", thumbnail(cell("", "\"image/svg+xml\": \"<svg/>\"")));
    }

    @Test void whatIsBrokenOrTinyIsPassedOver() throws IOException {
        assertEquals("", thumbnail(cell("", "\"image/png\": \"AAAA\""), cell("", "\"image/png\": \"" + png(8, 8) + "\"")));
        assertTrue(thumbnail(cell("", "\"image/png\": \"!\""), cell("", "\"image/png\": \"" + png(40, 40) + "\""))
            .startsWith("data:image/png;base64,"));
    }
}
