package org.convbook.data.image;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convbook.data.DataFileException;
import org.convbook.data.Dataset;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.convbook.data.download.RemoteFile;
import org.convbook.data.synthetic.Shapes;

/**
 * CIFAR-10: small colour photographs of ten kinds of things, 50000 to train on and 10000 to test with.
 * <pre>
 * image  {3, 32, 32}, red, green, blue, values in [0, 1]
 * label  0 to 9: airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck
 * </pre>
 * Looked for in this order: the folder CONVBOOK_DATA (its folder {@code cifar10} or itself: the unpacked {@code cifar-10-batches-bin}
 * or the archive {@code cifar-10-binary.tar.gz}), the cache, the network, and else generated {@link Shapes} stand in, which
 * {@link #source()} says and {@link #notes()} explains. Unpacked files with fewer records than the official ones are taken as they are;
 * {@link #source()} then tells how many images of how many there are.
 * Damaged files in CONVBOOK_DATA are a {@link DataFileException}; those of the cache are fetched again.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf">Krizhevsky 2009, Learning multiple layers of features</a>
 */
public final class Cifar10 extends TrainTest {
    private static final int STAND_IN_TRAIN = 10_000;
    private static final int STAND_IN_TEST = 2_000;
    private static final long STAND_IN_SEED = 2009;
    private static final String STAND_IN_SOURCE =
        "shapes: generated pictures, a stand-in for CIFAR-10 (set CONVBOOK_DATA or go online to get the real one)";

    /**
     * The public archive; its length and checksum are also those of the catalogue of TensorFlow Datasets. The author's server, at both its
     * addresses, was seen to send no more than 90 kB/s since June 2026, that is 40 minutes for all; the third address is that of MindSpore's
     * tutorials.
     */
    static final CifarSet SET = new CifarSet("CIFAR-10", "cifar10",
        new RemoteFile("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            List.of(URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                URI.create("https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz"),
                URI.create("https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/cifar-10-binary.tar.gz"))),
        new CifarSet.Labels(1, 0, "batches.meta.txt", 10),
        IntStream.rangeClosed(1, 5).mapToObj(k -> "data_batch_" + k + ".bin").toList(), "test_batch.bin");

    private Cifar10(Pair pair, List<String> notes) {
        super(pair, notes);
    }

    private Cifar10(Dataset train, Dataset test) {
        super(train, test, List.of());
    }

    /** Whatever is found first, as described above. */
    public static Cifar10 load() {
        return load(DownloadListener.lines(System.out::println));
    }

    /** The same; {@code listener} hears of a download. */
    public static Cifar10 load(DownloadListener listener) {
        return load(DataHome.fromEnvironment(), new Downloader(listener));
    }

    static Cifar10 load(DataHome home, Downloader downloader) {
        SetFinder finder = new SetFinder(SET, home, downloader);
        Optional<Pair> found = finder.find();
        return new Cifar10(found.orElseGet(Cifar10::standInPair), finder.notes());
    }

    /** The unpacked files of a folder; a missing or damaged one is a {@link DataFileException}. */
    public static Cifar10 from(Path folder) {
        return new Cifar10(SET.unpacked(folder, "from " + folder), List.of());
    }

    /**
     * All 60000 images as JPEG files, in the official order: lossy, so that accuracies are not those of CIFAR-10. {@code place} is a folder
     * or archive with folders {@code train} and {@code test}, or {@code cifar10-jpeg/train} and {@code cifar10-jpeg/test}, and in these a
     * folder for each class; files are called by their number. What is not there is a {@link DataFileException}.
     */
    public static Cifar10 fromJpeg(Path place) {
        return fromJpeg(place, "from " + place);
    }

    private static Cifar10 fromJpeg(Path place, String from) {
        FileTree tree = FileTree.of(place);
        String inside = tree.names().stream().anyMatch(name -> name.startsWith("train/")) ? "" : "cifar10-jpeg/";
        return new Cifar10(jpegs(tree, inside + "train", "train", from), jpegs(tree, inside + "test", "test", from));
    }

    /** The same from the folder CONVBOOK_DATA: {@code cifar10-jpeg.tar.gz} or a folder {@code cifar10-jpeg}, in {@code cifar10} or itself. */
    public static Cifar10 loadJpeg() {
        return loadJpeg(DataHome.fromEnvironment());
    }

    static Cifar10 loadJpeg(DataHome home) {
        return home.own().stream().flatMap(own -> Stream.of(own.resolve("cifar10"), own))
            .flatMap(folder -> Stream.of(folder.resolve("cifar10-jpeg"), folder.resolve("cifar10-jpeg.tar.gz")))
            .filter(Files::exists).findFirst().map(place -> fromJpeg(place, "from CONVBOOK_DATA"))
            .orElseThrow(() -> new DataFileException("CIFAR-10 as JPEG was found nowhere; set CONVBOOK_DATA to a folder with cifar10-jpeg.tar.gz"));
    }

    private static Dataset jpegs(FileTree tree, String folder, String part, String from) {
        ImageFolder images =
            new ImageFolder(tree, folder, ImageForm.rgb(32, 32), "CIFAR-10 " + part, "CIFAR-10, " + tree.names().size() + " JPEG images, " + from);
        int[] order = IntStream.range(0, images.size()).boxed().sorted(Comparator.comparing(i -> ImageNames.stem(images.file(i))))
            .mapToInt(i -> i).toArray();
        return images.subset(order);
    }

    private static Pair standInPair() {
        return new Pair(
            Shapes.dataset(STAND_IN_TRAIN, STAND_IN_SEED, Shapes.Naming.SHAPES, "shapes train", STAND_IN_SOURCE),
            Shapes.dataset(STAND_IN_TEST, STAND_IN_SEED + 1, Shapes.Naming.SHAPES, "shapes test", STAND_IN_SOURCE));
    }
}
