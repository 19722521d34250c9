/**
 * Tensors and their gradients. {@link org.convbook.cnn.tensor.Tensor} is thin: each family of operations has a file of its own
 * ({@code Elementwise}, {@code Reduce}, {@code Reshape}, {@code Matmul}, {@code Convolve}, {@code Pool}, {@code Normalize},
 * {@code Resample}) in which the
 * derivative stands under the formula. Shapes are checked here, once. May import the JDK and {@code cnn.backend}. Read {@code Elementwise}
 * first, then {@code Tape}.
 */
package org.convbook.cnn.tensor;
