package org.convbook.data.image;

import java.nio.file.Path;
import java.util.List;
import org.convbook.data.DataFileException;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;

/**
 * Fashion-MNIST: pictures of clothing, 60000 to train on and 10000 to test with, in MNIST's form.
 * <pre>
 * image  {1, 28, 28}, values in [0, 1], the piece bright on black
 * label  0 to 9: T-shirt/top, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot
 * </pre>
 * Looked for as {@link Mnist} is, in a folder {@code fashion-mnist}; nothing stands in for it, so what is found nowhere is a
 * {@link DataFileException} that names every place.
 *
 * @see <a href="https://arxiv.org/abs/1708.07747">Xiao, Rasul &amp; Vollgraf 2017, Fashion-MNIST</a>
 */
public final class FashionMnist extends TrainTest {
    private static final List<String> CLASSES = List.of("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt",
        "sneaker", "bag", "ankle boot");

    /** The public files: from Keras' copy, the authors' repository, and the authors' server, which speaks http only. */
    static final IdxSet SET = IdxSet.of("Fashion-MNIST", "fashion-mnist", CLASSES,
        List.of("https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        "26421880", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "29515", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "4422102", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "5148", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");

    private FashionMnist(Pair pair, List<String> notes) {
        super(pair, notes);
    }

    /** Whatever is found first. */
    public static FashionMnist load() {
        return load(DownloadListener.lines(System.out::println));
    }

    /** The same; {@code listener} hears of a download. */
    public static FashionMnist load(DownloadListener listener) {
        return load(DataHome.fromEnvironment(), new Downloader(listener));
    }

    static FashionMnist load(DataHome home, Downloader downloader) {
        SetFinder finder = new SetFinder(SET, home, downloader);
        Pair pair = finder.find().orElseThrow(() -> new DataFileException(
            "Fashion-MNIST was found nowhere; set CONVBOOK_DATA or go online\n  " + String.join("\n  ", finder.notes())));
        return new FashionMnist(pair, finder.notes());
    }

    /** The four files of a folder, plain or gzip; a missing or damaged one is a {@link DataFileException}. */
    public static FashionMnist from(Path folder) {
        return new FashionMnist(SET.read(folder, "from " + folder), List.of());
    }
}
