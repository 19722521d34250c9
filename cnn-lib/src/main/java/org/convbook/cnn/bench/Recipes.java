package org.convbook.cnn.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.convbook.cnn.classic.Features;
import org.convbook.cnn.classic.Hog;
import org.convbook.cnn.classic.LinearSvm;
import org.convbook.cnn.models.CifarResNet;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.nn.BatchNorm2d;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Dropout;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.MaxPool2d;
import org.convbook.cnn.nn.Relu;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.optim.Schedule;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.Window;
import org.convbook.cnn.train.Trainer;
import org.convbook.data.Dataset;
import org.convbook.data.image.Cifar10;
import org.convbook.data.image.FashionMnist;
import org.convbook.data.image.Mnist;
import org.convbook.data.image.TrainTest;
import org.convbook.data.transform.Transform;

/** What is learnt from the public sets, and how long it takes: all images to train on, all images to test with, seed 1. */
final class Recipes {
    private static final Map<String, Supplier<String>> ALL = new TreeMap<>(Map.of(
        "mnist-lenet5", Recipes::lenet5,
        "fashion-mnist-conv", Recipes::twoConvolutions,
        "fashion-mnist-hog-svm", Recipes::hogAndSvm,
        "cifar10-jpeg-resnet20", Recipes::resnet20));
    private static final int SEED = 1;

    private Recipes() {}

    /** Whether there is a recipe of this name. */
    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    /** The names, for a message. */
    static String names() {
        return String.join(", ", ALL.keySet());
    }

    /** One line of JSON: the share of test images that are answered rightly, and the seconds from the images in memory to the end of learning. */
    static String follow(String name) {
        return ALL.get(name).get();
    }

    private static String lenet5() {
        Layer net = new LeNet5(10, new Random(SEED));
        return trained("mnist-lenet5", Mnist.load(), new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(5).batchSize(64)
            .augment(Transform.randomCrop(1)));
    }

    private static String twoConvolutions() {
        Random rng = new Random(SEED);
        Layer net = new Sequential(
            new Conv2d(1, 32, Window.of(3).padding(1), rng), new BatchNorm2d(32), new Relu(), new MaxPool2d(2),
            new Conv2d(32, 64, Window.of(3).padding(1), rng), new BatchNorm2d(64), new Relu(), new MaxPool2d(2),
            new Flatten(), new Dropout(0.4), new Linear(64 * 7 * 7, 128, rng), new Relu(), new Linear(128, 10, rng));
        return trained("fashion-mnist-conv", FashionMnist.load(), new Trainer(net, new Adam(net.parameters(), 0.002)).epochs(10).batchSize(128)
            .augment(Transform.randomFlip()));
    }

    private static String resnet20() {
        Layer net = new CifarResNet(20, 10, new Random(SEED));
        return trained("cifar10-jpeg-resnet20", Cifar10.loadJpeg(), new Trainer(net, new Sgd(net.parameters(), 0.2, 0.9, 1e-4, true)).epochs(3).batchSize(128)
            .augment(Transform.randomCrop(4).then(Transform.randomFlip())));
    }

    private static String trained(String name, TrainTest data, Trainer trainer) {
        long start = System.nanoTime();
        trainer.seed(SEED).schedule(Schedule.oneCycle()).fit(data.train());
        return line(name, data, start, System.nanoTime(), trainer.evaluate(data.test()).accuracy());
    }

    /** Of C = 0.01, 0.03 and 0.1 the one that is best on a sixth of the training images, held out. */
    private static String hogAndSvm() {
        TrainTest data = FashionMnist.load();
        Hog hog = new Hog(4);
        long start = System.nanoTime();
        LinearSvm svm = LinearSvm.fit(Features.of(data.train(), hog), LinearSvm.Settings.DEFAULT.c(0.1));
        long end = System.nanoTime();
        return line("fashion-mnist-hog-svm", data, start, end, svm.accuracy(Features.of(data.test(), hog)));
    }

    private static String line(String name, TrainTest data, long start, long end, double accuracy) {
        Dataset train = data.train();
        return String.format(Locale.ROOT, "{\"case\":\"%s\",\"images\":%d,\"source\":\"%s\",\"seconds\":%.1f,\"test_accuracy\":%.4f}",
            name, train.size(), train.source().replace("\\", "\\\\").replace("\"", "\\\""), (end - start) * 1e-9, accuracy);
    }
}
