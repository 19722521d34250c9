package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convbook.data.Batch;
import org.convbook.data.DataFileException;
import org.convbook.data.Loader;
import org.convbook.data.SplitMix;
import org.convbook.data.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final ImageForm FORM = ImageForm.rgb(2, 3);

    @TempDir Path root;

    private static String refusal(Executable reading) {
        return assertThrows(DataFileException.class, reading).getMessage();
    }

    private Path pets() throws IOException {
        return CifarBytes.write(root.resolve("pets"), Pngs.pets());
    }

    @Test void foldersAreClassesInAlphabeticalOrder() throws IOException {
        ImageFolder pets = ImageFolder.of(pets(), FORM);
        assertEquals(List.of("cats", "dogs"), pets.classes());
        assertArrayEquals(new int[] {0, 0, 1}, pets.labels());
        assertEquals(List.of("cats/more/kit.PNG", "cats/tom.png", "dogs/rex.bmp"), List.of(pets.file(0), pets.file(1), pets.file(2)));
        assertEquals("pets: 3 images of 3x2x3, 2 classes (3 images from %s)".formatted(root.resolve("pets")), pets.toString());
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, TestImages.values(pets, 1));
        float[] grey = {0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1};
        assertArrayEquals(grey, TestImages.values(pets.check(), 0), 1e-7f);
    }

    @Test void archivesReadLikeFolders() throws IOException {
        Map<String, byte[]> inside = new LinkedHashMap<>();
        Pngs.pets().forEach((name, content) -> inside.put("pets/train/" + name, content));
        ImageFolder folder = ImageFolder.of(pets(), FORM);
        ImageFolder zip = ImageFolder.of(Files.write(root.resolve("pets.zip"), Pngs.zip(inside)), "pets/train", FORM);
        ImageFolder tar = ImageFolder.of(Files.write(root.resolve("pets.tar.gz"), IdxBytes.gzip(TarBytes.of(inside))), "pets/train/", FORM);
        for (ImageFolder archive : List.of(zip, tar)) {
            assertArrayEquals(folder.labels(), archive.labels());
            for (int i = 0; i < 3; i++) assertArrayEquals(TestImages.values(folder, i), TestImages.values(archive, i));
        }
        assertEquals("pets/train/cats/tom.png", zip.file(1));
        Batch batch = new Loader(zip, 3).prefetch(2, 2).iterator().next();
        assertArrayEquals(new int[] {0, 0, 1}, batch.labels());
    }

    @Test void colourBecomesGreyByItsBrightness() throws IOException {
        ImageFolder pets = ImageFolder.of(pets(), ImageForm.grey(2, 3));
        assertEquals(76 / 255f, TestImages.values(pets, 1)[0]);                  // 0.299 * 255 = 76.2
        assertEquals(29 / 255f, TestImages.values(pets, 2)[0]);                  // 0.114 * 255 = 29.1
        assertArrayEquals(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, TestImages.values(pets, 0), 1e-7f);
    }

    @Test void anotherSizeIsRefusedStretchedOrCropped() throws IOException {
        BufferedImage wide = Pngs.grey(2, 4, 0, 40, 80, 120, 100, 140, 180, 220);
        Path file = CifarBytes.write(root.resolve("w"), Map.of("a/wide.png", Pngs.encode(wide, "png"))).resolve("a/wide.png");
        ImageForm form = ImageForm.grey(2, 2);
        assertEquals(file + ": 2x4 pixels (height x width), expected 2x2; stretched() or cropped() would resize it",
            refusal(() -> ImageFolder.of(root.resolve("w"), form).check()));
        // the middle two columns, as they are
        assertArrayEquals(new float[] {40, 80, 140, 180}, bytes(ImageFolder.of(root.resolve("w"), form.cropped())), 1e-4f);
        // four columns to two: weights 3/8 3/8 1/8 for the pixels at 0.5, 0.5 and 1.5 from the centre, made up to one: 3/7 3/7 1/7
        float left = (3 * 0 + 3 * 40 + 80) / 7f;
        float right = (40 + 3 * 80 + 3 * 120) / 7f;
        assertArrayEquals(new float[] {Math.round(left), Math.round(right), Math.round(100 + left), Math.round(100 + right)},
            bytes(ImageFolder.of(root.resolve("w"), form.stretched())), 1e-4f);
        // 2 to 4 columns: bilinear at 0.25 and 0.75 between the pixels
        ImageFolder large = ImageFolder.of(CifarBytes.write(root.resolve("n"), Map.of("a/n.png", Pngs.encode(Pngs.grey(1, 2, 0, 200), "png"))),
            ImageForm.grey(1, 4).stretched());
        assertArrayEquals(new float[] {0, 50, 150, 200}, bytes(large), 1e-4f);
    }

    private static float[] bytes(ImageFolder images) {
        float[] values = TestImages.values(images, 0);
        for (int k = 0; k < values.length; k++) values[k] *= 255;
        return values;
    }

    @Test void deepAndTransparentImagesAreReadToo() throws IOException {
        BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x8001);
        BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x80204060);
        BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xff0000);
        CifarBytes.write(root.resolve("k"), Map.of("a/1.png", Pngs.encode(deep, "png"), "a/2.png", Pngs.encode(clear, "png"),
            "a/3.gif", Pngs.encode(indexed, "gif"), "a/4.jpg", Pngs.encode(Pngs.plain(1, 1, 0x808080), "jpg")));
        ImageFolder images = ImageFolder.of(root.resolve("k"), ImageForm.rgb(1, 1));
        assertArrayEquals(new float[] {128, 128, 128}, scaled(images, 0), 1e-4f);
        assertArrayEquals(new float[] {0x20, 0x40, 0x60}, scaled(images, 1), 1e-4f);
        assertArrayEquals(new float[] {255, 0, 0}, scaled(images, 2), 1e-4f);
        assertArrayEquals(new float[] {128, 128, 128}, scaled(images, 3), 1.01f);
    }

    private static float[] scaled(ImageFolder images, int i) {
        float[] values = TestImages.values(images, i);
        for (int k = 0; k < values.length; k++) values[k] *= 255;
        return values;
    }

    @Test void aFileThatIsNoImageIsNamed() throws IOException {
        Path file = Files.writeString(pets().resolve("dogs/fake.jpg"), "this is no picture");
        ImageFolder pets = ImageFolder.of(root.resolve("pets"), FORM);
        assertEquals(file + ": is no image, expected PNG, JPEG, BMP or GIF", refusal(pets::check));
        Path other = Files.write(root.resolve("pets/dogs/other.webp"), new byte[9]);
        assertEquals(other + ": is of a kind that cannot be read, expected PNG, JPEG, BMP or GIF",
            refusal(() -> ImageFolder.of(root.resolve("pets"), FORM)));
    }

    @Test void imagesThatAreCutOffAreNoticed() throws IOException {
        BufferedImage noise = Pngs.grey(20, 20, noise(400));
        for (String kind : List.of("png", "jpg", "bmp", "gif")) {
            byte[] whole = Pngs.encode(noise, kind);
            float[] right = null;
            for (int length = whole.length; length > 0; length -= length > whole.length - 20 ? 1 : 7) {
                Path folder = CifarBytes.write(root.resolve(kind + length), Map.of("a/x." + kind, Arrays.copyOf(whole, length)));
                ImageFolder images = ImageFolder.of(folder, ImageForm.grey(20, 20));
                try {
                    float[] values = TestImages.values(images, 0);
                    if (right == null) right = values;
                    assertArrayEquals(right, values, kind + " cut off to " + length + " of " + whole.length);
                } catch (DataFileException e) {
                    assertTrue(e.getMessage().startsWith(folder.resolve("a/x." + kind) + ": "), e.getMessage());
                }
            }
        }
    }

    private static int[] noise(int n) {
        int[] samples = new int[n];
        for (int k = 0; k < n; k++) samples[k] = SplitMix.of(k).nextInt(256);
        return samples;
    }

    @Test void foldersWithoutImagesOrClassesAreRefused() throws IOException {
        Path flat = CifarBytes.write(root.resolve("flat"), Map.of("x.png", Pngs.encode(Pngs.plain(1, 1, 0), "png")));
        assertEquals(flat.resolve("x.png") + ": lies in no class's folder, expected a folder for each class",
            refusal(() -> ImageFolder.of(flat, FORM)));
        Path empty = Files.createDirectories(root.resolve("empty"));
        assertEquals(empty + ": no images in a folder for each class, expected PNG, JPEG, BMP or GIF",
            refusal(() -> ImageFolder.of(empty, FORM)).replace(empty + "/", empty + ""));
        assertEquals(root.resolve("not") + ": is not there, expected a folder or a zip or tar archive",
            refusal(() -> ImageFolder.of(root.resolve("not"), FORM)));
        Path rar = Files.write(root.resolve("x.rar"), new byte[3]);
        assertEquals(rar + ": is neither a folder nor an archive, expected a name that ends in .zip, .tar, .tar.gz or .tgz",
            refusal(() -> ImageFolder.of(rar, FORM)));
    }

    @Test void aDamagedPngIsToldByItsChecksum() throws IOException {
        byte[] png = Pngs.encode(Pngs.grey(2, 3, 0, 51, 102, 153, 204, 255), "png");
        int data = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
        png[data + 10] ^= 1;
        Path file = CifarBytes.write(root.resolve("d"), Map.of("a/x.png", png)).resolve("a/x.png");
        assertEquals(file + ": the PNG chunk at byte %d has a wrong checksum, expected a sound file; fetch it again".formatted(data - 4),
            refusal(() -> ImageFolder.of(root.resolve("d"), FORM).check()));
        png[data + 10] ^= 1;
        Files.write(file, Arrays.copyOf(png, png.length - 5));
        assertEquals(file + ": ends at byte %d within a PNG chunk, expected its end mark; fetch it again".formatted(png.length - 5),
            refusal(() -> ImageFolder.of(root.resolve("d"), FORM).check()));
    }

    @Test void hostileArchivesAreRefused() throws IOException {
        Path zip = Files.write(root.resolve("evil.zip"), Pngs.zip(Map.of("../a/x.png", new byte[3])));
        assertEquals(zip + ": an entry is called \"../a/x.png\", expected a name inside the archive", refusal(() -> ImageFolder.of(zip, FORM)));
        Path broken = Files.write(root.resolve("broken.zip"), new byte[300]);
        assertTrue(refusal(() -> ImageFolder.of(broken, FORM)).startsWith(broken + ": cannot be read as a zip archive ("));
        byte[] huge = Pngs.encode(Pngs.plain(1, 1, 0), "png");
        huge[16] = 0x7f;                                                       // the header now says 2130706433 columns
        Path folder = CifarBytes.write(root.resolve("huge"), Map.of("a/x.png", huge));
        assertTrue(refusal(() -> ImageFolder.of(folder, FORM.stretched()).check()).startsWith(folder.resolve("a/x.png") + ": "));
        byte[] bomb = Pngs.zip(Map.of("a/x.png", new byte[3]));
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(new String(bomb, StandardCharsets.ISO_8859_1).indexOf("PK\1\2") + 24, 1 << 30);
        Path packed = Files.write(root.resolve("bomb.zip"), bomb);
        assertEquals(packed + ", a/x.png: 1073741824 bytes, expected at most 268435456", refusal(() -> ImageFolder.of(packed, FORM).check()));
    }

    @Test void badFormsAreRefusedInWords() {
        assertEquals("ImageForm: channels must be 1 or 3, got 4",
            assertThrows(IllegalArgumentException.class, () -> new ImageForm(4, 2, 2, ImageForm.Sizing.CROP)).getMessage());
        assertEquals("ImageForm: sides must be 1 to 4096 pixels, got 0x5",
            assertThrows(IllegalArgumentException.class, () -> ImageForm.rgb(0, 5)).getMessage());
    }

    @Test void theCacheKeepsWithinItsBounds() {
        ByteCache cache = new ByteCache(10);
        int[] made = new int[1];
        for (int k : new int[] {1, 2, 1, 3, 1, 2, 4}) {
            assertEquals(k, cache.get(k, n -> {
                made[0]++;
                byte[] bytes = new byte[n == 4 ? 11 : 4];
                bytes[0] = (byte) n;
                return bytes;
            })[0]);
            assertTrue(cache.bytes() <= 10);
        }
        assertEquals(5, made[0]);                                              // 2 was forgotten for 3, as 1 was asked for since; 4 is too large
    }
}
