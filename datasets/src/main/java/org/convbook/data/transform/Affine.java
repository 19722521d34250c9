package org.convbook.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Turns, scales, shears and shifts the image at random, about its centre; starts from {@link #none} and adds what is wanted.
 * <pre>
 * var augment = Affine.none().rotation(10).scale(0.9, 1.1).shift(2);
 *
 * y(p) = x(c + A^-1 (p - c - t))     c the centre, t the shift, A = scale * rotation * shear
 * rotation  uniform in [-degrees, degrees], counter-clockwise as seen
 * scale     uniform in [low, high], 2 makes things twice as large
 * shear     uniform in [-degrees, degrees]: a vertical line leans by this angle
 * shift     uniform in [-pixels, pixels], drawn for rows and columns
 * </pre>
 * Values are read bilinearly, labels from the nearest pixel. Outside the image lies the {@link Border}, zero unless said otherwise.
 * Immutable: each setting returns another transform. A setting out of its range is an {@link IllegalArgumentException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun et al. 1998, section III.B, for these distortions of digits</a>
 */
public final class Affine extends Warp {
    private final Ranges ranges;

    private record Ranges(double rotation, double low, double high, double shear, double shift, Border border) { }

    private Affine(Ranges ranges) {
        super(ranges.border);
        this.ranges = ranges;
    }

    /** Changes nothing, to the bit. */
    public static Affine none() {
        return new Affine(new Ranges(0, 1, 1, 0, 0, Border.ZERO));
    }

    /** Turns by up to so many degrees, 0 to 180, either way. */
    public Affine rotation(double degrees) {
        if (!(degrees >= 0 && degrees <= 180)) throw new IllegalArgumentException("Affine: rotation must be in [0, 180] degrees, got " + degrees);
        return new Affine(new Ranges(degrees, ranges.low, ranges.high, ranges.shear, ranges.shift, ranges.border));
    }

    /** Makes things {@code low} to {@code high} times as large, the same in both directions. */
    public Affine scale(double low, double high) {
        if (!(low > 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Affine: scale needs 0 < low <= high, got low %s and high %s".formatted(low, high));
        }
        return new Affine(new Ranges(ranges.rotation, low, high, ranges.shear, ranges.shift, ranges.border));
    }

    /** Leans vertical lines by up to so many degrees, 0 to 89, either way. */
    public Affine shear(double degrees) {
        if (!(degrees >= 0 && degrees <= 89)) throw new IllegalArgumentException("Affine: shear must be in [0, 89] degrees, got " + degrees);
        return new Affine(new Ranges(ranges.rotation, ranges.low, ranges.high, degrees, ranges.shift, ranges.border));
    }

    /** Moves by up to so many pixels, not only whole ones, in both directions. */
    public Affine shift(double pixels) {
        Amount.atLeastZero("Affine: shift", pixels);
        return new Affine(new Ranges(ranges.rotation, ranges.low, ranges.high, ranges.shear, pixels, ranges.border));
    }

    /** What lies outside the image. */
    public Affine border(Border border) {
        Objects.requireNonNull(border, "border");
        return new Affine(new Ranges(ranges.rotation, ranges.low, ranges.high, ranges.shear, ranges.shift, border));
    }

    @Override Field draw(int height, int width, RandomGenerator rng) {
        double turn = StrictMath.toRadians(Amount.around0(ranges.rotation, rng));
        double scale = ranges.low + (ranges.high - ranges.low) * rng.nextDouble();
        double lean = StrictMath.tan(StrictMath.toRadians(Amount.around0(ranges.shear, rng)));
        double down = Amount.around0(ranges.shift, rng);
        double right = Amount.around0(ranges.shift, rng);
        double cos = StrictMath.cos(turn) / scale;
        double sin = StrictMath.sin(turn) / scale;
        double middleY = (height - 1) / 2.0;
        double middleX = (width - 1) / 2.0;
        Field field = Field.identity(height, width);
        for (int p = 0; p < height * width; p++) {
            double y = field.y()[p] - middleY - down;
            double x = field.x()[p] - middleX - right;
            double back = sin * x + cos * y;                                   // turned back; rows count downwards
            field.y()[p] = middleY + back;
            field.x()[p] = middleX + (cos * x - sin * y + lean * back);        // a positive shear leans to the right at the top
        }
        return field;
    }

    @Override public String toString() {
        return "Affine(rotation %s, scale %s to %s, shear %s, shift %s, %s)"
            .formatted(ranges.rotation, ranges.low, ranges.high, ranges.shear, ranges.shift, ranges.border);
    }
}
