/**
 * Small machines that a lecture takes apart by hand: numbers that know how they were computed, and the chain rule step by step. They are made to be
 * read, not to be fast; tensors do the same for arrays. May import the JDK only. Read {@code ScalarOp} first, then {@code ComputationGraph}.
 */
package org.convbook.cnn.classic;
