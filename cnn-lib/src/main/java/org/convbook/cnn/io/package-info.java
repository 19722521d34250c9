/**
 * Checkpoints: parameters by path in the public safetensors format, which Python reads too. May import the JDK, {@code cnn.nn},
 * {@code cnn.tensor} and {@code cnn.backend}. Read {@code Checkpoint} first, then {@code Safetensors}.
 */
package org.convbook.cnn.io;
