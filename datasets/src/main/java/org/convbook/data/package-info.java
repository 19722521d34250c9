/**
 * Labelled images and the way they travel: bytes on disk become a {@link org.convbook.data.Dataset}, a
 * {@link org.convbook.data.Loader} turns it into shuffled batches of plain arrays. Knows no tensors, networks or notebooks;
 * imports the JDK, Tablesaw and {@code data.transform} only. Read {@link org.convbook.data.Dataset} first.
 */
package org.convbook.data;
