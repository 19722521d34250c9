package org.convbook.data.image;

import java.util.List;
import org.convbook.data.Dataset;

/** A public data set in its two official parts, and how it was found. */
public abstract sealed class TrainTest permits Mnist, FashionMnist, Cifar10, Cifar100, CamVid {
    private final Dataset train;
    private final Dataset test;
    private final List<String> notes;

    TrainTest(Dataset train, Dataset test, List<String> notes) {
        this.train = train;
        this.test = test;
        this.notes = List.copyOf(notes);
    }

    TrainTest(Pair pair, List<String> notes) {
        this(pair.train(), pair.test(), notes);
    }

    /** The images to train on; take those for validation from here. */
    public final Dataset train() {
        return train;
    }

    /** The images to measure with, once, at the end. */
    public final Dataset test() {
        return test;
    }

    /** One line: where the training images came from. */
    public final String source() {
        return train.source();
    }

    /** Whether these are generated images that stand in for the real ones. */
    public final boolean standIn() {
        return train.standIn();
    }

    /** One sentence for each place where the data were looked for in vain, in the order of the search. */
    public final List<String> notes() {
        return notes;
    }

    @Override public String toString() {
        return train + "\n" + test + (notes.isEmpty() ? "" : "\n" + String.join("\n", notes));
    }
}
