package org.convbook.data;

/** A data set in two disjoint parts: one to train on, one held out to measure with. */
public record Split(Dataset train, Dataset heldOut) { }
