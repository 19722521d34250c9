package org.convbook.cnn.backend;

/**
 * The operations of one step, ready to be run again on the same buffers without the code that made them: a CUDA graph on a GPU, a list of
 * primitives with their arguments on a CPU. What changes from step to step comes in through buffers that existed before the recording
 * ({@link Backend#write}) and through a {@link RandomStream}. Closing it frees every buffer that the step made.
 */
public interface Recording extends AutoCloseable {
    /** Runs the operations again; results are in the buffers of the recorded run. */
    void replay();

    /**
     * Why this step must not be replayed: null if it may be, else one clause, for example that it read a value back to the host, on which
     * its next operation may have depended.
     */
    String obstacle();

    /** A text that is equal for two recordings of the same operations on the same sizes. */
    String trace();

    @Override
    void close();
}
