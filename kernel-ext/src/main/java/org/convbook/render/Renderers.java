package org.convbook.render;

import java.util.List;
import java.util.stream.Stream;

/** All renderers of this package. */
final class Renderers {
    /** For levels alone; it takes part in no kernel. */
    static final ImageRenderer IMAGE = new ImageRenderer();

    private Renderers() {}

    static List<TypeRenderer<?>> all() {
        Stream<TypeRenderer<?>> arrays = Stream.of(int[].class, long[].class, float[].class, double[].class, boolean[].class, int[][].class,
            float[][].class, double[][].class, float[][][].class, double[][][].class).map(Renderers::array);
        return Stream.concat(Stream.of(new FigureRenderer(), new DrawnRenderer(), new ChartRenderer(), new ImageRenderer(),
            new TableRenderer(), new LevelsRenderer(), new ShowableRenderer()), arrays).toList();
    }

    private static <T> TypeRenderer<T> array(Class<T> type) {
        return new ArrayRenderer<>(type);
    }
}
