package org.convbook.widget;

/** Pages under each other that fold up; none is open at the start. */
public final class Accordion extends Pages<Accordion> {
    /** No pages yet. */
    public Accordion() {
        super("Accordion");
    }
}
