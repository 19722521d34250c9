package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.PoolShape;
import org.convbook.cnn.backend.Shape;

/**
 * A max pooling's result, and where each maximum was found.
 *
 * @param y the maxima, [N, C, H', W']
 * @param switches their places
 */
public record MaxPooled(Tensor y, Switches switches) {
    /** Where the maxima of one pooling were found, in a form of the backend's own: what an unpooling needs. */
    public static final class Switches {
        private final Backend backend;
        private final PoolShape shape;
        private final Buffer buffer;

        Switches(Backend backend, PoolShape shape, Buffer buffer) {
            this.backend = backend;
            this.shape = shape;
            this.buffer = buffer;
        }

        /** The shape of what was pooled, [N, C, H, W]. */
        public Shape pooled() {
            return shape.input();
        }

        Backend backend() {
            return backend;
        }

        PoolShape shape() {
            return shape;
        }

        Buffer buffer() {
            return buffer;
        }
    }
}
