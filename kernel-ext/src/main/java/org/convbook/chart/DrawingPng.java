package org.convbook.chart;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * PNG files of drawings: of pictures with at most 256 colours, one byte a pixel, and of those with at most 4096, which smooth edges and text
 * make, three or four. Four times as fast as the JDK's writer, which tries every filter on every row; photographs need one.
 */
final class DrawingPng {
    private static final int PALETTE = 256, COLOURS = 4096, SLOTS = 1 << 14, LEVEL = 4;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final int[] colours = new int[COLOURS], slots = new int[SLOTS];   // of a slot: the number of its colour, from 1; 0 where it is free
    private int count;

    private DrawingPng() {
    }

    /** The file, or null for a picture of another kind or with more colours. */
    static byte[] of(BufferedImage image) {
        boolean opaque = image.getType() == BufferedImage.TYPE_INT_RGB;
        boolean whole = image.getRaster().getSampleModelTranslateX() == 0 && image.getRaster().getSampleModelTranslateY() == 0;
        if (!opaque && image.getType() != BufferedImage.TYPE_INT_ARGB || !whole) return null;
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth(), height = image.getHeight();
        if (pixels.length != width * height) return null;                     // a part of a larger one
        return new DrawingPng().file(pixels, width, height, opaque ? 0xff000000 : 0);
    }

    private byte[] file(int[] pixels, int width, int height, int alpha) {
        byte[] rows = new byte[height * (width + 1)];
        for (int y = 0, in = 0, out = 0; y < height; y++) {
            rows[out++] = 0;                                                  // no filter: numbers of colours have no slope
            for (int x = 0, last = 0, number = -1; x < width; x++) {
                int colour = pixels[in++] | alpha;
                if (number < 0 || colour != last) number = number(colour);
                if (number < 0) return null;
                last = colour;
                rows[out++] = (byte) number;
            }
        }
        boolean clear = Arrays.stream(colours, 0, count).anyMatch(c -> c >>> 24 != 255), few = count <= PALETTE;
        byte[] packed = packed(few ? rows : samples(pixels, width, height, clear ? 4 : 3));
        int kind = few ? 3 : clear ? 6 : 2;                                   // palette, RGBA, RGB
        ByteBuffer out = ByteBuffer.allocate(SIGNATURE.length + 5 * 12 + 13 + 4 * PALETTE + packed.length).put(SIGNATURE);
        chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, (byte) kind, 0, 0, 0}).array());
        if (few) palette(out, clear);
        chunk(out, "IDAT", packed);
        chunk(out, "IEND", new byte[0]);
        return Arrays.copyOf(out.array(), out.position());
    }

    private void palette(ByteBuffer out, boolean clear) {
        byte[] palette = new byte[3 * count], transparency = new byte[count];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < 3; c++) palette[3 * i + c] = (byte) (colours[i] >> 16 - 8 * c);
            transparency[i] = (byte) (colours[i] >>> 24);
        }
        chunk(out, "PLTE", palette);
        if (clear) chunk(out, "tRNS", transparency);
    }

    /** Rows of red, green, blue and, of four, alpha. */
    private static byte[] samples(int[] pixels, int width, int height, int channels) {
        byte[] rows = new byte[height * (channels * width + 1)];
        for (int y = 0, in = 0, out = 0; y < height; y++) {
            rows[out++] = 0;
            for (int x = 0; x < width; x++) {
                int colour = pixels[in++];
                for (int shift = 16; shift >= 0; shift -= 8) rows[out++] = (byte) (colour >> shift);
                if (channels == 4) rows[out++] = (byte) (colour >>> 24);
            }
        }
        return rows;
    }

    /** The colour's number; -1 where there are too many. */
    private int number(int colour) {
        int slot = (colour * 0x9e3779b1) >>> 18;
        while (slots[slot] != 0 && colours[slots[slot] - 1] != colour) slot = slot + 1 & SLOTS - 1;
        if (slots[slot] == 0) {
            if (count == COLOURS) return -1;
            colours[count] = colour;
            slots[slot] = ++count;
        }
        return slots[slot] - 1;
    }

    private static byte[] packed(byte[] rows) {
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(rows);
            deflater.finish();
            byte[] out = new byte[rows.length / 4 + 256];
            int n = 0;
            while (true) {
                n += deflater.deflate(out, n, out.length - n);
                if (deflater.finished()) return Arrays.copyOf(out, n);
                out = Arrays.copyOf(out, 2 * out.length);
            }
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteBuffer out, String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(type);
        sum.update(data);
        out.putInt(data.length).put(type).put(data).putInt((int) sum.getValue());
    }
}
