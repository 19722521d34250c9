/**
 * What a lecture looks at while a network learns and afterwards: the live loss curve and training panel, filter banks, activations,
 * architecture drawings, confusion matrix, hardest images, image zoom, augmentations, and how tensors, layers and histories are shown.
 * The only package of this module that knows neural networks; imports {@code cnn}, {@code data}, {@code render} and {@code chart}.
 * Read {@code FilterBank} first, then {@code LossCurve}.
 */
package org.convbook.lab;
