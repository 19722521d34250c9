package org.convbook.cnn.backend.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** A tensor's values in a block of native memory. */
final class DnnBuffer implements Buffer {
    private final Shape shape;
    final Layout layout;
    final Block block;
    /** Copies of these values as weights of a primitive, with the version that they were made from. */
    private Map<Packing, Packed> packed;
    /** The same with a batch normalisation folded in. */
    private Map<Packing, FoldedWeights> folded;
    /** Counts changes in place. */
    private long version;

    /** Weights as a primitive wants them. */
    static final class Packed {
        final Block block;
        long version = -1;

        Packed(Block block) {
            this.block = block;
        }
    }

    DnnBuffer(Shape shape, Layout layout, Block block) {
        this.shape = shape;
        this.layout = layout;
        this.block = block;
        block.lookedAt();
    }

    static DnnBuffer of(Buffer buffer) {
        return (DnnBuffer) buffer;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    Pointer pointer() {
        block.check(shape);
        return block.pointer();
    }

    void changed() {
        version++;
    }

    long version() {
        return version;
    }

    /** Whether there are copies of these values as weights. */
    boolean hasPacked() {
        return packed != null || folded != null;
    }

    Map<Packing, Packed> packed() {
        if (packed == null) packed = new HashMap<>();
        return packed;
    }

    Map<Packing, FoldedWeights> folded() {
        if (folded == null) folded = new HashMap<>();
        return folded;
    }

    /** Its memory, and that of the copies. */
    List<Block> blocks() {
        List<Block> all = new ArrayList<>(List.of(block));
        if (packed != null) packed.values().forEach(p -> all.add(p.block));
        if (folded != null) folded.values().forEach(f -> all.addAll(List.of(f.weights, f.bias)));
        return all;
    }
}
