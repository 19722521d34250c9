package org.convbook.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Seeded choices of images that respect the classes. */
final class Choices {
    private static final int TAKE_SEED = 0;

    private Choices() { }

    /** n indices, the classes taking turns. */
    static int[] balanced(Dataset data, int n) {
        if (n < 1 || n > data.size()) {
            throw new IllegalArgumentException("%s: take %d images, expected 1 to %d".formatted(data.name(), n, data.size()));
        }
        int[][] byClass = shuffledByClass(data, TAKE_SEED);
        int[] chosen = new int[n];
        int count = 0;
        for (int turn = 0; count < n; turn++) {
            for (int k = 0; k < byClass.length && count < n; k++) {
                if (turn < byClass[k].length) chosen[count++] = byClass[k][turn];
            }
        }
        SplitMix.of(TAKE_SEED, n).shuffle(chosen);
        return chosen;
    }

    static Split stratified(Dataset data, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {                                 // also NaN
            throw new IllegalArgumentException("%s: split holds out a fraction in (0, 1), got %s".formatted(data.name(), fraction));
        }
        long held = Math.round(fraction * data.size());
        if (held < 1 || held >= data.size()) {
            throw new IllegalArgumentException("%s: holding out %s of %d images leaves a part empty, expected at least one image in each"
                .formatted(data.name(), fraction, data.size()));
        }
        int[][] byClass = shuffledByClass(data, seed);
        int[] shares = shares(byClass, fraction, (int) held);
        int[] out = new int[(int) held];
        int[] train = new int[data.size() - out.length];
        int o = 0;
        int t = 0;
        for (int k = 0; k < byClass.length; k++) {
            int rest = byClass[k].length - shares[k];
            System.arraycopy(byClass[k], 0, out, o, shares[k]);
            System.arraycopy(byClass[k], shares[k], train, t, rest);
            o += shares[k];
            t += rest;
        }
        SplitMix.of(seed, 1).shuffle(out);
        SplitMix.of(seed, 2).shuffle(train);
        return new Split(new Subset(data, train), new Subset(data, out));
    }

    /** How many images each class gives so that the total is exactly {@code total}: whole parts first, then the largest remainders. */
    private static int[] shares(int[][] byClass, double fraction, int total) {
        int[] shares = new int[byClass.length];
        for (int k = 0; k < shares.length; k++) shares[k] = (int) (fraction * byClass[k].length);
        int missing = total - Arrays.stream(shares).sum();
        int[] order = IntStream.range(0, shares.length).boxed()
            .sorted(Comparator.comparingDouble(k -> shares[k] - fraction * byClass[k].length))    // stable: ties by class number
            .mapToInt(k -> k).toArray();
        for (int j = 0; missing > 0; j = (j + 1) % order.length) {
            int k = order[j];
            if (shares[k] == byClass[k].length) continue;
            shares[k]++;
            missing--;
        }
        return shares;
    }

    /** The images of each class; where pixels have the labels, all images in one group. */
    private static int[][] shuffledByClass(Dataset data, long seed) {
        if (data.pixelLabels()) {
            int[] all = IntStream.range(0, data.size()).toArray();
            SplitMix.of(seed, 0, 0).shuffle(all);
            return new int[][] {all};
        }
        int[] labels = data.labels();
        int[][] byClass = new int[data.classes().size()][];
        for (int k = 0; k < byClass.length; k++) {
            int label = k;
            byClass[k] = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            SplitMix.of(seed, 0, k).shuffle(byClass[k]);
        }
        return byClass;
    }
}
