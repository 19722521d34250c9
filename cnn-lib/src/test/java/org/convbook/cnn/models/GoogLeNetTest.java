package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.optim.Adam;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.train.Trainer;
import org.convbook.data.Dataset;
import org.junit.jupiter.api.Test;

class GoogLeNetTest {
    private final Random rng = new Random(7);
    private final Tensor images = Training.images(2, 3, 80, 80);
    private final Tensor labels = Tensor.of(new float[] {0, 2}, 2);

    /** By hand from the widths in Szegedy et al. 2015, table 1; the paper's own column of parameters sums to 6.8 million. */
    @Test
    void parametersOfThePapersTable() {
        Layer net = new GoogLeNet(false, 1, 224, 1000, Full.ZEROS);
        assertEquals(6_998_552, net.parameterCount());
        assertEquals(6_990_272, net.parameters().entrySet().stream().filter(p -> p.getKey().endsWith("weight"))
            .mapToLong(p -> p.getValue().shape().count()).sum());
        long[] modules = {163_696, 388_736, 376_176, 449_160, 510_104, 605_376, 868_352, 1_043_456, 1_444_080};
        String[] names = {"3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"};
        for (int i = 0; i < names.length; i++) assertEquals(modules[i], Full.below(net, "inception" + names[i]), names[i]);
        Layer heads = new GoogLeNet(1000, Full.ZEROS);
        assertEquals(6_998_552 + 3_188_840 + 3_190_888, heads.parameterCount());
        assertEquals(3_188_840, Full.below(heads, "aux1"));
        assertEquals(3_190_888, Full.below(heads, "aux2"));
    }

    @Test
    void sizesOfThePapersTable() {
        Full net = Networks.of("GoogLeNet(1000, rng)");
        assertEquals("112x112 56x56 56x56 28x28 28x28 14x14 14x14 7x7 7x7", net.sizes("stem.0", "stem.2", "stem.6", "stem.9", "inception3b.project",
            "pool3", "inception4e.conv5x5", "pool4", "inception5b.conv3x3"));
        assertEquals(6_998_552, net.parameters(), "a summary shows inference, where the auxiliary heads rest");
        assertEquals(1_582_671_872, net.multiplyAdds());
    }

    @Test
    void theLossOfTrainingHasThreeParts() {
        GoogLeNet net = new GoogLeNet(true, 0.125, 80, 3, rng);
        Tensor[] heads = new Tensor[2];
        Pass pass = Pass.training(rng).watch((path, layer, x, y) -> {
            if (path.equals("aux1")) heads[0] = y;
            if (path.equals("aux2")) heads[1] = y;
        });
        Tensor logits = net.apply(images, pass);
        assertEquals(Shape.of(2, 3), logits.shape());
        Loss plain = Losses.crossEntropy();
        double expected = plain.loss(logits, labels).item() + 0.3 * (plain.loss(heads[0], labels).item() + plain.loss(heads[1], labels).item());
        Loss loss = net.loss(plain);
        assertEquals(expected, loss.loss(logits, labels).item(), Tolerance.FLOAT_ROUNDING);
        Gradients gradients = loss.loss(logits, labels).backward();
        net.parameters().forEach((path, p) -> assertTrue(gradients.reached(p), path));
        assertEquals("crossEntropy + 0.3 of the auxiliary heads", loss.toString());
        assertThrows(IllegalArgumentException.class, () -> loss.check(Shape.of(2, 3), new int[] {0, 3}));
    }

    @Test
    void theLossOfInferenceIsThatOfTheOutput() {
        GoogLeNet net = new GoogLeNet(true, 0.125, 80, 3, rng);
        net.apply(images, Pass.training(rng));
        Tensor logits = net.apply(images, Pass.inference());
        assertEquals(Losses.crossEntropy().loss(logits, labels).item(), net.loss(Losses.crossEntropy()).loss(logits, labels).item());
        GoogLeNet bare = new GoogLeNet(false, 0.125, 80, 3, rng);
        Tensor trained = bare.apply(images, Pass.training(rng));
        assertEquals(Losses.crossEntropy().loss(trained, labels).item(), bare.loss(Losses.crossEntropy()).loss(trained, labels).item());
        assertFalse(bare.children().containsKey("aux1"));
    }

    /** Two images of waves. */
    private Dataset waves() {
        float[] values = Training.images(2, 3, 79, 79).toArray();
        return (Dataset) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Dataset.class}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "size": return 2;
                case "imageShape": return new int[] {3, 79, 79};
                case "classes": return List.of("slow", "fast");
                case "label": return args[0];
                case "name", "source": return "waves";
                case "standIn": return true;
                case "image":
                    System.arraycopy(values, (int) args[0] * values.length / 2, (float[]) args[1], (int) args[2], values.length / 2);
                    return null;
                default: return InvocationHandler.invokeDefault(proxy, method, args);
            }
        });
    }

    private static float[] firstHeadAfter(int epochs, boolean withHeads, Dataset data) {
        GoogLeNet net = new GoogLeNet(true, 0.125, 79, 2, new Random(7));
        Trainer trainer = new Trainer(net, new Adam(net.parameters(), 0.001)).epochs(epochs).batchSize(2);
        if (withHeads) trainer.loss(net.loss(Losses.crossEntropy()));
        trainer.fit(data);
        return net.parameters().get("aux1.1.weight").toArray();
    }

    /** Also in the steps that are replayed, from the third on. */
    @Test
    void aTrainerTrainsTheHeadsWithTheirLossOnly() {
        float[] untrained = new GoogLeNet(true, 0.125, 79, 2, new Random(7)).parameters().get("aux1.1.weight").toArray();
        float[] three = firstHeadAfter(3, true, waves());
        assertFalse(Arrays.equals(untrained, three));
        assertFalse(Arrays.equals(three, firstHeadAfter(4, true, waves())));
        assertArrayEquals(untrained, firstHeadAfter(3, false, waves()));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        error(IllegalArgumentException.class, "GoogLeNet: side must be at least 79, so that the auxiliary heads have 5 rows to see, got 78",
            () -> new GoogLeNet(true, 0.125, 78, 3, rng));
        error(IllegalArgumentException.class, "Inception: six widths, got [1, 2]", () -> new Inception(rng, 4, 1, 2));
    }
}
