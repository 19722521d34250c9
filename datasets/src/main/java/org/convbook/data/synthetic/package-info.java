/**
 * Data sets that are drawn, not downloaded: they need no file, no network and no font, and are the same on every machine.
 * Imports the JDK, Tablesaw and {@code data} only. Read {@link org.convbook.data.synthetic.Glyphs} first.
 */
package org.convbook.data.synthetic;
