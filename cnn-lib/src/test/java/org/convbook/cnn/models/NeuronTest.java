package org.convbook.cnn.models;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.nn.Pass;
import org.convbook.cnn.nn.Sigmoid;
import org.convbook.cnn.optim.Sgd;
import org.convbook.cnn.tensor.ShapeException;
import org.convbook.cnn.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Models of one neuron or a few. */
class NeuronTest {
    private static final int[] AND = {0, 0, 0, 1};
    private static final int[] XOR = {0, 1, 1, 0};

    private final Random rng = new Random(7);
    private final Tensor corners = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);

    /**
     * By hand from w = (0, 0), b = 0. First only (1, 1) is wrong: w = (1, 1), b = 1. Then (0, 0) is: b = 0; (0, 1) is: w = (1, 0), b = −1; (1, 0) is
     * not, its score is 0; (1, 1) is, with the same score: w = (2, 1), b = 0.
     */
    @Test
    void thePerceptronLearnsFromItsMistakes() {
        Perceptron p = new Perceptron(2, rng);
        p.parameters().values().forEach(v -> v.set(new float[v.shape().count()]));
        assertEquals(1, p.learn(corners, AND));
        assertEquals("[1.0, 1.0] [1.0]", weights(p));
        assertEquals(3, p.learn(corners, AND));
        assertEquals("[2.0, 1.0] [0.0]", weights(p));
        int epochs = 0;
        while (p.learn(corners, AND) > 0) assertTrue(++epochs < 20, "a line parts the classes, so the rule ends");
        float[] scores = p.apply(corners, Pass.inference()).toArray();
        for (int i = 0; i < 4; i++) assertEquals(AND[i] == 1, scores[i] > 0);
    }

    private static String weights(Perceptron p) {
        return Arrays.toString(p.parameters().get("neuron.weight").toArray()) + " " + Arrays.toString(p.parameters().get("neuron.bias").toArray());
    }

    @Test
    void noPerceptronLearnsXor() {
        Perceptron p = new Perceptron(2, rng);
        for (int epoch = 0; epoch < 200; epoch++) assertTrue(p.learn(corners, XOR) > 0, "epoch " + epoch);
    }

    @Test
    void whatAPerceptronCannotLearnFromChangesNothing() {
        Perceptron p = new Perceptron(2, rng);
        String before = weights(p);
        error(ShapeException.class, "Perceptron: learns from [3, 2], one row for each label, got [4, 2]",
            () -> p.learn(corners, new int[] {0, 1, 0}));
        error(IllegalArgumentException.class, "Perceptron: a label must be 0 or 1, got 2", () -> p.learn(corners, new int[] {0, 1, 1, 2}));
        assertEquals(before, weights(p));
        assertEquals(3, p.parameterCount());
    }

    /** 28 · 28 weights and a bias; g(w·x + b) with all weights 1 and b = −1 for the input (1, 1) is g(1) = 0.7310586. */
    @Test
    void logisticRegressionIsALinearLogit() {
        assertEquals(785, new LogisticRegression(784, rng).parameterCount());
        LogisticRegression model = new LogisticRegression(2, rng);
        model.parameters().get("1.weight").set(new float[] {1, 1});
        model.parameters().get("1.bias").set(new float[] {-1});
        Tensor logit = model.apply(Tensor.of(new float[] {1, 1}, 1, 1, 1, 2), Pass.inference());
        assertEquals(Shape.of(1, 1), logit.shape());
        assertEquals(0.7310586, logit.sigmoid().item(), 1e-6);
    }

    /** The gradient of the negative log-likelihood is −Σ (t − y) x; descending it parts the two classes. */
    @Test
    void logisticRegressionLearnsAnd() {
        LogisticRegression model = new LogisticRegression(2, rng);
        Tensor t = Tensor.of(new float[] {0, 0, 0, 1}, 4, 1);
        Sgd sgd = new Sgd(model.parameters(), 2);
        double loss = 1;
        for (int step = 0; step < 600; step++) {
            Tensor y = model.apply(corners, Pass.training(rng)).sigmoid();
            Tensor likelihood = t.mul(y.log()).add(t.sub(1).neg().mul(y.sub(1).neg().log()));
            sgd.step(likelihood.mean().neg().backward());
            loss = -likelihood.mean().item();
        }
        assertTrue(loss < 0.05, "the loss is " + loss);
    }

    /** (784 + 1) · 128 + (128 + 1) · 10 = 101,770, the network of a lecture; with nothing hidden 7,850. */
    @Test
    void theMlpOfALecture() {
        assertEquals(101_770, new Mlp(rng, 784, 128, 10).parameterCount());
        assertEquals(7_850, new Mlp(rng, 784, 10).parameterCount());
        assertEquals("[0, 1, 2, 3, 4, 5]", new Mlp(Sigmoid::new, rng, 4, 3, 2, 2).children().keySet().toString());
        assertEquals("Sigmoid", new Mlp(Sigmoid::new, rng, 4, 3, 2).at("2").toString());
    }

    @Test
    void whatIsNoMlpIsRefused() {
        error(IllegalArgumentException.class, "Mlp: at least two widths, features and classes, got [784]", () -> new Mlp(rng, 784));
        error(ShapeException.class, "1: Linear(4 -> 2): input has 6 features, expected 4\n  input   [3, 6]\n  weight  [2, 4]",
            () -> new Mlp(rng, 4, 2).apply(Tensor.zeros(3, 6), Pass.inference()));
    }
}
