package org.convbook.cnn.train;

import java.util.Iterator;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.data.Batch;

/**
 * Sees to it that a training which goes wrong is told where, and costs nothing: it keeps the network and its optimiser as they were at a moment
 * when all was well, not many steps ago, and goes on from there, step by step, to find the first one that fails.
 */
final class Guard {
    private static final int STEPS_BETWEEN_LOOKS = 100;

    private final Run run;
    private final Steps steps;
    private final Diagnosis diagnosis;
    private final Snapshot good;
    private final Position since = new Position();
    private final double[][] rates = new double[STEPS_BETWEEN_LOOKS][];
    private int made;

    Guard(Run run, Steps steps, Diagnosis diagnosis) {
        this.run = run;
        this.steps = steps;
        this.diagnosis = diagnosis;
        good = new Snapshot(run.net(), run.optimizer());
    }

    /** All is well now. */
    void good() {
        good.take();
        since.set(run.position());
        made = 0;
    }

    void aboutToStep() {
        rates[made++] = new double[] {run.optimizer().learningRate(), run.optimizer().factor()};
    }

    void checkLoss(double loss) {
        if (!Double.isFinite(loss)) fail("the loss became " + loss);
        if (made < STEPS_BETWEEN_LOOKS) return;
        checkWeights();
        good();
    }

    /** Some ReLUs turn NaN to 0 (oneDNN's), so that the loss stays finite when the weights no longer are. */
    void checkWeights() {
        String broken = Diagnosis.brokenWeights(run.optimizer().parameters());
        if (broken != null) fail(broken);
    }

    /** Goes through the steps since all was well once more, and stops before the one that fails. */
    private void fail(String seen) {
        run.history().stop();
        Optimizer optimizer = run.optimizer();
        String when = "step " + run.position().done + " (epoch " + run.position().epoch + ")";
        double rate = optimizer.learningRate();
        good.restore();
        Iterator<Batch> batches = run.rest(since);
        for (int i = 0; i < made; i++) {
            optimizer.learningRate(rates[i][0]);
            optimizer.factor(rates[i][1]);
            Batch batch = batches.next();
            good.take();
            Steps.Result again = steps.run(batch);
            String broken = Diagnosis.brokenWeights(optimizer.parameters());
            if (Double.isFinite(again.loss()) && broken == null) continue;
            good.restore();
            String first = diagnosis.first(batch);
            good.restore();
            optimizer.learningRate(rate);
            throw new ArithmeticException("step " + (since.done + i + 1) + " (epoch " + since.epoch + ") failed: "
                + (first != null ? first : "after its update " + broken) + "; a smaller learning rate than " + rates[i][0] * rates[i][1]
                + " may help. The network is as it was before this step");
        }
        optimizer.learningRate(rate);
        throw new ArithmeticException(when + " failed: " + seen + ", but not when the steps since " + since.done
            + " were run again: something changed the network between them. It is as these steps have left it");
    }
}
