package org.convbook.cnn.train;

/** Where a training is, in numbers that a checkpoint holds. */
final class Position {
    /** The epochs of earlier calls of fit: the order of images goes on after them. */
    int before;
    /** The present epoch of this fit, from 1. */
    int epoch = 1;
    /** The batches of this epoch that have been trained on. */
    int batch;
    /** The steps made in this fit. */
    long done;
    /** Of this epoch: loss times images, labels that were right, labels that count, images. */
    double loss;
    long correct;
    long counted;
    long images;

    void nextEpoch() {
        epoch++;
        batch = 0;
        loss = correct = counted = images = 0;
    }

    /** The epoch as the loader counts. */
    int loaderEpoch() {
        return before + epoch - 1;
    }

    void set(Position other) {
        before = other.before;
        epoch = other.epoch;
        batch = other.batch;
        done = other.done;
        loss = other.loss;
        correct = other.correct;
        counted = other.counted;
        images = other.images;
    }
}
