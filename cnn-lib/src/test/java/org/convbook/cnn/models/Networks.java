package org.convbook.cnn.models;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Layer;

/** All networks in their paper's size, looked at through {@link Full}, each once in a run of the tests. */
final class Networks {
    private static final Map<String, Entry> ALL = new LinkedHashMap<>();
    private static final Map<String, Full> SEEN = new HashMap<>();

    /** A network, the same with few channels, its input without the batch, and who wrote of it. */
    record Entry(Function<RandomGenerator, Layer> full, Function<RandomGenerator, Layer> thin, String paper, int... input) {}

    private Networks() {}

    private static void small(String name, Function<RandomGenerator, Layer> net, String paper, int... input) {
        ALL.put(name, new Entry(net, net, paper, input));
    }

    private static void large(String name, Function<RandomGenerator, Layer> full, Function<RandomGenerator, Layer> thin, String paper, int side) {
        ALL.put(name, new Entry(full, thin, paper, 3, side, side));
    }

    static {
        small("Perceptron(784, rng)", r -> new Perceptron(784, r), "Rosenblatt 1958", 784);
        small("LogisticRegression(784, rng)", r -> new LogisticRegression(784, r), "Cox 1958", 784);
        small("Mlp(rng, 784, 128, 10)", r -> new Mlp(r, 784, 128, 10), "Rumelhart et al. 1986", 784);
        small("OriginalLeNet5(rng)", OriginalLeNet5::new, "LeCun et al. 1998", 1, 32, 32);
        small("LeNet5(10, rng)", r -> new LeNet5(10, r), "LeCun et al. 1998", 1, 28, 28);
        large("AlexNet(1000, rng)", r -> new AlexNet(1000, r), r -> new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.125, 227, 10, r),
            "Krizhevsky et al. 2012", 227);
        large("ZfNet(1000, rng)", r -> new ZfNet(1000, r), r -> new ZfNet(false, 0.125, 224, 10, r), "Zeiler & Fergus 2014", 224);
        for (Vgg.Form form : Vgg.Form.values()) {
            large("Vgg(Form." + form + ", 1000, rng)", r -> new Vgg(form, 1000, r), r -> new Vgg(form, 0.125, 224, 10, r),
                "Simonyan & Zisserman 2015", 224);
        }
        large("GoogLeNet(1000, rng)", r -> new GoogLeNet(1000, r), r -> new GoogLeNet(true, 0.125, 224, 10, r), "Szegedy et al. 2015", 224);
        for (int depth : new int[] {18, 34, 50}) {
            large("ResNet(" + depth + ", 1000, rng)", r -> new ResNet(depth, 1000, r), r -> new ResNet(depth, Shortcut.PROJECT, 0.125, 10, r),
                "He et al. 2016", 224);
        }
        for (int depth : new int[] {20, 32, 44, 56, 110}) {
            large("CifarResNet(" + depth + ", 10, rng)", r -> new CifarResNet(depth, 10, r), r -> new CifarResNet(depth, Shortcut.PAD, 1, 10, r),
                "He et al. 2016", 32);
        }
        large("DenseNet(1000, rng)", r -> new DenseNet(1000, r), r -> new DenseNet(DenseNet.Stem.IMAGENET, 4, new int[] {6, 12, 24, 16}, 10, r),
            "Huang et al. 2017", 224);
        large("DenseNet.cifar(100, 12, 10, rng)", r -> DenseNet.cifar(100, 12, 10, r), r -> DenseNet.cifar(100, 2, 10, r), "Huang et al. 2017", 32);
        for (SqueezeNet.Version version : SqueezeNet.Version.values()) {
            large("SqueezeNet(Version." + version + ", 1000, rng)", r -> new SqueezeNet(version, 1000, r), r -> new SqueezeNet(version, 0.125, 10, r),
                "Iandola et al. 2016", 227);
        }
        ALL.put("UNet(1, 2, rng)", new Entry(r -> new UNet(1, 2, r), r -> new UNet(false, 1, 1, 2, r), "Ronneberger et al. 2015", 1, 572, 572));
    }

    static Map<String, Entry> all() {
        return ALL;
    }

    static Full of(String name) {
        Entry e = ALL.get(name);
        return SEEN.computeIfAbsent(name, n -> new Full(e.full, e.thin.apply(new Random(7)), e.input));
    }
}
