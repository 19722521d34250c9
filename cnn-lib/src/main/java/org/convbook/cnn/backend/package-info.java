/**
 * The arithmetic of one device: {@link org.convbook.cnn.backend.Backend} and the small records that describe its operations.
 * Knows buffers and numbers; knows no gradients, layers, names or files. May import the JDK only; each implementation lives in a
 * folder of its own ({@code java}, {@code onednn}) and may import its native library. Read {@code Backend} first.
 */
package org.convbook.cnn.backend;
