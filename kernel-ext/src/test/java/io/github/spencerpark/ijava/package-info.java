/** A stand-in for IJava 1.3.0, which is in no registry of libraries: written for the tests, over the base classes that IJava itself uses. */
package io.github.spencerpark.ijava;
