/**
 * What was there before networks learnt their own features, and small machines that a lecture takes apart by hand: descriptors of images, a
 * linear classifier on them, and numbers that know how they were computed. May import the plain types of {@code org.convbook.data} only. Read
 * {@code Hog} first, then {@code LinearSvm}; for the chain rule {@code ScalarOp}, then {@code ComputationGraph}.
 */
package org.convbook.cnn.classic;
