/**
 * Training and evaluation of a network on a data set. The one package of the library that reads {@code org.convbook.data}, the plain arrays
 * of batches; may also import the JDK, Tablesaw for the history, and what lies below it. Read {@code Trainer} first.
 */
package org.convbook.cnn.train;
