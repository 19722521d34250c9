package org.convbook.cnn.tensor;

/**
 * Shapes that do not fit together. The first line of the message is enough on its own: where, what was got, what was expected; the shapes
 * follow below it.
 */
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String where;
    private final String problem;
    private final String shapes;
    private final boolean ofLayer;

    /**
     * A problem found by an operation.
     *
     * @param where the operation
     * @param problem what was got and what was expected
     * @param shapes one line for each shape that matters, or an empty text
     */
    public ShapeException(String where, String problem, String shapes) {
        this(where, problem, shapes, false);
    }

    private ShapeException(String where, String problem, String shapes, boolean ofLayer) {
        super(where + ": " + problem + (shapes.isEmpty() ? "" : "\n" + shapes.stripTrailing()));
        this.where = where;
        this.problem = problem;
        this.shapes = shapes;
        this.ofLayer = ofLayer;
    }

    /** The same problem, said of a layer rather than of the operation in it; what is said of a layer already stays so. */
    public ShapeException in(String layer) {
        if (ofLayer) return this;
        ShapeException e = new ShapeException(layer, problem, shapes, true);
        e.setStackTrace(getStackTrace());
        return e;
    }

    /** Where it was found: an operation, or a layer with its path. */
    public String where() {
        return where;
    }

    /** One line of the second part: a name and a shape, in columns. */
    static String line(String name, Object shape) {
        return String.format("  %-7s %s%n", name, shape).replace(System.lineSeparator(), "\n");
    }
}
