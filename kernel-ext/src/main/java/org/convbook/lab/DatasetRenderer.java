package org.convbook.lab;

import org.convbook.data.Dataset;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;

/** A data set: its first twenty images; in text what it says of itself. */
final class DatasetRenderer extends TypeRenderer<Dataset> {
    DatasetRenderer() {
        super(Dataset.class);
    }

    @Override protected Levels show(Dataset images) {
        return Levels.of(Samples.of(images, 20).figure()).withText(images.toString());
    }
}
