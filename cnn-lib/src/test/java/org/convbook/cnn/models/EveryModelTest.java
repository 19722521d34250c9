package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.SaveAndLoad;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One sweep over all models and their blocks, each in a small form: outputs, gradients, saving, and learning a few images by heart. */
class EveryModelTest {
    private static final int CLASSES = 3;

    /**
     * A model in a small form.
     *
     * @param make the model, with weights drawn from a generator
     * @param input the shape of two inputs
     * @param output the shape of what it returns for them
     * @param rate the learning rate at which it learns by heart; 0 for a block, and where another form of the same model does
     */
    record Small(Function<RandomGenerator, Layer> make, Shape input, Shape output, double rate) {
        @Override
        public String toString() {
            return make.apply(() -> 0).toString();
        }
    }

    private static Small model(Function<RandomGenerator, Layer> make, double rate, int... input) {
        return new Small(make, Shape.of(input), Shape.of(input[0], CLASSES), rate);
    }

    private static Small block(Function<RandomGenerator, Layer> make, int... output) {
        return new Small(make, Shape.of(2, 4, 7, 6), Shape.of(output), 0);
    }

    static Stream<Small> models() {
        return Stream.of(
            model(rng -> new Mlp(rng, 6, 8, CLASSES), 0.03, 3, 6),
            model(rng -> new LeNet5(CLASSES, rng), 0.003, 3, 1, 28, 28),
            model(rng -> new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.125, 67, CLASSES, rng), 0.001, 3, 3, 67, 67),
            model(rng -> new AlexNet(AlexNet.Order.POOL_FIRST, 1, 0.125, 67, CLASSES, rng), 0, 3, 3, 67, 67),
            model(rng -> new ZfNet(false, 0.125, 63, CLASSES, rng), 0.001, 3, 3, 63, 63),
            model(rng -> new Vgg(Vgg.Form.A, 0.125, 32, CLASSES, rng), 0.001, 3, 3, 32, 32),
            model(rng -> new Vgg(Vgg.Form.C, 0.125, 32, CLASSES, rng), 0, 3, 3, 32, 32),
            model(rng -> new GoogLeNet(false, 0.125, 65, CLASSES, rng), 0.002, 3, 3, 65, 65),
            model(rng -> new ResNet(18, Shortcut.PROJECT, 0.125, CLASSES, rng), 0.003, 3, 3, 32, 32),
            model(rng -> new ResNet(50, Shortcut.PROJECT, 0.125, CLASSES, rng), 0.003, 3, 3, 32, 32),
            model(rng -> new CifarResNet(8, Shortcut.PAD, 4, CLASSES, rng), 0.01, 3, 3, 16, 16),
            model(rng -> new CifarResNet(8, Shortcut.PROJECT, 4, CLASSES, rng), 0.01, 3, 3, 16, 16),
            model(rng -> new CifarResNet(8, Shortcut.NONE, 4, CLASSES, rng), 0.01, 3, 3, 16, 16),
            model(rng -> new DenseNet(DenseNet.Stem.CIFAR, 4, new int[] {2, 2, 2}, CLASSES, rng), 0.01, 3, 3, 16, 16),
            model(rng -> new DenseNet(DenseNet.Stem.IMAGENET, 4, new int[] {2, 1, 2, 1}, CLASSES, rng), 0.01, 3, 3, 64, 64),
            model(rng -> new SqueezeNet(SqueezeNet.Version.V1_0, 0.5, CLASSES, rng), 0, 3, 3, 33, 33),
            // large steps let all scores of an image die
            model(rng -> new SqueezeNet(SqueezeNet.Version.V1_1, 0.5, CLASSES, rng), 0.0003, 3, 3, 33, 33),
            new Small(OriginalLeNet5::new, Shape.of(3, 1, 32, 32), Shape.of(3, 10), 0.003),
            new Small(rng -> new LogisticRegression(5, rng), Shape.of(2, 5), Shape.of(2, 1), 0),
            new Small(rng -> new Perceptron(5, rng), Shape.of(2, 5), Shape.of(2, 1), 0),
            new Small(rng -> new UNet(true, 2, 4, CLASSES, rng), Shape.of(2, 4, 32, 16), Shape.of(2, CLASSES, 32, 16), 0),
            new Small(rng -> new UNet(false, 1, 4, CLASSES, rng), Shape.of(1, 4, 204, 188), Shape.of(1, CLASSES, 20, 4), 0),
            block(rng -> new Fire(4, 2, 3, rng), 2, 6, 7, 6),
            block(rng -> new Inception(rng, 4, 1, 2, 3, 4, 5, 6), 2, 15, 7, 6),
            block(rng -> new BasicBlock(4, 4, 1, Shortcut.PAD, rng), 2, 4, 7, 6),
            block(rng -> new BasicBlock(4, 6, 2, Shortcut.PAD, rng), 2, 6, 4, 3),
            block(rng -> new Bottleneck(4, 2, 2, true, Shortcut.PROJECT, rng), 2, 8, 4, 3),
            block(rng -> new DenseLayer(4, 3, rng), 2, 7, 7, 6));
    }

    static Stream<Small> learners() {
        return models().filter(m -> m.rate() > 0);
    }

    @Test
    void noneIsForgotten() {
        var classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.convbook.cnn");
        List<String> there = classes.stream()
            .filter(c -> c.getPackageName().endsWith(".models") && c.isAssignableTo(Layer.class))
            .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getSimpleName).sorted().toList();
        assertEquals(there, models().map(m -> m.make().apply(() -> 0).getClass().getSimpleName()).distinct().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyParameterReceivesAGradient(Small model) {
        Layer net = model.make().apply(new Random(5));
        Tensor y = net.apply(Training.images(model.input().sizes()), Pass.training(new Random(6)));
        assertEquals(model.output(), y.shape());
        Gradients gradients = y.sub(1).square().sum().backward();
        net.parameters().forEach((path, p) -> {
            assertTrue(gradients.reached(p), "nothing reaches " + path);
            assertTrue(gradients.of(p).abs().sum().item() > 0, "the gradient of " + path + " is zero");
        });
        assertTrue(net.toString().startsWith(net.getClass().getSimpleName()), net.toString());
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsSavedLoads(Small model) {
        int[] one = model.input().with(0, 1).sizes();
        SaveAndLoad.verify(model.make().apply(new Random(5)), model.make().apply(new Random(6)), one);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void learnsThreeImagesByHeart(Small model) {
        Training.learnsByHeart(model.make().apply(new Random(7)), Losses.crossEntropy(), model.rate(), 200,
            Training.images(model.input().sizes()), 0, 1, 2);
    }
}
