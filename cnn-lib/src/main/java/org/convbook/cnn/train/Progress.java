package org.convbook.cnn.train;

/**
 * How far a training is.
 *
 * @param epoch the present epoch, from 1
 * @param epochs the planned number of epochs
 * @param step the steps made, from 1, over all epochs
 * @param steps the planned number of steps
 * @param batch the steps made in this epoch, from 1
 * @param batches the number of steps in this epoch
 * @param loss the mean training loss of this epoch so far
 * @param accuracy the share of this epoch's training images so far that were classified rightly, 0 to 1
 * @param imagesPerSecond the speed of this epoch's training so far
 * @param secondsLeft the time to the planned end at the present speed, validation included
 * @param history everything up to now
 */
public record Progress(
        int epoch, int epochs, long step, long steps, int batch, int batches, double loss, double accuracy,
        double imagesPerSecond, double secondsLeft, History history) {}
