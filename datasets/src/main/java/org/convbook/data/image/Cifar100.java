package org.convbook.data.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.convbook.data.download.RemoteFile;
import org.convbook.data.synthetic.Shapes;

/**
 * CIFAR-100: small colour photographs of a hundred kinds of things, which form 20 superclasses; 50000 to train on, 10000 to test with.
 * <pre>
 * image  {3, 32, 32}, red, green, blue, values in [0, 1]
 * label  0 to 99, apple to worm; or the superclass, 0 to 19, aquatic_mammals to vehicles_2
 * </pre>
 * Looked for as {@link Cifar10} is, in a folder {@code cifar100}: the unpacked {@code cifar-100-binary} or the archive
 * {@code cifar-100-binary.tar.gz}. Generated {@link Shapes} stand in: 10 shapes with 10 fillings each.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf">Krizhevsky 2009, Learning multiple layers of features</a>
 */
public final class Cifar100 extends TrainTest {
    private static final int STAND_IN_TRAIN = 10_000;
    private static final int STAND_IN_TEST = 2_000;
    private static final long STAND_IN_SEED = 2009;
    private static final String STAND_IN_SOURCE =
        "shapes: generated pictures, a stand-in for CIFAR-100 (set CONVBOOK_DATA or go online to get the real one)";

    /** The public archive, as of {@link Cifar10}, with the labels of the classes. */
    static final CifarSet SET = new CifarSet("CIFAR-100", "cifar100",
        new RemoteFile("cifar-100-binary.tar.gz", 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
            List.of(URI.create("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
                URI.create("https://cave.cs.toronto.edu/kriz/cifar-100-binary.tar.gz"),
                URI.create("https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/cifar-100-binary.tar.gz"))),
        new CifarSet.Labels(2, 1, "fine_label_names.txt", 100), List.of("train.bin"), "test.bin");

    /** The same with the labels of the superclasses. */
    static final CifarSet COARSE = SET.with("CIFAR-100 superclasses", new CifarSet.Labels(2, 0, "coarse_label_names.txt", 20));

    private Cifar100(Pair pair, List<String> notes) {
        super(pair, notes);
    }

    /** The 100 classes, from wherever the images are found first. */
    public static Cifar100 load() {
        return load(DownloadListener.lines(System.out::println));
    }

    /** The same; {@code listener} hears of a download. */
    public static Cifar100 load(DownloadListener listener) {
        return load(SET, DataHome.fromEnvironment(), new Downloader(listener));
    }

    /** The same images in the same order with their 20 superclasses as labels. */
    public static Cifar100 loadSuperclasses() {
        return load(COARSE, DataHome.fromEnvironment(), new Downloader(DownloadListener.lines(System.out::println)));
    }

    static Cifar100 load(CifarSet set, DataHome home, Downloader downloader) {
        SetFinder finder = new SetFinder(set, home, downloader);
        Optional<Pair> found = finder.find();
        return new Cifar100(found.orElseGet(() -> standInPair(set == SET ? Shapes.Naming.DETAILED : Shapes.Naming.GROUPS)), finder.notes());
    }

    /** The unpacked files of a folder, with the 100 classes; a missing or damaged one is a {@link org.convbook.data.DataFileException}. */
    public static Cifar100 from(Path folder) {
        return new Cifar100(SET.unpacked(folder, "from " + folder), List.of());
    }

    private static Pair standInPair(Shapes.Naming naming) {
        return new Pair(
            Shapes.dataset(STAND_IN_TRAIN, STAND_IN_SEED, naming, "shapes train", STAND_IN_SOURCE),
            Shapes.dataset(STAND_IN_TEST, STAND_IN_SEED + 1, naming, "shapes test", STAND_IN_SOURCE));
    }
}
