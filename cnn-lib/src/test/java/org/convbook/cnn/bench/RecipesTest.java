package org.convbook.cnn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.convbook.data.DataFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes on sets of a few images: that they run to their line, not what they learn. */
class RecipesTest {
    @TempDir
    private Path folder;

    @Test
    void eachFollowsItsRecipeOnWhatIsThere() throws IOException {
        write("mnist", 40, 20);
        write("fashion-mnist", 40, 20);
        System.setProperty("convbook.data", folder.toString());
        try {
            for (String name : new String[] {"mnist-lenet5", "fashion-mnist-conv", "fashion-mnist-hog-svm"}) {
                String line = Recipes.follow(name);
                assertTrue(line.matches("\\{\"case\":\"" + name + "\",\"images\":40,\"source\":\"(Fashion-)?MNIST, 40 images, from CONVBOOK_DATA\","
                    + "\"seconds\":\\d+\\.\\d,\"test_accuracy\":[01]\\.\\d{4}}"), line);
            }
        } finally {
            System.clearProperty("convbook.data");
        }
    }

    /** Shapes must not stand in for it, as they do for CIFAR-10 itself. */
    @Test
    void theJpegSetIsAskedForAndNoOther() {
        System.setProperty("convbook.data", folder.toString());
        try {
            assertEquals("CIFAR-10 as JPEG was found nowhere; set CONVBOOK_DATA to a folder with cifar10-jpeg.tar.gz",
                assertThrows(DataFileException.class, () -> Recipes.follow("cifar10-jpeg-resnet20")).getMessage());
        } finally {
            System.clearProperty("convbook.data");
        }
    }

    @Test
    void theirNamesAreKnown() {
        assertTrue(Recipes.has("cifar10-jpeg-resnet20"));
        assertFalse(Recipes.has("mnist"));
        assertEquals("cifar10-jpeg-resnet20, fashion-mnist-conv, fashion-mnist-hog-svm, mnist-lenet5", Recipes.names());
    }

    private void write(String name, int train, int test) throws IOException {
        Path set = Files.createDirectories(folder.resolve(name));
        idx(set, "train", train);
        idx(set, "t10k", test);
    }

    private static void idx(Path set, String part, int images) throws IOException {
        Random rng = new Random(images);
        ByteBuffer pixels = ByteBuffer.allocate(16 + images * 784).putInt(0x803).putInt(images).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + images).putInt(0x801).putInt(images);
        for (int i = 0; i < images; i++) {
            labels.put((byte) (i % 10));
            for (int p = 0; p < 784; p++) pixels.put((byte) rng.nextInt(256));
        }
        Files.write(set.resolve(part + "-images-idx3-ubyte"), pixels.array());
        Files.write(set.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
