/**
 * Optimisers, one paper a class; the first line of each is its update formula. May import the JDK, {@code cnn.tensor} and {@code cnn.backend}.
 * Read {@code Optimizer} first, then {@code Sgd}.
 */
package org.convbook.cnn.optim;
