/**
 * Functions that change one image in place, and its mask along with it: normalising, and for augmentation moves, bends and changes of
 * colour. Imports the JDK only. Read {@link org.convbook.data.transform.Transform} first.
 */
package org.convbook.data.transform;
