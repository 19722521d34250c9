/** The functions that a cell of the stand-in finds imported. */
package io.github.spencerpark.ijava.runtime;
