/** Losses: what training makes small. May import the JDK, {@code cnn.tensor} and {@code cnn.backend}. Read {@code Losses} first. */
package org.convbook.cnn.loss;
