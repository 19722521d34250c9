/**
 * Functions that change one image in place: normalising, and random shifts and flips for augmentation. Imports the JDK only.
 * Read {@link org.convbook.data.transform.Transform} first.
 */
package org.convbook.data.transform;
