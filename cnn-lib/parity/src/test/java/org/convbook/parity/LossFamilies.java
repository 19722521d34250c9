package org.convbook.parity;

import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.CrossEntropyLoss;
import org.convbook.cnn.loss.Losses;

/** Losses. */
final class LossFamilies {
    private static final int MEAN = 1;   // PyTorch's Reduction::Mean
    private static final int SUM = 2;
    private static final int IGNORED = 255;
    private static final int NONE_IGNORED = -100;

    private LossFamilies() {}

    static List<Family> all() {
        return List.of(Family.of("crossEntropy", LossFamilies::crossEntropy), Family.of("nll", LossFamilies::nll),
            Family.of("multiclassHinge", LossFamilies::hinge), Family.of("binaryCrossEntropy", LossFamilies::binary),
            Family.of("meanSquaredError", d -> squares(d, "meanSquaredError", MEAN, Losses::meanSquaredError)),
            Family.of("sumOfSquares", d -> squares(d, "sumOfSquares", SUM, Losses::sumOfSquares)));
    }

    private static Shape someLogits(Draw d) {
        return d.chance(0.6) ? Shape.of(d.between(1, 30), d.between(1, 40))
            : Shape.of(d.between(1, 3), d.between(2, 12), d.between(1, 6), d.between(1, 6));
    }

    /** Labels of images or pixels, some of them ignored, and weights of classes. */
    private record Classes(Shape logits, int[] labels, boolean ignoring, float[] weights) {
        static Classes of(Draw d) {
            Shape logits = someLogits(d);
            boolean ignoring = d.chance(0.4);
            float[] weights = d.chance(0.4) ? new float[logits.size(1)] : null;
            for (int i = 0; weights != null && i < weights.length; i++) weights[i] = (float) d.within(0.1, 2);
            return new Classes(logits, d.labels(logits.count() / logits.size(1), logits.size(1), ignoring ? IGNORED : null), ignoring, weights);
        }

        CrossEntropyLoss set(CrossEntropyLoss loss) {
            CrossEntropyLoss set = ignoring ? loss.ignoring(IGNORED) : loss;
            return weights == null ? set : set.classWeights(weights);
        }

        Tensor target() {
            return logits.rank() == 2 ? Peer.longs(labels, labels.length) : Peer.longs(labels, logits.size(0), logits.size(2), logits.size(3));
        }

        TensorOptional peerWeights() {
            return weights == null ? new TensorOptional() : new TensorOptional(Peer.tensor(Shape.of(weights.length), weights));
        }

        long ignored() {
            return ignoring ? IGNORED : NONE_IGNORED;
        }
    }

    private static Configuration crossEntropy(Draw d) {
        Classes c = Classes.of(d);
        double smoothing = d.oneOf(0.0, 0.0, 0.1, 0.6);
        double spread = d.oneOf(1.0, 1.0, 30.0);
        CrossEntropyLoss loss = c.set(Losses.crossEntropy()).smoothing(smoothing);
        return Configuration.of(loss.toString(), x -> Losses.of(loss, x.mul(spread), c.labels), c.logits, p ->
            torch.cross_entropy_loss(p.at("x").mul(new Scalar(spread)), c.target(), c.peerWeights(), MEAN, c.ignored(), smoothing));
    }

    private static Configuration nll(Draw d) {
        Classes c = Classes.of(d);
        CrossEntropyLoss loss = c.set(Losses.nll());
        return Configuration.of(loss.toString(), x -> Losses.of(loss, x.logSoftmax(), c.labels), c.logits, p ->
            torch.nll_loss_nd(torch.log_softmax(p.at("x"), 1), c.target(), c.peerWeights(), MEAN, c.ignored()));
    }

    /** PyTorch divides by the number of classes. */
    private static Configuration hinge(Draw d) {
        Shape scores = Shape.of(d.between(1, 30), d.between(2, 20));
        int[] labels = d.labels(scores.size(0), scores.size(1), null);
        return Configuration.of("multiclassHinge", x -> Losses.of(Losses.multiclassHinge(), x.mul(1.1), labels), scores, p ->
            torch.multi_margin_loss(p.at("x").mul(new Scalar(1.1)), Peer.longs(labels, labels.length)).mul(new Scalar(scores.size(1))));
    }

    private static Configuration binary(Draw d) {
        Shape shape = Activations.anyShape(d);
        float[] targets = new float[shape.count()];
        boolean hard = d.chance(0.5);
        for (int i = 0; i < targets.length; i++) targets[i] = hard ? d.between(0, 1) : d.rng.nextFloat();
        double spread = d.oneOf(1.0, 30.0);
        return Configuration.of("binaryCrossEntropy", x -> Losses.binaryCrossEntropy(x.mul(spread),
            org.convbook.cnn.tensor.Tensor.of(targets, shape.sizes())),
            shape, p -> torch.binary_cross_entropy_with_logits(p.at("x").mul(new Scalar(spread)), Peer.tensor(shape, targets)));
    }

    private static Configuration squares(Draw d, String name, int reduction,
            BiFunction<org.convbook.cnn.tensor.Tensor, org.convbook.cnn.tensor.Tensor, org.convbook.cnn.tensor.Tensor> loss) {
        Shape shape = Activations.anyShape(d);
        float[] targets = d.values(shape);
        return Configuration.of(name, x -> loss.apply(x, org.convbook.cnn.tensor.Tensor.of(targets, shape.sizes())), shape,
            p -> torch.mse_loss(p.at("x"), Peer.tensor(shape, targets), reduction));
    }
}
