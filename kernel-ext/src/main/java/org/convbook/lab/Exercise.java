package org.convbook.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.convbook.chart.Numbers;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.render.Html;
import org.convbook.render.Levels;

/**
 * Checks an answer to an exercise and says right or wrong, and why; the right answer itself is not shown.
 * <pre>{@code
 * show(Exercise.of(net.at("3").parameterCount())
 *     .mistake(2400, "Nearly: each filter has a bias too.")
 *     .hint("Count the weights of one filter first.")
 *     .why("16 filters of 5·5·6 weights and a bias.")
 *     .check(answer));
 * }</pre>
 * Numbers are right when they differ by at most a millionth of the expected one (or of 1), or by what {@link #within} says; texts are compared
 * without the spaces around them and in either case.
 */
public final class Exercise {
    private static final double SHARE = 1e-6;

    private final double[] expected;                           // null where a text is wanted
    private final String text;
    private final String form;                                 // "a number", "4 numbers", "a tensor [2, 3]", "a text"
    private final List<Mistake> mistakes = new ArrayList<>();
    private double most = -1;                                  // below 0: a share of the number
    private String hint = "";
    private String why = "";

    private record Mistake(double number, String text, String says) {}

    private Exercise(double[] expected, String text, String form) {
        this.expected = expected;
        this.text = text;
        this.form = form;
    }

    /** An exercise whose answer is a number. */
    public static Exercise of(double expected) {
        return new Exercise(new double[] {expected}, null, "a number");
    }

    /** An exercise whose answer is a list of numbers, in this order. */
    public static Exercise of(double[] expected) {
        return new Exercise(expected.clone(), null, numbers(expected.length));
    }

    /** An exercise whose answer is a list of whole numbers, such as a shape. */
    public static Exercise of(int[] expected) {
        return of(doubles(expected));
    }

    /** An exercise whose answer is a tensor, shape and values. */
    public static Exercise of(Tensor expected) {
        return new Exercise(doubles(expected), null, tensor(expected));
    }

    /** An exercise whose answer is a word or a text. */
    public static Exercise of(String expected) {
        return new Exercise(null, expected.strip(), "a text");
    }

    /** Compares numbers, to a millionth of the expected one; {@code hint} is for a wrong answer, {@code why} for the right one. */
    public static Levels check(double answer, double expected, String hint, String why) {
        return of(expected).hint(hint).why(why).check(answer);
    }

    /** The verdict on a claim that the cell has tested itself. */
    public static Levels check(boolean right, String hint, String why) {
        return verdict(right, "", right ? why : hint);
    }

    /** How far each number may be from the expected one. */
    public Exercise within(double difference) {
        if (!(difference >= 0)) throw new IllegalArgumentException("Exercise.within: the difference must be 0 or more, got " + difference);
        most = difference;
        return this;
    }

    /** What to say to one certain wrong number, in place of the hint. */
    public Exercise mistake(double answer, String says) {
        mistakes.add(new Mistake(answer, null, says));
        return this;
    }

    /** What to say to one certain wrong text, in place of the hint. */
    public Exercise mistake(String answer, String says) {
        mistakes.add(new Mistake(Double.NaN, answer.strip(), says));
        return this;
    }

    /** What to say to a wrong answer. */
    public Exercise hint(String says) {
        hint = says;
        return this;
    }

    /** What to say to the right answer. */
    public Exercise why(String says) {
        why = says;
        return this;
    }

    /** The verdict on a number. */
    public Levels check(double answer) {
        return verdictOn(new double[] {answer}, "a number", Numbers.format(answer));
    }

    /** The verdict on a list of numbers. */
    public Levels check(double[] answer) {
        return verdictOn(answer, numbers(answer.length), "");
    }

    /** The verdict on a list of whole numbers. */
    public Levels check(int[] answer) {
        return verdictOn(doubles(answer), numbers(answer.length), Arrays.toString(answer));
    }

    /** The verdict on a tensor. */
    public Levels check(Tensor answer) {
        return verdictOn(doubles(answer), tensor(answer), "");
    }

    /** The verdict on a text. */
    public Levels check(String answer) {
        if (text == null) throw mustBe("a text");
        String given = answer == null ? "" : answer.strip();
        boolean right = given.equalsIgnoreCase(text);
        String says = mistakes.stream().filter(m -> m.text != null && m.text.equalsIgnoreCase(given)).map(Mistake::says).findFirst().orElse(hint);
        return verdict(right, given, right ? why : says);
    }

    private Levels verdictOn(double[] answer, String given, String shown) {
        if (expected == null) throw mustBe(given);
        if (!given.equals(form)) return verdict(false, shown, wanted(given) + ". " + hint);
        int wrong = firstWrong(answer);
        if (wrong < 0) return verdict(true, shown, why);
        if (answer.length == 1) {
            String says = mistakes.stream().filter(m -> m.text == null && close(answer[0], m.number)).map(Mistake::says).findFirst().orElse(hint);
            return verdict(false, shown, says);
        }
        String place = "Number " + (wrong + 1) + " of " + answer.length + ", " + Numbers.format(answer[wrong]);
        return verdict(false, shown, place + ", is the first that is not right. " + hint);
    }

    private int firstWrong(double[] answer) {
        for (int i = 0; i < answer.length; i++) if (!close(answer[i], expected[i])) return i;
        return -1;
    }

    private boolean close(double answer, double wanted) {
        return answer == wanted || Math.abs(answer - wanted) <= (most >= 0 ? most : SHARE * Math.max(1, Math.abs(wanted)));
    }

    private IllegalArgumentException mustBe(String given) {
        return new IllegalArgumentException("Exercise.check: " + wanted(given).replaceFirst("T", "t"));
    }

    private String wanted(String given) {
        return "The answer is " + given + ", and " + form + (form.endsWith(" numbers") ? " are" : " is") + " wanted";
    }

    private static String numbers(int count) {
        return count == 1 ? "a number" : count + " numbers";
    }

    private static String tensor(Tensor tensor) {
        return "a tensor " + tensor.shape();
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) all[i] = values[i];
        return all;
    }

    private static Levels verdict(boolean right, String answer, String says) {
        String word = (answer.isEmpty() ? "" : answer + ": ") + (right ? "right." : "not yet.");
        String colour = right ? "#009e73" : "#d55e00";
        String html = "<div data-verdict=\"" + (right ? "right" : "wrong") + "\" style=\"border-left:4px solid " + colour
            + ";padding:4px 10px\"><b>" + Html.escape(word) + "</b> " + Html.escape(says.strip()) + "</div>";
        return Levels.of(html, (word + " " + says).strip());
    }
}
