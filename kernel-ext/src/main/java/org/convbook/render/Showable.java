package org.convbook.render;

/** Something that says itself what each level shows, for example a picture with a script that makes it move. */
public interface Showable {
    /** What a notebook, a report, a picture and plain text show of it. */
    Levels levels();
}
