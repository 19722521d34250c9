/**
 * The library's speed, in the cases and the JSON form of the PyTorch peer. May import everything below it. Read {@code Bench} first, then
 * {@code Cases}.
 */
package org.convbook.cnn.bench;
