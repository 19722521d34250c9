/**
 * What a lecture looks at while a network learns: the live loss curve, the training panel, filter banks, activation maps, confusion matrix, hardest images,
 * and how tensors, layers and histories are shown.
 * The only package of this module that knows neural networks; imports {@code cnn}, {@code data}, {@code render} and {@code chart}.
 * Read {@code FilterBank} first, then {@code LossCurve}.
 */
package org.convbook.lab;
