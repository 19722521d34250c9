/**
 * What backends share that keep tensors in memory of their own: blocks with owners, used again step after step, and what a recording of a step holds.
 * Nothing for users. May import the JDK and {@code cnn.backend}. Read {@code MemoryPool} first.
 */
package org.convbook.cnn.backend.memory;
