package org.convbook.cnn.train;

import java.nio.file.Path;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Adam;
import org.convbook.data.transform.Transform;

/** A program that trains, with a checkpoint after every step, until it is killed. */
final class TrainingForever {
    private TrainingForever() {}

    static Trainer trainer(Layer net) {
        return new Trainer(net, new Adam(net.parameters(), 0.003)).on(Backends.best()).batchSize(30).epochs(100_000).validation(0.1)
            .augment(Transform.randomCrop(1));
    }

    public static void main(String[] args) {
        trainer(Trainings.net()).checkpoints(Path.of(args[0]), 1).listener(new TrainingListener() {
            @Override
            public void step(Progress p) {
                if (p.step() != 2) return;
                System.out.print('s');                       // a checkpoint is there
                System.out.flush();
            }
        }).fit(Trainings.DIGITS);
    }
}
