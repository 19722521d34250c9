/**
 * The reference backend: plain loops over Java arrays, sums in double, on any platform. Never tuned; the other backends must agree with it.
 * May import the JDK, {@code cnn.backend} and {@code cnn.backend.memory}. Read {@code JavaBackend} first.
 */
package org.convbook.cnn.backend.java;
