package org.convbook.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convbook.data.DataFileException;
import org.convbook.data.Dataset;
import org.convbook.data.download.Checksum;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.RemoteFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public files themselves, where CONVBOOK_DATA names a folder that has them. */
class RealDataTest {
    @TempDir Path folder;

    private static Path real(String name) {
        String own = System.getenv("CONVBOOK_DATA");
        Path files = own == null || own.isBlank() ? null : Path.of(own).resolve(name);
        if (files == null || !Files.isDirectory(files)) {
            String why = "skipped: CONVBOOK_DATA names no folder with " + name + ", so the public files cannot be tested";
            System.out.println(why);
            abort(why);
        }
        return files;
    }

    private static int[] counts(Dataset data) {
        int[] counts = new int[10];
        for (int label : data.labels()) counts[label]++;
        return counts;
    }

    /** Mean of all values, in bytes: 33.3184 and 72.9404 are 0.1307 and 0.2860 of 255, the means that everyone normalises with. */
    private static double meanByte(Dataset data) {
        float[] values = new float[784];
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            data.image(i, values, 0);
            for (float value : values) sum += value;
        }
        return 255 * sum / (784.0 * data.size());
    }

    @Test void mnistHasItsPublishedClassCounts() {
        Mnist mnist = Mnist.from(real("mnist"));
        assertArrayEquals(new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, counts(mnist.train()));
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, counts(mnist.test()));
        assertArrayEquals(new int[] {5, 0, 4, 1, 9}, Arrays.copyOf(mnist.train().labels(), 5));
        assertEquals(0.1307 * 255, meanByte(mnist.train()), 0.02);
    }

    @Test void fashionMnistHasItsPublishedClassCounts() {
        FashionMnist fashion = FashionMnist.from(real("fashion-mnist"));
        for (int count : counts(fashion.train())) assertEquals(6000, count);
        for (int count : counts(fashion.test())) assertEquals(1000, count);
        assertEquals("ankle boot", fashion.train().classes().get(fashion.train().label(0)));
        assertEquals(0.2860 * 255, meanByte(fashion.train()), 0.02);
    }

    @Test void theChecksumsAreThoseOfThePublicFiles() throws IOException {
        for (IdxSet set : new IdxSet[] {Mnist.SET, FashionMnist.SET}) {
            Path files = real(set.folder());
            for (RemoteFile file : set.files()) assertTrue(Checksum.matches(files.resolve(file.name()), file), file.name());
        }
    }

    @Test void aPublicFileCutOffAnywhereIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(real("mnist").resolve("t10k-images-idx3-ubyte.gz"));
        Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
        for (int k = 0; k < 40; k++) {
            int length = k < 30 ? (int) ((long) whole.length * k / 30) : whole.length - (k - 29);
            Files.write(file, Arrays.copyOf(whole, length));
            String message = assertThrows(DataFileException.class, () -> IdxFile.read(file, 28, 28)).getMessage();
            assertTrue(message.startsWith(file + ": ") && message.endsWith("fetch it again"), message);
        }
    }

    /** The first 2000 and 1000 records of the official files, whose first values are published. */
    @Test void cifar10HasItsPublishedBeginning() {
        Cifar10 cifar = Cifar10.from(real("cifar10/cifar-10-batches-bin"));
        assertEquals(List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"), cifar.train().classes());
        assertBytes(cifar.train(), 59, 43, 50, 68, 98);
        assertBytes(cifar.test(), 158, 159, 165, 166, 160);
        assertEquals(6, cifar.train().label(0));
        assertEquals(3, cifar.test().label(0));
        if (cifar.train().size() != 2000) return;                              // more of the official records than our copy has
        assertArrayEquals(new int[] {202, 191, 203, 195, 214, 183, 207, 199, 203, 203}, counts(cifar.train()));
        assertArrayEquals(new int[] {103, 89, 100, 103, 90, 86, 112, 102, 106, 109}, counts(cifar.test()));
    }

    private static void assertBytes(Dataset data, int... expected) {
        float[] values = new float[3072];
        data.image(0, values, 0);
        for (int k = 0; k < expected.length; k++) assertEquals(expected[k] / 255f, values[k]);
    }

    @Test void theJpegsOfCifar10HaveTheOfficialOrder() {
        Path files = real("cifar10");
        Cifar10 jpeg = Cifar10.loadJpeg(new DataHome(Optional.of(files.getParent()), folder, true));
        for (int count : counts(jpeg.train())) assertEquals(5000, count);
        for (int count : counts(jpeg.test())) assertEquals(1000, count);
        Cifar10 exact = Cifar10.from(real("cifar10/cifar-10-batches-bin"));
        assertArrayEquals(exact.train().labels(), Arrays.copyOf(jpeg.train().labels(), exact.train().size()));
        float[] lossy = new float[3072];
        float[] right = new float[3072];
        for (int i = 0; i < 200; i++) {
            jpeg.train().image(i, lossy, 0);
            exact.train().image(i, right, 0);
            double sum = 0;
            for (int k = 0; k < 3072; k++) sum += Math.abs(lossy[k] - right[k]);
            assertTrue(255 * sum / 3072 < 13.1, "image " + i + " differs by " + 255 * sum / 3072);
        }
    }

    @Test void camVidHasItsPartsAndClasses() {
        CamVid camVid = CamVid.load(new DataHome(Optional.of(real("camvid").getParent()), folder, true), Optional.empty());
        assertEquals(List.of(367, 101, 233), List.of(camVid.train().size(), camVid.validation().size(), camVid.test().size()));
        assertArrayEquals(new int[] {3, 180, 240}, camVid.train().imageShape());
        List<Long> pixels = camVid.validation().classTable().longColumn("pixels").asList();
        long labelled = pixels.stream().mapToLong(n -> n).sum();
        assertEquals(11, pixels.size());
        assertTrue(labelled > 0.9 * 101 * 180 * 240 && labelled < 101 * 180 * 240, labelled + " pixels have a class");
    }
}
