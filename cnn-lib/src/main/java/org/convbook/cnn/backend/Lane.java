package org.convbook.cnn.backend;

import java.util.List;
import java.util.function.Supplier;

/**
 * Brings values to a device, and results back, while it computes. What is asked of a lane has its place among the operations of the backend, as if
 * nothing ran at the same time: the numbers are the same bits. At most two batches are there, the one that is used and the one that comes.
 * Closing it gives back all its memory.
 */
public interface Lane extends AutoCloseable {
    /**
     * The new values of one buffer, row-major; or images of bytes, as {@link Unpacking} has them.
     *
     * @param values the values; or what each byte stands for
     * @param bytes null for values
     * @param moves null if nothing moves
     */
    record Load(float[] values, byte[] bytes, int[] moves) {
        /** Values as they are. */
        public static Load of(float... values) {
            return new Load(values, null, null);
        }
    }

    /**
     * Begins to bring these loads, in place of any that were sent and have not landed; the arrays may be changed afterwards. False, from then on, if
     * there is no memory for it: then they must be written in the plain way.
     */
    boolean send(List<Load> loads);

    /** Writes what was sent last into buffers, one for each load. Operations after it see the new values. */
    void land(List<Buffer> to);

    /** Begins to read the values of a buffer, which may be written again at once; who asks for them waits until they are there. */
    Supplier<float[]> read(Buffer x);

    @Override
    void close();
}
