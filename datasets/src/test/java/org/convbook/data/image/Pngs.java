package org.convbook.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Image files for tests. */
final class Pngs {
    private Pngs() { }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) throw new IllegalArgumentException("no writer for " + format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A grey image with these samples, row by row. */
    static BufferedImage grey(int height, int width, int... samples) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, width, height, samples);
        return image;
    }

    /** An image of one colour. */
    static BufferedImage plain(int height, int width, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < height * width; p++) image.setRGB(p % width, p / width, rgb);
        return image;
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Three images of 2x3 pixels in two classes, and other files. */
    static Map<String, byte[]> pets() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("readme.txt", new byte[3]);
        files.put("dogs/rex.bmp", encode(plain(2, 3, 0x0000ff), "bmp"));
        files.put("dogs/notes.txt", new byte[3]);
        files.put("cats/tom.png", encode(plain(2, 3, 0xff0000), "png"));
        files.put("cats/more/kit.PNG", encode(grey(2, 3, 0, 51, 102, 153, 204, 255), "png"));
        files.put("cats/.hidden.png", new byte[3]);
        files.put("__MACOSX/cats/._tom.png", new byte[3]);
        return files;
    }
}
