package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convbook.data.Batch;
import org.convbook.data.DataFileException;
import org.convbook.data.Loader;
import org.convbook.data.TestMasks;
import org.convbook.data.download.DataHome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class MaskFolderTest {
    private static final ImageForm FORM = ImageForm.grey(2, 2);

    @TempDir Path root;

    private static byte[] grey(int... samples) {
        return Pngs.encode(Pngs.grey(2, 2, samples), "png");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Classes sky, void, road; images b and a in train, c in val and test. */
    private static Map<String, byte[]> scenes() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("classes.txt", text("sky\nvoid\nroad\n"));
        files.put("train.txt", text("b\na\n"));
        files.put("train/a.png", grey(0, 51, 102, 153));
        files.put("train/b.png", grey(255, 255, 0, 0));
        files.put("trainannot/a.png", grey(0, 1, 2, 255));
        files.put("trainannot/b.png", grey(2, 2, 0, 0));
        for (String split : List.of("val", "test")) {
            files.put(split + "/c.png", grey(0, 0, 0, 0));
            files.put(split + "annot/c.png", grey(0, 0, 2, 2));
        }
        return files;
    }

    private MaskFolder train(Map<String, byte[]> files) throws IOException {
        return MaskFolder.of(CifarBytes.write(Files.createTempDirectory(root, "s"), files), "", "train", FORM);
    }

    private static String refusal(Executable reading) {
        return assertThrows(DataFileException.class, reading).getMessage().replaceFirst("^.*/s\\d+/", "");
    }

    @Test void imagesAndMasksAreReadInTheOrderOfTheList() throws IOException {
        MaskFolder train = train(scenes());
        assertEquals(List.of("sky", "road"), train.classes());
        assertArrayEquals(new int[] {1, 1, 0, 0, 0, 255, 1, 255}, TestMasks.masks(train));
        Batch batch = new Loader(train, 2).iterator().next();
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0.2f, 0.4f, 0.6f}, batch.images(), 1e-7f);
        assertArrayEquals(new int[] {1, 1, 0, 0, 0, 255, 1, 255}, batch.labels());
        assertEquals(255, train.ignoreIndex());
    }

    @Test void withoutAListAllImagesAreTaken() throws IOException {
        Map<String, byte[]> files = scenes();
        files.remove("train.txt");
        assertArrayEquals(new int[] {0, 255, 1, 255, 1, 1, 0, 0}, TestMasks.masks(train(files).check()));
    }

    @Test void masksAreResizedByTheNearestPixel() throws IOException {
        Path folder = CifarBytes.write(root.resolve("x"), scenes());
        MaskFolder large = MaskFolder.of(folder, "", "train", ImageForm.grey(4, 4).stretched());
        assertArrayEquals(new int[] {0, 0, 255, 255, 0, 0, 255, 255, 1, 1, 255, 255, 1, 1, 255, 255}, TestMasks.masks(large.check().subset(1)));
        MaskFolder row = MaskFolder.of(folder, "", "train", ImageForm.grey(1, 2).cropped());
        assertArrayEquals(new int[] {1, 255}, TestMasks.masks(row.subset(1)));      // centres at row 1.0: the lower one
    }

    @Test void indexedMasksGiveTheirNumbersNotTheirColours() throws IOException {
        BufferedImage indexed = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.getRaster().setPixels(0, 0, 2, 2, new int[] {2, 0, 1, 2});
        Map<String, byte[]> files = scenes();
        files.put("trainannot/b.png", Pngs.encode(indexed, "png"));
        assertArrayEquals(new int[] {1, 0, 255, 1}, TestMasks.masks(train(files).subset(0)));
    }

    @Test void whatIsMissingOrWrongIsNamed() throws IOException {
        Map<String, byte[]> files = scenes();
        files.remove("trainannot/a.png");
        assertEquals("trainannot: no file for \"a\", expected an image and its mask", refusal(() -> train(files)));
        Map<String, byte[]> listed = scenes();
        listed.put("train.txt", text("a\nzebra\n"));
        assertEquals("train: no file for \"zebra\", expected an image and its mask", refusal(() -> train(listed)));
        Map<String, byte[]> unnamed = scenes();
        unnamed.remove("classes.txt");
        assertEquals("classes.txt: is not there, expected the names of the classes, one a line", refusal(() -> train(unnamed)));
        Map<String, byte[]> wrong = scenes();
        wrong.put("trainannot/a.png", grey(0, 0, 7, 0));
        assertEquals("trainannot/a.png: the pixel of row 1 and column 0 holds 7, expected 0 to 2, or 255 for none",
            refusal(() -> train(wrong).check()));
        Map<String, byte[]> colour = scenes();
        colour.put("trainannot/a.png", Pngs.encode(Pngs.plain(2, 2, 0), "png"));
        assertEquals("trainannot/a.png: a mask with 3 channels, expected one byte a pixel, the class number (grey or indexed PNG)",
            refusal(() -> train(colour).check()));
        Map<String, byte[]> small = scenes();
        small.put("trainannot/a.png", Pngs.encode(Pngs.grey(1, 2, 0, 0), "png"));
        assertEquals("trainannot/a.png: 1x2 pixels, expected 2x2 as its image has", refusal(() -> train(small).check()));
        Map<String, byte[]> twice = scenes();
        twice.put("train/a.gif", grey(0, 0, 0, 0));
        assertEquals("train/a.png: has the same name as train/a.gif, expected one file for each", refusal(() -> train(twice)));
    }

    @Test void camVidIsFoundAsFoldersOrZip() throws IOException {
        DataHome home = new DataHome(Optional.of(root.resolve("own")), root.resolve("cache"), true);
        Map<String, byte[]> inside = new LinkedHashMap<>();
        scenes().forEach((name, content) -> inside.put("camvid-2x2/" + name, content));
        CifarBytes.write(root.resolve("own/camvid"), Map.of("camvid-2x2.zip", Pngs.zip(inside)));
        CamVid zip = CamVid.load(home, Optional.empty());
        assertEquals("CamVid train: 2 images of 3x2x2, 2 classes, one for each pixel (2 road scenes of CamVid, from CONVBOOK_DATA)",
            zip.train().toString());
        CifarBytes.write(root.resolve("y"), inside);
        CamVid folder = CamVid.from(root.resolve("y"), FORM.stretched());
        assertArrayEquals(TestMasks.masks(zip.train()), TestMasks.masks(folder.train()));
        assertEquals(1, folder.validation().size());
        Files.delete(root.resolve("own/camvid/camvid-2x2.zip"));
        assertEquals(root.resolve("own/camvid") + ": no folder trainannot with masks, expected CamVid's six folders",
            assertThrows(DataFileException.class, () -> CamVid.load(home, Optional.empty())).getMessage());
        Files.delete(root.resolve("own/camvid"));
        assertEquals("CamVid was not found in " + root.resolve("own")
            + ", expected a folder camvid with train, trainannot, val, valannot, test and testannot, or a zip of them",
            assertThrows(DataFileException.class, () -> CamVid.load(home, Optional.empty())).getMessage());
    }
}
