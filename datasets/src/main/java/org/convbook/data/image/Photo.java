package org.convbook.data.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convbook.data.DataFileException;
import org.convbook.data.download.DataHome;
import org.convbook.data.synthetic.Landscape;

/**
 * One photograph to look at and to change.
 * <pre>
 * Photo.load("chelsea")    photos/chelsea.png or .jpg in the folder CONVBOOK_DATA; without such a folder a generated landscape
 * </pre>
 * A name with other characters than letters, digits and -, one that is not there though others are, and a file that cannot be read are a
 * {@link DataFileException}.
 *
 * @param name    of the photo, without ending
 * @param picture its pixels: one grey value each, or red, green and blue
 * @param source  one line: where it came from
 * @param standIn whether it is generated and stands in for a real one
 */
public record Photo(String name, BufferedImage picture, String source, boolean standIn) {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    /** Checks that nothing is null. */
    public Photo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(source, "source");
    }

    /** The photo with this name, or a generated landscape where there are no photos. */
    public static Photo load(String name) {
        return load(DataHome.fromEnvironment(), name);
    }

    static Photo load(DataHome home, String name) {
        if (!name.matches("[A-Za-z0-9-]+")) throw new DataFileException("photo \"%s\": a name has letters, digits and - only".formatted(name));
        Path folder = home.own().map(own -> own.resolve("photos")).orElse(null);
        if (folder == null || !Files.isDirectory(folder)) {
            BufferedImage landscape = new BufferedImage(480, 320, BufferedImage.TYPE_INT_RGB);
            landscape.setRGB(0, 0, 480, 320, Landscape.pixels(480, 320, 1), 0, 480);
            return new Photo("landscape", landscape,
                "generated landscape; set CONVBOOK_DATA to a folder with photos/" + name + ".png in it to see a real photograph", true);
        }
        Path file = ENDINGS.stream().map(ending -> folder.resolve(name + ending)).filter(Files::isRegularFile).findFirst()
            .orElseThrow(() -> new DataFileException("photo \"%s\" was not found in %s; there are %s".formatted(name, folder, names(folder))));
        return new Photo(name, read(file), "photograph " + file.getFileName() + " from CONVBOOK_DATA", false);
    }

    /** The same photo, no longer than this on either side; a smaller one stays as it is. */
    public Photo within(int side) {
        double scale = (double) side / Math.max(picture.getWidth(), picture.getHeight());
        if (scale >= 1) return this;
        int w = Math.max(1, (int) Math.round(picture.getWidth() * scale)), h = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage now = picture;
        while (now.getWidth() > 2 * w) now = resized(now, (now.getWidth() + 1) / 2, (now.getHeight() + 1) / 2);   // halving sees every pixel
        return new Photo(name, resized(now, w, h), source, standIn);
    }

    /** The brightness of each pixel: Y = 0.299 R + 0.587 G + 0.114 B, rounded; a grey photo stays as it is. */
    public BufferedImage grey() {
        if (channels() == 1) return picture;
        BufferedImage grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
            int x = i % picture.getWidth(), y = i / picture.getWidth(), rgb = picture.getRGB(x, y);
            grey.getRaster().setSample(x, y, 0, Math.round(0.299f * (rgb >> 16 & 255) + 0.587f * (rgb >> 8 & 255) + 0.114f * (rgb & 255)));
        }
        return grey;
    }

    /** All values, 0 to 1, plane by plane, row by row: [C, H, W]. */
    public float[] values() {
        int area = picture.getWidth() * picture.getHeight();
        float[] values = new float[channels() * area];
        for (int i = 0; i < area; i++) {
            int x = i % picture.getWidth(), y = i / picture.getWidth();
            if (channels() == 1) values[i] = picture.getRaster().getSample(x, y, 0) / 255f;
            else for (int c = 0; c < 3; c++) values[c * area + i] = (picture.getRGB(x, y) >> 16 - 8 * c & 255) / 255f;
        }
        return values;
    }

    /** {C, H, W}: 1 or 3, rows, columns. */
    public int[] shape() {
        return new int[] {channels(), picture.getHeight(), picture.getWidth()};
    }

    private int channels() {
        return picture.getRaster().getNumBands() == 1 ? 1 : 3;
    }

    private static BufferedImage resized(BufferedImage from, int width, int height) {
        BufferedImage to = new BufferedImage(width, height, from.getType());
        Graphics2D g = to.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(from, 0, 0, width, height, null);
        g.dispose();
        return to;
    }

    /** As eight-bit grey or as RGB, whatever the file holds. */
    private static BufferedImage read(Path file) {
        BufferedImage read;
        try {
            read = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
        if (read == null) throw new DataFileException("%s: is no picture that can be read, expected PNG or JPEG".formatted(file));
        if (read.getType() == BufferedImage.TYPE_BYTE_GRAY) return read;
        boolean grey = read.getRaster().getNumBands() <= 2;
        BufferedImage image = new BufferedImage(read.getWidth(), read.getHeight(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        image.getGraphics().drawImage(read, 0, 0, null);
        return image;
    }

    private static String names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).filter(f -> ENDINGS.stream().anyMatch(f::endsWith))
                .map(f -> f.substring(0, f.lastIndexOf('.'))).sorted().toList();
            return names.isEmpty() ? "none" : String.join(", ", names);
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be listed (%s)".formatted(folder, e.getMessage()), e);
        }
    }
}
