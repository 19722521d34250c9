package org.convbook.cnn.backend.cuda;

/** The values of a buffer once more, in another layout or format, and which version of them. */
final class Form {
    final CudaBuffer of;
    final CudaBuffer copy;
    long version = -1;

    Form(CudaBuffer of, CudaBuffer copy) {
        this.of = of;
        this.copy = copy;
    }

    boolean current() {
        return version == of.block().version;
    }

    void made() {
        version = of.block().version;
    }

    /** Whether its memory is still its own. */
    boolean usable() {
        return copy.block().usable();
    }

    /** Whether it is what is asked for. */
    boolean is(CudaBuffer b, Layout layout, Format format) {
        return copy.format == format && copy.lies(layout) && copy.shape().equals(b.shape()) && of.layout == b.layout;
    }
}
