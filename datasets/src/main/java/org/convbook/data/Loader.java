package org.convbook.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.convbook.data.transform.PixelMoves;
import org.convbook.data.transform.Transform;

/**
 * Cuts a data set into batches, in a fresh random order every epoch. Immutable: each setting returns another loader.
 * <pre>
 * var loader = new Loader(data, 64).shuffle(7).prefetch(2);
 * for (int epoch = 0; epoch &lt; 5; epoch++)
 *     for (Batch batch : loader.epoch(epoch)) ...
 * </pre>
 * Order and augmentation depend on seed and epoch only, never on the machine, the time or prefetching, so training can go on in the
 * middle of a run with the same numbers. Every iterator starts anew; the loader itself may be used from several threads.
 */
public final class Loader implements Iterable<Batch> {
    private final Dataset dataset;
    private final int batchSize;
    private final Settings settings;

    private record Ahead(int batches, int threads) { }

    private record Settings(boolean shuffle, long seed, Ahead prefetch, boolean dropLast, Transform augment, boolean packed) { }

    /**
     * Batches of {@code batchSize} images in the order of the data set; the last one may be smaller.
     * A batch size below 1 or an empty data set is an {@link IllegalArgumentException}.
     */
    public Loader(Dataset dataset, int batchSize) {
        this(dataset, batchSize, new Settings(false, 0, new Ahead(0, 1), false, null, false));
    }

