package org.convbook.data.image;

import java.util.List;
import org.convbook.data.Dataset;

/** A public data set in its two official parts, and how it was found. */
public abstract sealed class TrainTest permits Mnist, FashionMnist {
    private final IdxSet.Pair pair;
    private final List<String> notes;

    TrainTest(IdxSet.Pair pair, List<String> notes) {
        this.pair = pair;
        this.notes = List.copyOf(notes);
    }

    /** The images to train on; take those for validation from here. */
    public final Dataset train() {
        return pair.train();
    }

    /** The images to measure with, once, at the end. */
    public final Dataset test() {
        return pair.test();
    }

    /** One line: where the training images came from. */
    public final String source() {
        return pair.train().source();
    }

    /** Whether these are generated images that stand in for the real ones. */
    public final boolean standIn() {
        return pair.train().standIn();
    }

    /** One sentence for each place where the data were looked for in vain, in the order of the search. */
    public final List<String> notes() {
        return notes;
    }


    @Override public String toString() {
        return pair.train() + "\n" + pair.test() + (notes.isEmpty() ? "" : "\n" + String.join("\n", notes));
    }
}
