package org.convbook.render;

/** Whatever knows its levels. */
final class ShowableRenderer extends TypeRenderer<Showable> {
    ShowableRenderer() {
        super(Showable.class);
    }

    @Override protected Levels show(Showable value) {
        return value.levels();
    }
}
