/**
 * Files of weights: checkpoints by path in the public safetensors format, which Python reads too, and trained weights from elsewhere, by their
 * public names. May import the JDK, {@code cnn.nn}, {@code cnn.tensor} and {@code cnn.backend}. Read {@code Checkpoint} first, then
 * {@code Safetensors} and {@code WeightFile}.
 */
package org.convbook.cnn.io;
