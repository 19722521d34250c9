package org.convbook.cnn.train;

import org.convbook.data.Batch;
import org.convbook.data.Dataset;
import org.convbook.data.Loader;

/** Mean loss and share of right labels over a data set; NaN without any label that counts. */
record Score(double loss, double accuracy) {
    static Score of(Inference inference, Dataset data, int batchSize) {
        double[] sum = new double[3];
        for (Batch batch : new Loader(data, batchSize)) {
            inference.look(batch, (logits, probabilities, loss) -> {
                Steps.Result r = Steps.count(loss, logits, batch.labels(), inference.ignored());
                sum[0] += r.counted() == 0 ? 0 : loss * r.counted();
                sum[1] += r.correct();
                sum[2] += r.counted();
            });
        }
        return new Score(sum[0] / sum[2], sum[1] / sum[2]);
    }
}
