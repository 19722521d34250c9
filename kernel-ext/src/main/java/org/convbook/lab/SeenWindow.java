package org.convbook.lab;

import java.util.HashMap;
import java.util.Map;

import org.convbook.cnn.nn.Layer;

import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * How a unit's place in its map leads to the window of the image that it sees, along rows (0) and columns (1), in pixels.
 *
 * @param size   of the window
 * @param jump   from one unit's window to the next
 * @param centre of the first unit's window; the first pixel has its own at 0
 */
record SeenWindow(double[] size, double[] jump, double[] centre) {
    /** The windows of all layers of the network by path, as its summary tells them; layers that see no window of the image are left out. */
    static Map<String, SeenWindow> of(Layer net, int... imageShape) {
        Map<String, SeenWindow> all = new HashMap<>();
        Table table = net.summary(imageShape);
        for (Row row : table) {
            String size = row.getString("field");
            if (!size.isEmpty())
                all.put(row.getString("path"), new SeenWindow(both(size), both(row.getString("jump")), both(row.getString("centre"))));
        }
        return all;
    }

    /** One number stands for both directions. */
    private static double[] both(String text) {
        String[] parts = text.split("x");
        return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[parts.length - 1])};
    }

    /** The first pixel of the window of the i-th unit along an axis, cut off at the image's edge. */
    int from(int axis, int i) {
        return (int) Math.max(0, Math.round(centre[axis] + i * jump[axis] - (size[axis] - 1) / 2));
    }

    /** The last pixel of the window, cut off at the image's edge. */
    int to(int axis, int i, int side) {
        return (int) Math.min(side - 1, Math.round(centre[axis] + i * jump[axis] + (size[axis] - 1) / 2));
    }
}
