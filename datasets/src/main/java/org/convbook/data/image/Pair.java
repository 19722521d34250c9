package org.convbook.data.image;

import org.convbook.data.ByteImages;

/** Training and test images. */
record Pair(ByteImages train, ByteImages test) { }
