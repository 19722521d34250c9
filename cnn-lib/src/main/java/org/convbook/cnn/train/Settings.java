package org.convbook.cnn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.optim.ReduceOnPlateau;
import org.convbook.cnn.optim.Schedule;
import org.convbook.data.Dataset;
import org.convbook.data.transform.Transform;

/** What a trainer has been told. */
final class Settings {
    final List<TrainingListener> listeners = new ArrayList<>();
    Loss loss;                   // null: the cross-entropy
    int epochs = 1;
    int batchSize = 64;
    double validation;
    long seed = 1;
    Schedule schedule = Schedule.constant();
    boolean scheduleByEpoch;
    ReduceOnPlateau plateau;
    int patience;                // 0: no early stopping
    Transform augmentation;
    Path checkpoints;
    int stepsBetweenCheckpoints;
    boolean lookAhead = true;    // where the backend can; the same bits either way

    /** The loss for a data set: where pixels have labels, the cross-entropy leaves out those of no class. */
    Loss lossFor(Dataset data) {
        if (loss != null) return loss;
        return data.pixelLabels() ? Losses.crossEntropy().ignoring(data.ignoreIndex()) : Losses.crossEntropy();
    }

    /** What to become good at on a data set. */
    Steps.Goal goal(Backend backend, Dataset data) {
        Loss of = lossFor(data);
        return new Steps.Goal(backend, of, of.ignored() < 0 ? data.ignoreIndex() : of.ignored());
    }

    /** Larger batches than in training are quicker; with a label for each pixel they may need more memory than there is. */
    int evaluationBatch(Dataset data) {
        return data.pixelLabels() ? batchSize : Math.max(64, batchSize);
    }
}
