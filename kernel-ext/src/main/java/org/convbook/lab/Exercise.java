package org.convbook.lab;

import org.convbook.chart.Numbers;
import org.convbook.render.Html;
import org.convbook.render.Levels;

/**
 * Checks an answer to an exercise and says right or wrong, and why; the right answer itself is not shown.
 * {@code Exercise.check(answer, net.at("3").parameterCount(), "count the weights of one filter first", "16 filters of 5·5·6 weights and a bias")}.
 */
public final class Exercise {
    private static final double TOLERANCE = 1e-6;

    private Exercise() {}

    /** Compares numbers, to a millionth of the expected one; {@code hint} is for a wrong answer, {@code why} for the right one. */
    public static Levels check(double answer, double expected, String hint, String why) {
        return verdict(Math.abs(answer - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)), Numbers.format(answer), hint, why);
    }

    /** The verdict on a claim that the cell has tested itself. */
    public static Levels check(boolean right, String hint, String why) {
        return verdict(right, "", hint, why);
    }

    private static Levels verdict(boolean right, String answer, String hint, String why) {
        String text = (answer.isEmpty() ? "" : answer + ": ") + (right ? "right. " + why : "not yet. " + hint);
        String colour = right ? "#009e73" : "#d55e00";
        return Levels.of("<div style=\"border-left:4px solid " + colour + ";padding:4px 10px\">" + Html.escape(text) + "</div>", text);
    }
}
