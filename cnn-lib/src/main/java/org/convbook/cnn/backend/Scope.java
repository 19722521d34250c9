package org.convbook.cnn.backend;

/**
 * Native memory that is freed together. What the present thread makes on the backend belongs to its innermost open scope and is gone when
 * that closes; without a scope it lives until the garbage collector finds it.
 * <pre>{@code
 * try (Scope step = backend.scope()) {
 *     loss = net.apply(x, pass).mean().item();
 * }                                             // every intermediate tensor is freed here
 * }</pre>
 */
public interface Scope extends AutoCloseable {
    /** Takes a buffer out of this scope, so that it lives on in the one outside. */
    void keep(Buffer buffer);

    @Override
    void close();
}
