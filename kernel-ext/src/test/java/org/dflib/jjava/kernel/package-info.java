/** A stand-in for JJava 1.0's own kernel, which is in no registry of libraries: written for the tests, over the base classes that it uses. */
package org.dflib.jjava.kernel;
