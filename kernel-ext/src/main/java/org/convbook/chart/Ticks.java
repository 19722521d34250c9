package org.convbook.chart;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the numbers of an axis stand. */
final class Ticks {
    private static final int MOST = 9;

    private Ticks() {}

    /** Round numbers in [min, max], about {@code wanted} of them: steps of 1, 2 or 5 times a power of ten. */
    static double[] even(double min, double max, int wanted) {
        double raw = (max - min) / wanted, power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power, step = power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
        long first = (long) Math.ceil(min / step - 1e-9), last = (long) Math.floor(max / step + 1e-9);
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) ticks[i] = Math.rint((first + i) * step / power * 10) / 10 * power;
        return ticks;
    }

    /** 1, 2 and 5 times powers of ten in [min, max]; the powers alone, or every so many of them, where there would be more than nine. */
    static double[] logarithmic(double min, double max) {
        int from = (int) Math.floor(Math.log10(min)), to = (int) Math.ceil(Math.log10(max));
        double[] all = inside(IntStream.rangeClosed(from, to).boxed().flatMap(e -> Stream.of(1.0, 2.0, 5.0).map(lead -> lead * Math.pow(10, e))),
            min, max);
        for (int every = 1; all.length > MOST; every++) {
            int step = every;
            all = inside(IntStream.rangeClosed(from, to).filter(e -> Math.floorMod(e, step) == 0).mapToObj(e -> Math.pow(10, e)), min, max);
        }
        return all;
    }

    /** A number of an axis without what says nothing: 2.500e+18 is 2.5e18, and so is 1000000 1e6. */
    static String brief(String number) {
        String plain = number.matches("[1-9]0{5,}") ? number.charAt(0) + "e" + (number.length() - 1) : number;
        if (plain.matches("0(\\.0+)?e[+]00")) return "0";
        return plain.replaceFirst("(\\.\\d*?)0*e", "$1e").replace(".e", "e").replaceFirst("e[+]?(-?)0*(\\d)", "e$1$2");
    }

    private static double[] inside(Stream<Double> values, double min, double max) {
        return Arrays.stream(values.mapToDouble(v -> v).toArray()).filter(v -> v >= min * (1 - 1e-9) && v <= max * (1 + 1e-9)).toArray();
    }
}
