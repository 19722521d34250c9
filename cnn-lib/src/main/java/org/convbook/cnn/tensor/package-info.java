/**
 * Tensors and their gradients. {@link org.convbook.cnn.tensor.Tensor} is thin: each family of operations has a file of its own
 * ({@code Elementwise}, {@code Reduce}, {@code Reshape}, {@code Pad}, {@code Matmul}, {@code Convolve}, {@code Pool}, {@code Normalize},
 * {@code Resample}) in which the derivative stands under the formula. Shapes are checked here, once; {@code Window} is the geometry that the
 * sliding ones share. May import the JDK and {@code cnn.backend}. Read {@code Elementwise} first, then {@code Tape}.
 */
package org.convbook.cnn.tensor;
