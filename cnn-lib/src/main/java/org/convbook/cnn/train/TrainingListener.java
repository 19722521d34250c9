package org.convbook.cnn.train;

/** Is told of a training's progress, on the thread that trains: what it does takes training time. */
public interface TrainingListener {
    /** Before the first step. */
    default void started(Progress progress) {}

    /** After each step. */
    default void step(Progress progress) {}

    /**
     * Whether {@link #step} is to be told before the next step begins, so that it may look at the network and change the optimiser. Where no listener
     * of a training needs that, a GPU goes on to the next step meanwhile, and all are told a step later.
     */
    default boolean watchesSteps() {
        return true;
    }

    /** After each epoch and its validation. */
    default void epoch(Progress progress) {}

    /** After the last step, also when the training was stopped or failed. */
    default void finished(Progress progress) {}

    /** Prints a line for each epoch to the standard output. */
    static TrainingListener printing() {
        return new TrainingListener() {
            @Override
            public boolean watchesSteps() {
                return false;
            }

            @Override
            public void epoch(Progress p) {
                History.Epoch e = p.history().last();
                System.out.printf(java.util.Locale.ROOT, "epoch %d/%d  loss %.4f  accuracy %.2f %%%s  %,.0f images/s%n", p.epoch(), p.epochs(),
                    e.loss(), 100 * e.accuracy(),
                    Double.isNaN(e.validationLoss()) ? ""
                        : String.format(java.util.Locale.ROOT, "  validation %.4f, %.2f %%", e.validationLoss(), 100 * e.validationAccuracy()),
                    e.imagesPerSecond());
            }
        };
    }
}
