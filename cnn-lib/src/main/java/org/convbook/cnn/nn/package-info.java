/**
 * Layers: named parts with parameters. Flat: one layer a file. May import the JDK, {@code cnn.tensor} and {@code cnn.backend}, and Tablesaw
 * for the summary. Read {@code Layer} first, then {@code Dropout}.
 */
package org.convbook.cnn.nn;
