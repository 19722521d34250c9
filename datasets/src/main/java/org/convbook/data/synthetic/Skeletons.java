package org.convbook.data.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * How people write the ten digits: the path of the pen, in several manners each.
 * <pre>
 * "60: 5 8, 92 3!, 45 100 | 25 52, 85 48"      a 7 with a bar: 60 wide, 100 high, two strokes
 * </pre>
 * Before the colon stands the usual width in percent of the height. Then the points the pen passes, x to the right and y down, both
 * 0 to 100 of the digit's box. The path is smooth, but has a corner at a point with "!"; "z" closes a stroke, "|" lifts the pen.
 */
final class Skeletons {
    private static final String[][] DIGITS = {
        {   // 0: closed, overlapping, open at the top, with a knot, narrow
            "68: 50 0, 85 13, 100 50, 85 87, 50 100, 15 87, 0 50, 15 13 z",
            "70: 60 2, 25 10, 2 45, 12 85, 48 100, 88 82, 98 45, 80 12, 52 3, 38 10",
            "66: 45 4, 10 25, 0 60, 25 97, 65 98, 98 65, 92 25, 62 0",
            "72: 72 10, 40 0, 5 38, 14 88, 50 100, 95 72, 90 25, 60 0, 44 12, 74 22",
            "46: 50 0, 90 20, 100 55, 80 90, 45 100, 8 85, 0 45, 18 10 z",
        },
        {   // 1: a line, bent, with flag, with flag and foot, with a long flag
            "10: 50 0, 50 50, 50 100",
            "16: 80 0, 40 45, 30 100",
            "30: 10 24, 70 0!, 66 50, 62 100",
            "46: 15 22, 52 0!, 52 100 | 8 100, 92 98",
            "44: 2 40, 85 0!, 80 50, 78 100",
        },
        {   // 2: with a corner, with a loop, with a wave for a foot, like a z, round with a long neck
            "70: 5 22, 20 5, 50 0, 85 12, 88 35, 58 66, 3 100!, 96 99",
            "74: 8 20, 32 2, 66 2, 85 25, 70 58, 35 88, 10 95, 14 80, 38 84, 66 98, 98 92",
            "72: 5 18, 42 0, 85 15, 80 45, 40 76, 4 98!, 34 89, 66 99, 98 93",
            "66: 5 9, 50 3, 90 8, 80 30, 40 68, 2 98!, 95 97",
            "62: 12 30, 18 8, 52 0, 82 14, 76 42, 50 70, 8 96!, 50 97, 96 92",
        },
        {   // 3: with a cusp, flat top, small loop at the waist, without a cusp, big belly
            "64: 8 10, 45 0, 85 15, 78 38, 42 47!, 85 58, 95 80, 60 100, 25 98, 3 85",
            "62: 8 3, 88 2!, 42 42!, 82 54, 95 78, 62 100, 3 92",
            "66: 5 12, 45 0, 82 14, 72 38, 42 50, 36 43, 52 45, 90 64, 84 92, 45 100, 5 88",
            "56: 10 8, 55 0, 90 20, 66 44, 88 70, 70 97, 30 100, 2 88",
            "68: 14 8, 50 0, 76 14, 66 34, 38 40!, 84 46, 100 72, 72 99, 30 98, 0 82",
        },
        {   // 4: open, closed, open and round, in one stroke, with a short stem
            "68: 16 2, 5 56!, 96 54 | 72 6, 68 100",
            "72: 70 100, 72 0!, 2 68!, 98 66",
            "66: 12 2, 3 42, 28 58, 92 48 | 84 0, 76 50, 72 100",
            "62: 14 2, 6 46, 38 56, 84 34!, 92 0!, 82 50, 76 100",
            "70: 64 0, 4 60!, 96 60 | 66 34, 62 100",
        },
        {   // 5: in one stroke, bar drawn last, like an s, bar apart, narrow neck
            "66: 86 2, 22 3!, 12 44!, 55 36, 95 62, 85 90, 45 100, 5 88",
            "68: 22 3, 14 46!, 60 38, 95 66, 75 95, 30 100, 3 90 | 22 4, 92 0",
            "60: 90 6, 45 0, 15 18, 30 42, 72 54, 92 76, 60 100, 5 92",
            "68: 18 14, 12 48!, 55 42, 92 66, 75 96, 5 92 | 28 6, 96 2",
            "54: 88 0, 30 2!, 22 38!, 64 42, 88 70, 60 98, 4 96",
        },
        {   // 6: round, with a straight back, with a hook on top, small loop, wide loop
            "62: 75 0, 35 25, 5 65, 25 97, 70 98, 92 75, 70 55, 35 58, 8 76",
            "56: 62 0, 25 40, 8 75, 35 100, 80 92, 84 66, 45 56, 10 74",
            "66: 86 8, 55 0, 20 30, 3 70, 30 100, 75 95, 88 70, 60 52, 22 62, 8 80",
            "50: 40 0, 14 45, 10 82, 45 100, 88 85, 72 62, 36 66, 16 84",
            "74: 66 0, 22 22, 0 62, 24 96, 68 99, 98 74, 76 46, 34 50, 4 74",
        },
        {   // 7: plain, with a bar, with a serif, wavy, with serif and bar, bent
            "62: 5 5, 95 4!, 40 100",
            "64: 5 8, 92 3!, 45 100 | 22 52, 86 48",
            "60: 4 24, 9 4!, 93 6!, 60 48, 42 100",
            "66: 2 15, 25 4, 60 11, 96 2!, 58 50, 46 100",
            "64: 4 22, 10 5!, 95 4!, 55 52, 36 100 | 24 54, 84 50",
            "54: 0 8, 50 3, 92 10, 84 40, 62 100",
        },
        {   // 8: one closed stroke, two circles, open at the top, begun as an s, small head, narrow
            "62: 85 16, 50 0, 15 18, 48 46, 92 78, 50 100, 8 78, 52 46 z",
            "60: 50 0, 84 12, 80 36, 50 46, 20 36, 16 12 z | 50 46, 92 60, 90 88, 50 100, 10 88, 8 60 z",
            "66: 88 10, 50 0, 16 15, 38 42, 86 68, 75 97, 30 100, 8 78, 44 50, 80 28, 96 2",
            "62: 82 16, 48 0, 14 20, 44 44, 86 66, 78 96, 34 100, 12 78, 50 48, 86 24",
            "56: 50 0, 76 10, 72 30, 50 38, 28 30, 24 10 z | 50 38, 98 52, 92 90, 50 100, 8 90, 2 52 z",
            "46: 84 14, 50 0, 12 20, 50 48, 90 80, 48 100, 8 78, 50 48, 92 22, 72 2",
        },
        {   // 9: bent stem, straight stem, with a hook, loop and stem apart, open loop, leaning stem
            "60: 88 20, 55 0, 12 15, 10 45, 50 55, 84 36, 91 14!, 88 60, 80 100",
            "58: 90 25, 55 2, 10 18, 14 48, 55 54, 90 20!, 86 60, 82 100",
            "62: 88 18, 50 0, 8 20, 18 48, 60 50, 90 18!, 92 60, 66 98, 15 92",
            "64: 50 0, 90 12, 92 40, 50 54, 8 42, 8 12 z | 93 24, 86 70, 60 100",
            "60: 82 6, 40 2, 6 24, 18 50, 62 46, 92 8!, 84 60, 76 100",
            "56: 94 22, 58 0, 12 14, 6 38, 40 50, 84 34, 96 12!, 70 60, 42 100",
        },
    };

