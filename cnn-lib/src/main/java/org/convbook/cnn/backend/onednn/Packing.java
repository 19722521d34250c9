package org.convbook.cnn.backend.onednn;

import org.bytedeco.javacpp.Pointer;

/** How an implementation of a convolution wants its weights. Equal ones give the same values, so that a copy serves both. */
interface Packing {
    /** The number of float32 values that packed weights take. */
    long room();

    /** Packs weights that lie as in a parameter, row-major. */
    void pack(Pointer plain, Pointer packed);

    /** Whether packed weights lie as in a parameter: then these will do. */
    boolean plain();

    /** What one kernel wants as its argument 1. */
    record Direct(Kernel kernel, Kernel reorder, boolean plain) implements Packing {
        @Override
        public long room() {
            return kernel.room(1);
        }

        @Override
        public void pack(Pointer plain, Pointer packed) {
            reorder.run(plain, packed);
        }
    }
}
