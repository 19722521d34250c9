package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.loss.Losses;

/** Losses of logits. */
final class LossFamilies {
    private LossFamilies() {}

    static List<Family> all() {
        return List.of(Family.of("crossEntropy", LossFamilies::crossEntropy));
    }

    private static Configuration crossEntropy(Draw d) {
        Shape logits = Shape.of(d.between(1, 30), d.between(1, 40));
        int[] labels = d.labels(logits.size(0), logits.size(1), null);
        double spread = d.oneOf(1.0, 1.0, 30.0);
        return Configuration.of("crossEntropy", x -> Losses.crossEntropy(x.mul(spread), labels), logits, p ->
            torch.cross_entropy_loss(p.at("x").mul(new org.bytedeco.pytorch.Scalar(spread)), Peer.longs(labels, labels.length)));
    }
}
