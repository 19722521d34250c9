package org.convbook.cnn.backend;

/**
 * What a backend's memory holds, in bytes.
 *
 * @param inUse what buffers hold now
 * @param pooled what was given back and waits to be used again
 * @param peak the most that buffers have held at once
 * @param capacity how much the device has; 0 where it is the system's memory
 */
public record MemoryUse(long inUse, long pooled, long peak, long capacity) {}
