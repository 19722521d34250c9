package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Shape;

/** A tensor's values in a block of the device's memory. */
final class CudaBuffer implements Buffer {
    private final Shape shape;
    final Layout layout;
    final Format format;
    private final Block block;

    CudaBuffer(Shape shape, Layout layout, Format format, Block block) {
        this.shape = shape;
        this.layout = layout;
        this.format = format;
        this.block = block;
        block.lookedAt();
    }

    static CudaBuffer of(Buffer buffer) {
        return (CudaBuffer) buffer;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The distance in values between neighbours along each axis. */
    int[] strides() {
        return layout.strides(shape);
    }

    /** Whether its values lie in this layout, which for some shapes is the same as another. */
    boolean lies(Layout wanted) {
        return layout == wanted || Layout.same(shape);
    }

    /** Its memory, whose life is looked at by its owner only. */
    Block block() {
        return block;
    }

    /** Its memory, if that is still its own. */
    Block live() {
        block.check(shape);
        return block;
    }
}
