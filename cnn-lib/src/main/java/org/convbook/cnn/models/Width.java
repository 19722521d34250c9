package org.convbook.cnn.models;

/**
 * Scales all channel counts of a network, so that it also fits small images and small computers; 1 is the paper's. Only eighths, since the papers'
 * counts are multiples of 8: so sums of channels scale with their parts.
 */
record Width(String network, double factor) {
    Width {
        if (!(factor >= 0.125 && factor <= 16 && factor * 8 == Math.rint(factor * 8))) {
            throw new IllegalArgumentException(network + ": width must be a multiple of 1/8 from 0.125 to 16, got " + factor);
        }
    }

    /** This many channels, a multiple of 8, scaled. */
    int of(int channels) {
        return (int) (channels * factor);
    }
}
