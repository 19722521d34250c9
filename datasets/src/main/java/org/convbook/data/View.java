package org.convbook.data;

import java.util.List;

/** A data set that shows another one differently; what it does not change, it passes on. */
abstract class View implements Dataset {
    final Dataset base;

    View(Dataset base) {
        this.base = base;
    }

    @Override public String name() {
        return base.name();
    }

    @Override public String source() {
        return base.source();
    }

    @Override public boolean standIn() {
        return base.standIn();
    }

    @Override public int size() {
        return base.size();
    }

    @Override public int[] imageShape() {
        return base.imageShape();
    }

    @Override public List<String> classes() {
        return base.classes();
    }

    @Override public int label(int i) {
        return base.label(i);
    }

    @Override public boolean pixelLabels() {
        return base.pixelLabels();
    }

    @Override public void mask(int i, int[] into, int offset) {
        base.mask(i, into, offset);
    }

    @Override public int ignoreIndex() {
        return base.ignoreIndex();
    }

    @Override public void image(int i, float[] into, int offset) {
        base.image(i, into, offset);
    }

    @Override public String toString() {
        return Described.text(this);
    }
}
