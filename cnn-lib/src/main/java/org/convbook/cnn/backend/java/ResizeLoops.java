package org.convbook.cnn.backend.java;

import java.util.Arrays;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;

/** Images of another size. */
final class ResizeLoops {
    private ResizeLoops() {}

    /** Along one axis, for each output: the two pixels that it lies between, and the share of the second. */
    private record Taps(int[] first, int[] second, double[] share) {
        static Taps of(ResizeOp op, int in, int out) {
            Taps t = new Taps(new int[out], new int[out], new double[out]);
            for (int i = 0; i < out; i++) {
                double place = op.place(i, in, out);
                t.first[i] = Math.min((int) place, in - 1);
                t.second[i] = Math.min(t.first[i] + 1, in - 1);
                t.share[i] = place - t.first[i];
            }
            return t;
        }
    }

    /** Called for each output with the input pixels it is made of, up to four, and their shares. */
    private interface Visitor {
        void visit(int output, int input, double share);
    }

    private static void visit(ResizeOp op, Shape in, Shape out, Visitor visitor) {
        Taps rows = Taps.of(op, in.size(2), out.size(2));
        Taps columns = Taps.of(op, in.size(3), out.size(3));
        int planes = in.size(0) * in.size(1);
        int at = 0;
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < out.size(2); i++) {
                int top = (p * in.size(2) + rows.first[i]) * in.size(3);
                int bottom = (p * in.size(2) + rows.second[i]) * in.size(3);
                for (int j = 0; j < out.size(3); j++, at++) {
                    int left = columns.first[j];
                    int right = columns.second[j];
                    double down = rows.share[i];
                    double across = columns.share[j];
                    visitor.visit(at, top + left, (1 - down) * (1 - across));
                    if (across != 0) visitor.visit(at, top + right, (1 - down) * across);
                    if (down != 0) visitor.visit(at, bottom + left, down * (1 - across));
                    if (down != 0 && across != 0) visitor.visit(at, bottom + right, down * across);
                }
            }
        }
    }

    static void forward(ResizeOp op, Shape in, double[] x, Shape out, double[] y) {
        Arrays.fill(y, 0);
        visit(op, in, out, (output, input, share) -> y[output] += share * x[input]);
    }

    static void gradient(ResizeOp op, Shape in, double[] dx, Shape out, double[] dy) {
        Arrays.fill(dx, 0);
        visit(op, in, out, (output, input, share) -> dx[input] += share * dy[output]);
    }
}
