/**
 * The door to ConvBook for a notebook whose kernel is not its own: {@link org.convbook.ConvBook}. May import {@code host} only, so that it can
 * say what is missing where the rest is not there.
 */
package org.convbook;
