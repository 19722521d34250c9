package org.convbook.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.convbook.data.DataFileException;

/**
 * Turns the bytes of a PNG, JPEG, BMP or GIF file into planes of bytes, by the JDK's readers. A file that is damaged, cut off, of another
 * kind or too large is a {@link DataFileException}; its size is checked before room is made for it.
 */
final class ImageDecoder {
    private static final long MOST_PIXELS = 1 << 26;                           // 8192 x 8192

    private ImageDecoder() { }

    /** The bytes of an image in this form: channel by channel, row by row. */
    static byte[] image(byte[] file, String where, ImageForm form) {
        BufferedImage image = decode(file, where, form);
        int height = image.getHeight();
        int width = image.getWidth();
        byte[][] planes = isGrey(image) ? new byte[][] {greyPlane(image)} : colourPlanes(image);
        if (planes.length == 3 && form.channels() == 1) planes = new byte[][] {luma(planes)};
        ImageForm.Part part = form.part(height, width);
        int area = form.height() * form.width();
        byte[] all = new byte[form.channels() * area];
        for (int c = 0; c < form.channels(); c++) {
            byte[] plane = planes[Math.min(c, planes.length - 1)];
            boolean same = height == form.height() && width == form.width();
            System.arraycopy(same ? plane : Resized.plane(plane, height, width, part, form), 0, all, c * area, area);
        }
        return all;
    }

    /** The numbers that a grey or indexed image holds, not the colours it shows, in this form. */
    static byte[] mask(byte[] file, String where, ImageForm form) {
        BufferedImage image = decode(file, where, form);
        Raster raster = image.getRaster();
        if (raster.getNumBands() != 1 || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
            throw new DataFileException("%s: a mask with %d channels, expected one byte a pixel, the class number (grey or indexed PNG)"
                .formatted(where, raster.getNumBands()));
        }
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] labels = bytes(raster, 0);
        return height == form.height() && width == form.width() ? labels
            : Resized.mask(labels, height, width, form.part(height, width), form);
    }

    /** Writes the values, 0 to 1, of an image in this form that starts at a byte. */
    static void values(byte[] bytes, int from, ImageForm form, float[] into, int offset) {
        int length = form.channels() * form.height() * form.width();
        Objects.checkFromIndexSize(offset, length, into.length);
        for (int k = 0; k < length; k++) into[offset + k] = (bytes[from + k] & 0xff) / 255f;
    }

    /** Height and width as the file's header tells. */
    static int[] size(byte[] file, String where) {
        return withReader(file, where, reader -> new int[] {reader.getHeight(0), reader.getWidth(0)});
    }

    private static BufferedImage decode(byte[] file, String where, ImageForm form) {
        PngChunks.check(file, where);
        return withReader(file, where, reader -> {
            long height = reader.getHeight(0);
            long width = reader.getWidth(0);
            if (height * width > MOST_PIXELS) {
                throw new DataFileException("%s: %d x %d pixels, expected at most %d in all".formatted(where, height, width, MOST_PIXELS));
            }
            if (form.sizing() == ImageForm.Sizing.EXACT && (height != form.height() || width != form.width())) {
                throw new DataFileException("%s: %dx%d pixels (height x width), expected %dx%d; stretched() or cropped() would resize it"
                    .formatted(where, height, width, form.height(), form.width()));
            }
            return reader.read(0);
        });
    }

    private interface Reading<T> {
        T apply(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(byte[] file, String where, Reading<T> reading) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) throw new DataFileException(where + ": is no image, expected PNG, JPEG, BMP or GIF");
            ImageReader reader = readers.next();
            String[] warning = new String[1];
            try {
                reader.addIIOReadWarningListener((source, text) -> warning[0] = text);      // a JPEG that is cut off is only warned of
                reader.setInput(in, true, true);
                T result = reading.apply(reader);
                if (warning[0] != null) throw new IOException(warning[0]);
                return result;
            } finally {
                reader.dispose();
            }
        } catch (DataFileException e) {
            throw e;
        } catch (IOException e) {
            throw new DataFileException("%s: cannot be read as an image (%s)".formatted(where, e.getMessage()), e);
        } catch (RuntimeException e) {                                         // the JDK's readers throw all kinds of them on damaged files
            throw new DataFileException("%s: cannot be read as an image (%s)".formatted(where, e), new IOException(e));
        }
    }

    private static boolean isGrey(BufferedImage image) {
        ColorModel model = image.getColorModel();
        return !(model instanceof IndexColorModel) && model.getNumColorComponents() == 1;
    }

    /** The raw samples: getRGB would send them through a gamma curve. */
    private static byte[] greyPlane(BufferedImage image) {
        int bits = image.getColorModel().getComponentSize(0);
        return bits <= 8 ? bytes(image.getRaster(), 0) : bytes(image.getRaster(), bits - 8);
    }

    private static byte[] bytes(Raster raster, int shift) {
        int[] samples = raster.getSamples(raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        byte[] plane = new byte[samples.length];
        for (int p = 0; p < plane.length; p++) plane[p] = (byte) (samples[p] >> shift);
        return plane;
    }

    private static byte[][] colourPlanes(BufferedImage image) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[][] planes = new byte[3][rgb.length];
        for (int p = 0; p < rgb.length; p++) {
            for (int c = 0; c < 3; c++) planes[c][p] = (byte) (rgb[p] >> (16 - 8 * c));
        }
        return planes;
    }

    private static byte[] luma(byte[][] rgb) {
        byte[] grey = new byte[rgb[0].length];
        for (int p = 0; p < grey.length; p++) {
            int sum = 299 * (rgb[0][p] & 0xff) + 587 * (rgb[1][p] & 0xff) + 114 * (rgb[2][p] & 0xff);
            grey[p] = (byte) ((sum + 500) / 1000);
        }
        return grey;
    }
}
