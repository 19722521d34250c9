package org.convbook.cnn.nn;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convbook.cnn.backend.WindowAxis;
import org.convbook.cnn.tensor.Window;

/**
 * What one unit of a layer sees of the input of the network, along each direction.
 * <pre>
 * convolution, pooling      r += (e - 1)*j              c += ((e - 1)/2 - p)*j      j *= s
 * transposed convolution    r += floor((e - 1)/s)*j     c += (p - (e - 1)/2)*j/s    j /= s     (r: at most)
 * </pre>
 * e is the extent of the window, s its stride, p its padding in front; first r = j = 1, c = 0.
 *
 * @see <a href="https://doi.org/10.23915/distill.00021">Araujo, Norris &amp; Sim 2019, Computing receptive fields</a>
 * @param axes one for each direction
 */
record ReceptiveField(List<Axis> axes) {
    /**
     * Along one direction, in pixels of the input: the unit at i sees so many, with its centre at centre + i · jump.
     *
     * @param size r, the number of pixels
     * @param jump j, the distance between the centres of neighbouring units
     * @param centre c, where the first unit has its centre; the first pixel has its own at 0
     */
    record Axis(double size, double jump, double centre) {
        private Axis through(WindowAxis w) {
            double reach = w.extent() - 1;
            return new Axis(size + reach * jump, jump * w.stride(), centre + (reach / 2 - w.padding()) * jump);
        }

        private Axis back(WindowAxis w) {
            double reach = w.extent() - 1;
            return new Axis(size + Math.floor(reach / w.stride()) * jump, jump / w.stride(),
                centre + (w.padding() - reach / 2) * jump / w.stride());
        }
    }

    /** A pixel of the input sees itself. */
    static ReceptiveField ofInput(int directions) {
        return new ReceptiveField(Collections.nCopies(Math.max(0, directions), new Axis(1, 1, 0)));
    }

    /** The field of a unit that sees units of this field through a window, or, transposed, through a window's other side. */
    ReceptiveField through(Window w, boolean transposed) {
        if (w.axes().size() != axes.size()) return ofInput(w.axes().size()).through(w, transposed);   // behind a change of shape it starts anew
        return new ReceptiveField(IntStream.range(0, axes.size())
            .mapToObj(i -> transposed ? axes.get(i).back(w.axes().get(i)) : axes.get(i).through(w.axes().get(i))).toList());
    }

    boolean largerThan(ReceptiveField other) {
        return volume() > other.volume();
    }

    private double volume() {
        return axes.stream().mapToDouble(Axis::size).reduce(1, (a, b) -> a * b);
    }

    /** One number, or one for each direction where they differ. */
    String text(ToDoubleFunction<Axis> what) {
        List<String> numbers = axes.stream().map(a -> number(what.applyAsDouble(a))).toList();
        return numbers.stream().distinct().count() == 1 ? numbers.get(0) : numbers.stream().collect(Collectors.joining("x"));
    }

    private static String number(double value) {
        if (value == Math.rint(value)) return Long.toString((long) value);
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
    }
}
