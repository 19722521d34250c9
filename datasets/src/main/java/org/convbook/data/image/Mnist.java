package org.convbook.data.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.convbook.data.synthetic.Glyphs;

/**
 * MNIST: handwritten digits, 60000 to train on and 10000 to test with.
 * <pre>
 * image  {1, 28, 28}, values in [0, 1], white ink on black
 * label  0 to 9, the digit
 * </pre>
 * Looked for in this order: the folder CONVBOOK_DATA (its folder {@code mnist}, or the files directly), the cache, the network, and else
 * generated {@link Glyphs} stand in, which {@link #source()} says and {@link #notes()} explains.
 * Damaged files in CONVBOOK_DATA are a {@link org.convbook.data.DataFileException}; those of the cache are fetched again.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, Gradient-based learning applied to document recognition</a>
 */
public final class Mnist extends TrainTest {
    private static final int STAND_IN_TRAIN = 20_000;
    private static final int STAND_IN_TEST = 4_000;
    private static final long STAND_IN_SEED = 1998;
    private static final String STAND_IN_SOURCE =
        "glyphs: generated digits, a stand-in for MNIST (set CONVBOOK_DATA or go online to get the real one)";

    /** The public files: from PyTorch's copy and that of the Common Visual Data Foundation; the authors' own address has been empty since 2025. */
    static final IdxSet SET = IdxSet.of("MNIST", "mnist", IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
        List.of("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
        "9912422", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "28881", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "1648877", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "4542", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

    private Mnist(Pair pair, List<String> notes) {
        super(pair, notes);
    }

    /** Whatever is found first, as described above. */
    public static Mnist load() {
        return load(DownloadListener.lines(System.out::println));
    }

    /** The same; {@code listener} hears of a download. */
    public static Mnist load(DownloadListener listener) {
        return load(DataHome.fromEnvironment(), new Downloader(listener));
    }

    static Mnist load(DataHome home, Downloader downloader) {
        SetFinder finder = new SetFinder(SET, home, downloader);
        Optional<Pair> found = finder.find();
        return new Mnist(found.orElseGet(Mnist::standInPair), finder.notes());
    }

    /** The four files of a folder, plain or gzip; a missing or damaged one is a {@link org.convbook.data.DataFileException}. */
    public static Mnist from(Path folder) {
        return new Mnist(SET.read(folder, "from " + folder), List.of());
    }

    private static Pair standInPair() {
        return new Pair(
            Glyphs.dataset(STAND_IN_TRAIN, STAND_IN_SEED, "glyphs train", STAND_IN_SOURCE),
            Glyphs.dataset(STAND_IN_TEST, STAND_IN_SEED + 1, "glyphs test", STAND_IN_SOURCE));
    }
}
