/**
 * Optimisers, one paper a class, whose first line is its update formula; and schedules of the learning rate. May import the JDK,
 * {@code cnn.tensor} and {@code cnn.backend}. Read {@code Optimizer} first, then {@code Sgd} and {@code Schedule}.
 */
package org.convbook.cnn.optim;
