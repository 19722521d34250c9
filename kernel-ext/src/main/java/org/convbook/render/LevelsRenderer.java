package org.convbook.render;

/** Levels that somebody put together already. */
final class LevelsRenderer extends TypeRenderer<Levels> {
    LevelsRenderer() {
        super(Levels.class);
    }

    @Override protected Levels show(Levels levels) {
        return levels;
    }
}
