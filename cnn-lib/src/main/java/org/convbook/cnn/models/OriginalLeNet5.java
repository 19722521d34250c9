package org.convbook.cnn.models;

import java.util.random.RandomGenerator;
import org.convbook.cnn.nn.Conv2d;
import org.convbook.cnn.nn.Flatten;
import org.convbook.cnn.nn.Init;
import org.convbook.cnn.nn.Linear;
import org.convbook.cnn.nn.RadialBasis;
import org.convbook.cnn.nn.ScaledTanh;
import org.convbook.cnn.nn.Sequential;
import org.convbook.cnn.nn.SparseConv2d;
import org.convbook.cnn.nn.Subsample2d;
import org.convbook.cnn.tensor.Window;

/**
 * LeNet-5 as it was in 1998; {@link LeNet5} is its modern form.
 * <pre>
 * input   [N, 1, 32, 32]   the digit in the middle 28x28, background −0.1, ink 1.175
 * output  [N, 10]          minus the distance to each digit's code: the largest wins
 *
 *                                                     output         parameters
 * C1   5x5                                            6 x 28 x 28           156
 * S2   2x2, sum * coefficient + bias                  6 x 14 x 14            12
 * C3   5x5, each map sees 3, 4 or 6 maps of S2        16 x 10 x 10        1,516
 * S4   2x2                                            16 x 5 x 5             32
 * C5   5x5                                            120 x 1 x 1        48,120
 * F6   fully connected                                84                 10,164
 * OUT  distances to ten fixed codes of 7x12 pixels    10
 * total                                                                  60,000
 * </pre>
 * After each of these but the last follows 1.7159 tanh(2x/3). The cross-entropy of the outputs is the paper's second criterion, its equation 9,
 * without the class of rubbish: the right code's distance small, the others' large. A code is a small picture of its digit; the pictures
 * here are drawn anew in the paper's format of 7x12 pixels, ink +1 and paper −1.
 * <p>First values as in the paper: weights uniform in ±2.4/fanIn. Another input is a {@link org.convbook.cnn.tensor.ShapeException}.
 *
 * @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio &amp; Haffner 1998, Gradient-based learning applied to document
 *     recognition</a>
 */
public final class OriginalLeNet5 extends Sequential {
    /** The paper's table I: row = a map of S2, column = a map of C3. */
    private static final String[] C3_SEES = {
        "X...XXX..XXXX.XX",
        "XX...XXX..XXXX.X",
        "XXX...XXX..X.XXX",
        ".XXX..XXXX..X.XX",
        "..XXX..XXXX.XX.X",
        "...XXX..XXXX.XXX"};

    /** The digits from 0 to 9 side by side, 7 columns each. */
    private static final String CODES = """
        .#####. ...##.. .#####. ####### ....##. ####### ..####. ####### .#####. .#####.
        ##...## ..###.. ##...## .....## ...###. ##..... .##.... .....## ##...## ##...##
        ##...## .####.. .....## ....##. ..####. ##..... ##..... ....##. ##...## ##...##
        ##...## ...##.. .....## ...##.. .##.##. ##..... ##..... ....##. ##...## ##...##
        ##...## ...##.. ....##. ..####. ##..##. ######. ######. ...##.. .#####. .######
        ##...## ...##.. ...##.. .....## ##..##. .....## ##...## ...##.. ##...## .....##
        ##...## ...##.. ..##... .....## ####### .....## ##...## ..##... ##...## .....##
        ##...## ...##.. .##.... .....## ....##. .....## ##...## ..##... ##...## .....##
        ##...## ...##.. ##..... ##...## ....##. ##...## ##...## ..##... ##...## ....##.
        .#####. .###### ####### .#####. ....##. .#####. .#####. ..##... .#####. .####..
        ....... ....... ....... ....... ....... ....... ....... ....... ....... .......
        ....... ....... ....... ....... ....... ....... ....... ....... ....... .......
        """;

    /** The paper's network for the ten digits, with weights drawn from the generator. */
    public OriginalLeNet5(RandomGenerator rng) {
        super(
            new Conv2d(1, 6, Window.of(5), rng),            new ScaledTanh(),     // C1  32 -> 28
            new Subsample2d(6),                             new ScaledTanh(),     // S2  28 -> 14
            new SparseConv2d(c3(), Window.of(5), rng),      new ScaledTanh(),     // C3  14 -> 10
            new Subsample2d(16),                            new ScaledTanh(),     // S4  10 -> 5
            new Conv2d(16, 120, Window.of(5), rng),         new ScaledTanh(),     // C5  5 -> 1
            new Flatten(),
            new Linear(120, 84, rng),                       new ScaledTanh(),     // F6
            new RadialBasis(codes()));                                            // OUT
        Init.leNet().apply(this, rng, "0", "8", "11");   // C3 starts so by itself
    }

    /** Whether a map of C3 (first index) sees a map of S2. */
    private static boolean[][] c3() {
        boolean[][] sees = new boolean[16][6];
        for (int out = 0; out < 16; out++) for (int in = 0; in < 6; in++) sees[out][in] = C3_SEES[in].charAt(out) == 'X';
        return sees;
    }

    private static float[][] codes() {
        float[][] codes = new float[10][84];
        String[] rows = CODES.split("\n");
        for (int digit = 0; digit < 10; digit++) {
            for (int i = 0; i < 84; i++) codes[digit][i] = rows[i / 7].charAt(8 * digit + i % 7) == '#' ? 1 : -1;
        }
        return codes;
    }
}
