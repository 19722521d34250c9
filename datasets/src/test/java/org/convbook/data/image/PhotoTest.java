package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.convbook.data.DataFileException;
import org.convbook.data.download.DataHome;
import org.convbook.data.synthetic.Landscape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoTest {
    @TempDir Path folder;

    private DataHome home() {
        return new DataHome(Optional.of(folder), folder, true);
    }

    private static BufferedImage colours() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF0000);
        image.setRGB(1, 0, 0x336699);
        return image;
    }

    private void save(String name, BufferedImage image) throws IOException {
        File file = Files.createDirectories(folder.resolve("photos")).resolve(name).toFile();
        assertTrue(ImageIO.write(image, "png", file));
    }

    @Test void aPhotoIsReadFromTheUsersFolder() throws IOException {
        save("cat.png", colours());
        Photo cat = Photo.load(home(), "cat");
        assertEquals("photograph cat.png from CONVBOOK_DATA", cat.source());
        assertFalse(cat.standIn());
        assertArrayEquals(new int[] {3, 1, 2}, cat.shape());
        assertArrayEquals(new float[] {1, 0x33 / 255f, 0, 0x66 / 255f, 0, 0x99 / 255f}, cat.values(), 1e-6f);
        assertEquals(Math.round(0.299 * 255), cat.grey().getRaster().getSample(0, 0, 0));
        assertEquals(Math.round(0.299 * 0x33 + 0.587 * 0x66 + 0.114 * 0x99), cat.grey().getRaster().getSample(1, 0, 0));
    }

    @Test void aGreyPhotoHasOnePlaneOfItsRawBytes() throws IOException {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 3; i++) grey.getRaster().setSample(i, 0, 0, 51 * i);
        save("coins.png", grey);
        assertArrayEquals(new float[] {0, 0.2f, 0.4f}, Photo.load(home(), "coins").values(), 1e-6f);
    }

    @Test void withoutPhotosALandscapeStandsIn() {
        Photo landscape = Photo.load(home(), "cat");
        assertTrue(landscape.standIn());
        assertEquals("generated landscape; set CONVBOOK_DATA to a folder with photos/cat.png in it to see a real photograph", landscape.source());
        assertArrayEquals(new int[] {3, 320, 480}, landscape.shape());
        assertArrayEquals(new int[] {3, 100, 150}, landscape.within(150).shape());
        assertEquals(landscape, landscape.within(2000));
    }

    @Test void theLandscapeIsTheSameForTheSameSeedAndHasManyColours() {
        int[] pixels = Landscape.pixels(60, 40, 1);
        assertArrayEquals(pixels, Landscape.pixels(60, 40, 1));
        assertFalse(java.util.Arrays.equals(pixels, Landscape.pixels(60, 40, 2)));
        assertTrue(java.util.Arrays.stream(pixels).distinct().count() > 1000);
    }

    @Test void whatCannotBeHadIsNamed() throws IOException {
        save("cat.png", colours());
        Files.writeString(folder.resolve("photos/broken.jpg"), "no picture");
        assertEquals("photo \"dog\" was not found in " + folder.resolve("photos") + "; there are broken, cat",
            assertThrows(DataFileException.class, () -> Photo.load(home(), "dog")).getMessage());
        assertEquals("photo \"../cat\": a name has letters, digits and - only",
            assertThrows(DataFileException.class, () -> Photo.load(home(), "../cat")).getMessage());
        assertEquals(folder.resolve("photos/broken.jpg") + ": is no picture that can be read, expected PNG or JPEG",
            assertThrows(DataFileException.class, () -> Photo.load(home(), "broken")).getMessage());
    }
}
