package org.convbook.lab;

import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.convbook.chart.Pen;

/** One step of a convolution in words: every product where they are few, then the sums, the bias and what follows. */
final class ConvolutionWords {
    private static final int TERMS = 12;
    private static final int CHANNELS = 4;
    private static final int LOOKED_AT = 40;

    private ConvolutionWords() {}

    /** How many lines of this width the longest sum takes, one or two; of many steps some are looked at. */
    static int lines(ConvolutionScene scene, int channel, Font font, double width) {
        int every = Math.max(1, scene.steps() / LOOKED_AT);
        boolean tooLong = IntStream.range(0, scene.steps()).filter(i -> i % every == 0)
            .anyMatch(i -> Pen.widthOf(sum(scene, i, channel), font) > width);
        return tooLong ? 2 : 1;
    }

    /** Layer, step, and the arithmetic. */
    static String text(ConvolutionScene scene, int step, int channel) {
        if (scene.problem != null) return scene.layer + "\n" + scene.problem;
        return scene.layer + "\n" + place(scene, step) + "\n" + sum(scene, step, channel) + "\n" + result(scene, step);
    }

    /** For example {@code step 3 of 9: row 0, column 2 of the output}. */
    static String place(ConvolutionScene scene, int step) {
        String where = scene.series ? "place " + scene.column(step) : "row " + scene.row(step) + ", column " + scene.column(step);
        return "step " + (step + 1) + " of " + scene.steps() + ": " + where + " of the output";
    }

    /** For example {@code 0·(−1) + 0·1 + 1·(−1) + bias 2}. */
    static String sum(ConvolutionScene scene, int step, int channel) {
        int channels = scene.filter.length, taps = scene.down.kernel() * scene.across.kernel();
        List<String> terms = new ArrayList<>();
        if (channels * taps <= TERMS) {
            for (int c = 0; c < channels; c++)
                for (int i = 0; i < taps; i++) terms.add(term(scene, step, c, i));
        } else if (channels == 1) {
            terms.add("sum of the " + taps + " products " + Cells.number(scene.sum(step)));
        } else if (channels <= CHANNELS) {
            terms.addAll(IntStream.range(0, channels).mapToObj(c -> "channel " + c + ": " + Cells.number(scene.sum(step, c))).toList());
        } else {
            terms.add("channel " + channel + ": " + Cells.number(scene.sum(step, channel)));
            terms.add("the other " + (channels - 1) + " channels: " + Cells.number(scene.sum(step) - scene.sum(step, channel)));
        }
        if (scene.bias != null) terms.add("bias " + Cells.factor(scene.bias));
        return terms.stream().collect(Collectors.joining(" + "));
    }

    /** For example {@code = −1, then Relu: 0}. */
    static String result(ConvolutionScene scene, int step) {
        int r = scene.row(step), c = scene.column(step);
        String after = scene.after == null ? "" : ",  then " + scene.afterName + ": " + Cells.number(scene.after[r][c]);
        return "= " + Cells.number(scene.output[r][c]) + after;
    }

    private static String term(ConvolutionScene scene, int step, int channel, int tap) {
        int i = tap / scene.across.kernel(), j = tap % scene.across.kernel();
        return Cells.number(scene.value(step, channel, i, j)) + "·" + Cells.factor(scene.filter[channel][i][j]);
    }
}
