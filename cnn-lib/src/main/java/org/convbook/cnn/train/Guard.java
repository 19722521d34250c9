package org.convbook.cnn.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.convbook.cnn.optim.Optimizer;
import org.convbook.data.Batch;

/**
 * Sees to it that a training which goes wrong is told where, and costs nothing: it keeps the network and its optimiser as they were not many
 * steps ago, from where a step with a finite loss followed, and goes on from there, step by step, to find the first one that fails.
 */
final class Guard {
    private static final int STEPS_BETWEEN_LOOKS = 100;

    /** The settings of one step. */
    private record Rate(double base, double factor, double momentum, double weightDecay) {
        static Rate of(Optimizer optimizer) {
            return new Rate(optimizer.learningRate(), optimizer.factor(), optimizer.momentum(), optimizer.weightDecay());
        }

        double rate() {
            return base * factor;
        }

        void give(Optimizer optimizer) {
            optimizer.learningRate(base);
            optimizer.factor(factor);
            optimizer.momentum(momentum);
            optimizer.weightDecay(weightDecay);
        }
    }

    private final Run run;
    private final Steps steps;
    private final Diagnosis diagnosis;
    private final List<Rate> rates = new ArrayList<>();       // of the steps since the good state
    private Snapshot good;
    private Position since;
    private Snapshot candidate;                               // good as soon as a step with a finite loss has followed
    private Position candidateSince;
    private int stepsBeforeCandidate;

    Guard(Run run, Steps steps, Diagnosis diagnosis) {
        this.run = run;
        this.steps = steps;
        this.diagnosis = diagnosis;
    }

    /** Notes the present state. */
    void note() {
        if (candidate == null) candidate = new Snapshot(run.net(), run.optimizer());
        candidate.take();
        candidateSince = new Position();
        candidateSince.set(run.position());
        stepsBeforeCandidate = rates.size();
        if (good == null) promote();
    }

    /** The state just noted is good: the steps before it cannot be run again. */
    void beginHere() {
        if (candidateSince != null) promote();
    }

    private void promote() {
        Snapshot old = good;
        good = candidate;
        candidate = old;
        since = candidateSince;
        candidateSince = null;
        rates.subList(0, stepsBeforeCandidate).clear();
        stepsBeforeCandidate = 0;
    }

    void aboutToStep() {
        rates.add(Rate.of(run.optimizer()));
    }

    /** Whether the results of the step just begun may ask for a look at the weights that it leaves. */
    boolean isDue() {
        return rates.size() >= STEPS_BETWEEN_LOOKS;
    }

    /** The steps since the good state whose results are known; others may have begun. */
    private int counted() {
        return (int) (run.position().done - since.done);
    }

    void checkLoss(double loss) {
        if (!Double.isFinite(loss)) fail("the loss became " + loss);
        if (candidateSince != null) promote();
        if (counted() < STEPS_BETWEEN_LOOKS) return;
        checkWeights();
        note();
    }

    /** Some ReLUs turn NaN to 0 (oneDNN's), so that the loss stays finite when the weights no longer are. */
    void checkWeights() {
        String broken = Diagnosis.brokenWeights(run.optimizer().parameters());
        if (broken != null) fail(broken);
    }

    /** Goes through the steps since all was well once more, and stops before the one that fails. */
    private void fail(String seen) {
        run.history().stop();
        Rate now = Rate.of(run.optimizer());
        rates.subList(counted(), rates.size()).clear();
        good.restore();
        String found = again();
        now.give(run.optimizer());
        throw new ArithmeticException(found != null ? found
            : "step " + run.position().done + " (epoch " + run.position().epoch + ") failed: " + seen + ", but not when the steps since " + since.done
                + " were run again: something changed the network between them. It is as these steps have left it");
    }

    private String again() {
        Optimizer optimizer = run.optimizer();
        Position now = new Position();
        now.set(since);
        Iterator<Batch> batches = run.rest(now);
        Snapshot before = good;
        Snapshot previous = candidate != null ? candidate : new Snapshot(run.net(), optimizer);
        Rate last = rates.get(0);
        for (Rate r : rates) {
            if (!batches.hasNext()) {
                now.nextEpoch();
                batches = run.rest(now);
            }
            Snapshot older = previous;
            previous = before;
            before = older;
            before.take();
            now.done++;
            Batch batch = batches.next();
            r.give(optimizer);
            Steps.Result result = steps.run(batch);
            String broken = Diagnosis.brokenWeights(optimizer.parameters());
            if (Double.isFinite(result.loss()) && broken == null) {
                last = r;
                continue;
            }
            before.restore();
            Diagnosis.Finding first = diagnosis.first(batch);
            boolean weightsAreBad = first != null && first.forward() && now.done > since.done + 1;
            (weightsAreBad ? previous : before).restore();
            return "step " + now.done + " (epoch " + now.epoch + ") failed: " + (first != null ? first.text() : "after its update " + broken)
                + "; a smaller learning rate than " + (weightsAreBad ? last : r).rate() + " may help. The network is as it was before step "
                + (weightsAreBad ? now.done - 1 : now.done);
        }
        return null;
    }
}
