package org.convbook.data.synthetic;

import org.convbook.data.SplitMix;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * A generated table of houses and their prices, to learn regression with: the rule behind it is known.
 * <pre>
 * area      m², 40 to 240: 40 + 200 * t^1.5, t uniform, so that small houses are more frequent; whole numbers
 * rooms     round(area / 28 + noise), noise normal with deviation 0.8; at least 1
 * age       years, 0 to 120, uniform; whole numbers
 * distance  km to the centre, 0.5 to 30, uniform in its logarithm; to 100 m
 * garden    true with a chance that grows from 0.2 at the centre to 0.8 at 30 km
 * price     thousands: 60 + 2.1 * area + 6 * rooms - 0.7 * age - 5.5 * distance + (garden ? 22 : 0) + noise,
 *           noise normal with deviation 25; at least 20; to 0.1
 * </pre>
 * Row i of a seed is the same on every machine and for every n. No real house is meant.
 */
public final class Houses {
    private static final int MOST = 1_000_000;

    private Houses() { }

    /** A table of {@code n} houses: area, rooms, age, distance, garden, price. An n outside 1 to 1000000 is an {@link IllegalArgumentException}. */
    public static Table table(int n, long seed) {
        if (n < 1 || n > MOST) throw new IllegalArgumentException("Houses: expected 1 to %d rows, got %d".formatted(MOST, n));
        IntColumn area = IntColumn.create("area");
        IntColumn rooms = IntColumn.create("rooms");
        IntColumn age = IntColumn.create("age");
        DoubleColumn distance = DoubleColumn.create("distance");
        BooleanColumn garden = BooleanColumn.create("garden");
        DoubleColumn price = DoubleColumn.create("price");
        for (int i = 0; i < n; i++) {
            SplitMix rng = SplitMix.of(seed, i);
            double t = rng.nextDouble();
            int m2 = (int) Math.round(40 + 200 * t * Math.sqrt(t));
            int many = (int) Math.max(1, Math.round(m2 / 28.0 + 0.8 * rng.nextGaussian()));
            int years = rng.nextInt(121);
            double km = Math.round(10 * 0.5 * StrictMath.pow(60, rng.nextDouble())) / 10.0;
            boolean green = rng.nextDouble() < 0.2 + 0.6 * km / 30;
            double noise = 25 * rng.nextGaussian();
            double asked = 60 + 2.1 * m2 + 6 * many - 0.7 * years - 5.5 * km + (green ? 22 : 0) + noise;
            area.append(m2);
            rooms.append(many);
            age.append(years);
            distance.append(km);
            garden.append(green);
            price.append(Math.round(10 * Math.max(20, asked)) / 10.0);
        }
        return Table.create("houses", area, rooms, age, distance, garden, price);
    }
}
