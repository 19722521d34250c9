package org.convbook.cnn.train;

import static org.convbook.cnn.train.Trainings.assertSame;
import static org.convbook.cnn.train.Trainings.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.convbook.cnn.backend.cuda.OwnStandIn;
import org.convbook.cnn.backend.cuda.StandIn;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.optim.Adam;
import org.convbook.data.Dataset;
import org.convbook.data.synthetic.Glyphs;
import org.junit.jupiter.api.io.TempDir;

/** What tests of trainings share that look ahead on the stand-in for a GPU. */
abstract class LookAheadTraining extends OwnStandIn {
    /** Four batches of 16 and one of 6. */
    static final Dataset DIGITS = Glyphs.dataset(70, 5);

    @TempDir
    Path folder;

    /** A training and what can be seen of it. */
    final class Seen {
        final Layer net;
        final Adam adam;
        final Settings settings = new Settings();
        final Trainer trainer;
        final List<String> told = new ArrayList<>();
        final List<Map<String, float[]>> states = new ArrayList<>();
        History history;
        String failure;

        Seen(boolean lookAhead) {
            this(lookAhead, Trainings.net());
        }

        Seen(boolean lookAhead, Layer net) {
            this.net = net;
            adam = new Adam(net.parameters(), 0.002);
            trainer = new Trainer(net, adam, settings).on(backend).batchSize(16).epochs(2).seed(4);
            settings.lookAhead = lookAhead;
        }

        /** With a listener that is told each step before the next one, and looks at the network; or with one that only listens. */
        Seen listens(boolean watches) {
            trainer.listener(new TrainingListener() {
                @Override
                public boolean watchesSteps() {
                    return watches;
                }

                @Override
                public void step(Progress p) {
                    told.add(p.step() + "/" + p.steps() + " " + p.loss() + " " + p.accuracy());
                    if (watches) states.add(values(net));
                }
            });
            return this;
        }

        Seen run(Dataset images) {
            try {
                history = trainer.fit(images, DIGITS.take(20));
            } catch (RuntimeException e) {
                failure = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            assertFalse(Thread.currentThread().isInterrupted());
            return this;
        }

        void is(Seen other) {
            assertEquals(other.failure, failure);
            assertEquals(other.told, told);
            assertEquals(other.adam.steps(), adam.steps());
            if (other.history != null) assertSame(other.history, history);
            assertSame(values(other.net), values(net));
        }
    }

    /** Looks ahead with and without one who watches, in every order of streams, and must see what is seen without. */
    final void same(UnaryOperator<Seen> training) {
        Seen expected = training.apply(new Seen(false).listens(true));
        for (boolean watches : new boolean[] {true, false}) {
            for (StandIn.Order order : StandIn.Order.values()) {
                StandIn.order(order);
                training.apply(new Seen(true).listens(watches)).is(expected);
                StandIn.heal();
            }
        }
    }

    /** A data set in which one image cannot be read, or gives something else. */
    record Odd(Dataset all, int at, Runnable event) implements Dataset {
        @Override public String name() { return "odd digits"; }

        @Override public String source() { return all.source(); }

        @Override public boolean standIn() { return true; }

        @Override public int size() { return all.size(); }

        @Override public int[] imageShape() { return all.imageShape(); }

        @Override public List<String> classes() { return all.classes(); }

        @Override public int label(int i) { return all.label(i); }

        @Override public void image(int i, float[] into, int offset) {
            all.image(i, into, offset);
            if (i != at) return;
            event.run();
            into[offset] = Float.NaN;
        }
    }
}
