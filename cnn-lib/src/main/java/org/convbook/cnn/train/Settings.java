package org.convbook.cnn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convbook.cnn.loss.Loss;
import org.convbook.cnn.loss.Losses;
import org.convbook.cnn.optim.ReduceOnPlateau;
import org.convbook.cnn.optim.Schedule;
import org.convbook.data.transform.Transform;

/** What a trainer has been told. */
final class Settings {
    final List<TrainingListener> listeners = new ArrayList<>();
    Loss loss = Losses.crossEntropy();
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

    int evaluationBatch() {
        return Math.max(64, batchSize);
    }
}
