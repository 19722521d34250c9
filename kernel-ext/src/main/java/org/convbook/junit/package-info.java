/**
 * Tests in a cell: {@code %%junit} runs the JUnit 5 tests that stand under it and shows what passed and what failed.
 * Imports JUnit's launcher and Jupiter engine, {@code render} and the Extension API of JJava; knows no kernel of its own and no neural network.
 * Read {@code JUnitExtension} first.
 */
package org.convbook.junit;