    private Loader(Dataset dataset, int batchSize, Settings settings) {
        int[] s = dataset.imageShape();
        if (dataset.size() < 1) throw new IllegalArgumentException("Loader: " + dataset.name() + " has no images, expected at least one");
        long most = Math.min(dataset.size(), Integer.MAX_VALUE / ((long) s[0] * s[1] * s[2]));
        if (batchSize < 1 || Math.min(batchSize, dataset.size()) > most) {
            throw new IllegalArgumentException("Loader: batchSize must be 1 to %d images, got %d".formatted(most, batchSize));
        }
        if (settings.dropLast && batchSize > dataset.size()) {
            throw new IllegalArgumentException("Loader: dropLast leaves no batch, batchSize %d is more than the %d images of %s"
                .formatted(batchSize, dataset.size(), dataset.name()));
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.settings = settings;
    }

    /** A fresh order every epoch, fixed by {@code seed} and the epoch's number; the seed of the augmentation too. */
    public Loader shuffle(long seed) {
        return with(new Settings(true, seed, settings.prefetch, settings.dropLast, settings.augment, settings.packed));
    }

    /**
     * Lets a daemon thread prepare up to {@code batches} batches ahead; 0 prepares each when it is asked for. The batches are the same.
     * What goes wrong in the thread is thrown where the batch is asked for. An iterator that is given up leaves nothing behind: the
     * thread finishes what it had begun and ends.
     */
    public Loader prefetch(int batches) {
        return prefetch(batches, 1);
    }

    /** The same with so many threads, each at a batch of its own; the batches and their order do not depend on the number. */
    public Loader prefetch(int batches, int threads) {
        if (batches < 0) throw new IllegalArgumentException("Loader: prefetch must be 0 or more batches, got " + batches);
        if (threads < 1) throw new IllegalArgumentException("Loader: prefetch needs at least 1 thread, got " + threads);
        return with(new Settings(settings.shuffle, settings.seed, new Ahead(batches, threads), settings.dropLast, settings.augment, settings.packed));
    }

    /** Leaves out a last batch that is smaller than the others. */
    public Loader dropLast() {
        return with(new Settings(settings.shuffle, settings.seed, settings.prefetch, true, settings.augment, settings.packed));
    }

    /**
     * Changes every image by {@code transform}, with random numbers of its own for each seed, epoch and image. Where pixels have labels,
     * a transform that moves pixels moves the labels along.
     */
    public Loader augment(Transform transform) {
        Objects.requireNonNull(transform, "transform");
        return with(new Settings(settings.shuffle, settings.seed, settings.prefetch, settings.dropLast, transform, settings.packed));
    }

    /**
     * Leaves images packed as bytes where they are held so and the augmentation only moves and covers pixels, so that a device can
     * unpack and change them: see {@link Batch#packed}. The values are the same, to the bit.
     */
    public Loader packed() {
        return with(new Settings(settings.shuffle, settings.seed, settings.prefetch, settings.dropLast, settings.augment, true));
    }

    private boolean packs() {
        boolean moves = settings.augment == null || settings.augment.effect() == Transform.Effect.PLACES && !dataset.pixelLabels();
        return settings.packed && moves && dataset.byteValues() != null;
    }

    private Loader with(Settings changed) {
        return new Loader(dataset, batchSize, changed);
    }

    /** The data set that is cut into batches. */
    public Dataset dataset() {
        return dataset;
    }

    /** The same with so many images in a full batch. */
    public Loader batchSize(int batchSize) {
        return new Loader(dataset, batchSize, settings);
    }

    /** The number of images in a full batch. */
    public int batchSize() {
        return batchSize;
    }

    /** The number of batches in an epoch. */
    public int batches() {
        return settings.dropLast ? dataset.size() / batchSize : (dataset.size() - 1) / batchSize + 1;
    }

    /** The batches of one epoch, counted from 0. */
    public Iterable<Batch> epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /** The batches of one epoch from one on, both counted from 0, without the work for those before: to go on in the middle. */
    public Iterable<Batch> epoch(int epoch, int first) {
        if (epoch < 0) throw new IllegalArgumentException("Loader: epochs are counted from 0, got " + epoch);
        if (first < 0 || first > batches())
            throw new IllegalArgumentException("Loader: first batch must be 0 to %d, got %d".formatted(batches(), first));
        return () -> {
            int[] order = order(epoch);
            int left = batches() - first;
            return settings.prefetch.batches == 0
                ? new DirectBatches(left, b -> batch(order, first + b, epoch))
                : new PrefetchedBatches(left, b -> batch(order, first + b, epoch), settings.prefetch.batches, settings.prefetch.threads);
        };
    }

    /** The batches of epoch 0. */
    @Override public Iterator<Batch> iterator() {
        return epoch(0).iterator();
    }

    private int[] order(int epoch) {
        int[] order = IntStream.range(0, dataset.size()).toArray();
        if (settings.shuffle) SplitMix.of(settings.seed, epoch).shuffle(order);
        return order;
    }

    private Batch batch(int[] order, int number, int epoch) {
        int from = number * batchSize;
        int[] indices = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
        int[] s = dataset.imageShape();
        int length = s[0] * s[1] * s[2];
        if (packs()) return packed(indices, s, epoch);
        float[] images = new float[indices.length * length];
        int labelsEach = dataset.pixelLabels() ? s[1] * s[2] : 1;
        int[] labels = new int[indices.length * labelsEach];
        Augmented augmented = settings.augment == null ? null : new Augmented(dataset, settings.augment, labelsEach);
        for (int k = 0; k < indices.length; k++) {
            int i = indices[k];
            if (augmented != null) {
                augmented.read(i, SplitMix.of(settings.seed, epoch, i));
                System.arraycopy(augmented.image, 0, images, k * length, length);
                System.arraycopy(augmented.mask.labels(), 0, labels, k * labelsEach, labelsEach);
            } else {
                dataset.image(i, images, k * length);
                if (dataset.pixelLabels()) dataset.mask(i, labels, k * labelsEach);
                else labels[k] = dataset.label(i);
            }
        }
        return new Batch(images, labels, new int[] {indices.length, s[0], s[1], s[2]}, indices);
    }

    private Batch packed(int[] indices, int[] s, int epoch) {
        int length = s[0] * s[1] * s[2];
        int lines = s[1] + s[2];
        byte[] bytes = new byte[indices.length * length];
        int[] moves = settings.augment == null ? null : new int[indices.length * lines];
        int labelsEach = dataset.pixelLabels() ? s[1] * s[2] : 1;
        int[] labels = new int[indices.length * labelsEach];
        for (int k = 0; k < indices.length; k++) {
            int i = indices[k];
            dataset.bytes(i, bytes, k * length);
            if (dataset.pixelLabels()) dataset.mask(i, labels, k * labelsEach);
            else labels[k] = dataset.label(i);
            if (moves == null) continue;
            PixelMoves m = new PixelMoves(s[1], s[2]);
            settings.augment.moves(m, SplitMix.of(settings.seed, epoch, i));
            m.table(moves, k * lines);
        }
        PackedImages packed = new PackedImages(bytes, dataset.byteValues(), moves);
        return new Batch(null, labels, new int[] {indices.length, s[0], s[1], s[2]}, indices, packed);
    }

    @Override public String toString() {
        return "Loader of %s, %d batches of %d".formatted(dataset.name(), batches(), batchSize);
    }
}
