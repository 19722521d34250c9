/**
 * The Java notebook kernel: the Jupyter wire over ZeroMQ, evaluation of cells by JShell inside this JVM, and jjava's
 * interface for extensions on top. Knows no neural network; may import the JDK, jeromq, gson, jjava-jupyter and
 * {@link org.convbook.render.CellSink}. Read first: {@link org.convbook.kernel.KernelMain}, then KernelServer (the
 * sockets), Requests (what each message means) and Evaluator (what a cell does).
 */
package org.convbook.kernel;