    /** A way to write a digit: its strokes, and its usual width as a share of the height. */
    record Skeleton(double width, List<Stroke> strokes) { }

    /** Points as x0 y0 x1 y1 ... in 0 to 1; {@code corner[k]} is whether the pen turns sharply at point k. */
    record Stroke(double[] points, boolean[] corner, boolean closed) {
        int size() {
            return corner.length;
        }
    }

    private static final List<List<Skeleton>> PARSED = parseAll();

    private Skeletons() { }

    /** All manners of writing a digit. */
    static List<Skeleton> of(int digit) {
        return PARSED.get(digit);
    }

    private static List<List<Skeleton>> parseAll() {
        List<List<Skeleton>> all = new ArrayList<>();
        for (String[] manners : DIGITS) {
            List<Skeleton> parsed = new ArrayList<>();
            for (String text : manners) parsed.add(parse(text));
            all.add(List.copyOf(parsed));
        }
        return List.copyOf(all);
    }

    private static Skeleton parse(String text) {
        String[] parts = text.split(":");
        List<Stroke> strokes = new ArrayList<>();
        for (String stroke : parts[1].split("\\|")) strokes.add(stroke(stroke.trim()));
        return new Skeleton(Integer.parseInt(parts[0].trim()) / 100.0, List.copyOf(strokes));
    }

    private static Stroke stroke(String text) {
        boolean closed = text.endsWith("z");
        String[] points = (closed ? text.substring(0, text.length() - 1) : text).split(",");
        double[] xy = new double[2 * points.length];
        boolean[] corner = new boolean[points.length];
        for (int k = 0; k < points.length; k++) {
            String point = points[k].trim();
            corner[k] = point.endsWith("!");
            String[] numbers = point.replace("!", "").split(" ");
            xy[2 * k] = Integer.parseInt(numbers[0]) / 100.0;
            xy[2 * k + 1] = Integer.parseInt(numbers[1]) / 100.0;
        }
        return new Stroke(xy, corner, closed);
    }
}
