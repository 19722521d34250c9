/**
 * The CPU backend on oneDNN: images lie as NHWC inside, weights as each primitive wants them; primitives are made once per shape and kept.
 * May import the JDK, {@code cnn.backend}, {@code cnn.backend.memory}, {@code cnn.backend.java} (for what oneDNN lacks) and the bytedeco bindings. Read
 * {@code OneDnnCore} first, then {@code Kernel} and {@code OneDnnBackend}.
 */
package org.convbook.cnn.backend.onednn;
