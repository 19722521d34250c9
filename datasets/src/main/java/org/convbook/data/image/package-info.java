/**
 * Public image data sets in their official file formats, and folders of images of one's own. Imports the JDK, {@code data},
 * {@code data.transform}, {@code data.download} and {@code data.synthetic} only. Read {@link org.convbook.data.image.Mnist} first.
 */
package org.convbook.data.image;
