package org.convbook.cnn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convbook.cnn.Tolerance;
import org.junit.jupiter.api.Test;

/** Operations that move values about: in and out, repeat, reduce, transpose, cut, join. */
public interface ShapeContract extends ContractPart {
    /** Sizes of every rank. */
    int[][] SIZES = {{}, {6}, {3, 4}, {4, 1}, {2, 3, 4}, {2, 3, 4, 5}, {1, 3, 5, 7}, {3, 16, 2, 2}, {2, 1, 6, 1}};

    @Test
    default void valuesComeBackInRowOrder() {
        Random rng = random();
        for (Shape shape : ElementwiseContract.SHAPES) {
            Values x = Values.normal(rng, shape.sizes());
            Buffer buffer = x.on(backend());
            assertEquals(shape, buffer.shape());
            assertArrayEquals(x.floats(), backend().download(buffer), shape.toString());
            assertArrayEquals(x.array(), backend().downloadDoubles(buffer), shape.toString());
            Values other = Values.normal(rng, shape.sizes());
            backend().write(buffer, other.floats());
            assertArrayEquals(other.floats(), backend().download(buffer), "written over " + shape);
            check(Values.of(shape, i -> -1.5), backend().fill(shape, -1.5), "fill");
        }
    }

    @Test
    default void anUploadIsACopy() {
        float[] values = {1, 2, 3};
        Buffer buffer = backend().upload(Shape.of(3), values);
        values[0] = 9;
        backend().download(buffer)[1] = 9;
        assertArrayEquals(new float[] {1, 2, 3}, backend().download(buffer));
    }

    @Test
    default void reductionsWorkOverEverySetOfAxes() {
        Random rng = random();
        for (int[] sizes : SIZES) {
            for (int set = 0; set < 1 << sizes.length; set++) {
                int[] to = sizes.clone();
                for (int axis = 0; axis < to.length; axis++) if ((set >> axis & 1) == 1) to[axis] = 1;
                Values x = Values.normal(rng, sizes);
                Buffer buffer = put(rng, x);
                for (ReduceOp op : ReduceOp.values()) {
                    check(reduced(op, x, Shape.of(to)), backend().reduce(op, buffer, Shape.of(to)), op
                        + Arrays.toString(sizes) + Arrays.toString(to));
                }
            }
        }
    }

    private static Values reduced(ReduceOp op, Values x, Shape to) {
        return Values.of(to, target -> {
            double[] sumCountMax = {0, 0, Double.NEGATIVE_INFINITY};
            x.forEach(index -> {
                for (int axis = 0; axis < index.length; axis++) if (to.size(axis) != 1 && index[axis] != target[axis]) return;
                sumCountMax[0] += x.at(index);
                sumCountMax[1]++;
                sumCountMax[2] = Math.max(sumCountMax[2], x.at(index));
            });
            return switch (op) {
                case SUM -> sumCountMax[0];
                case MEAN -> sumCountMax[0] / sumCountMax[1];
                case MAX -> sumCountMax[2];
            };
        });
    }

    /** Of sizes at which a backend may sum in parts. */
    @Test
    default void sumsOfManyImagesFollowTheFormula() {
        Random rng = random();
        for (int[] s : new int[][] {{40, 3, 9, 9}, {7, 2, 13, 13}, {31, 5, 1, 1}, {2, 24, 20, 17}}) {
            Values x = Values.normal(rng, s);
            Buffer buffer = put(rng, x);
            int[][] targets = {{1, s[1], 1, 1}, {s[0], 1, 1, 1}, {1, 1, 1, 1}, {s[0], s[1], 1, 1}, {1, s[1], 1, s[3]}, {s[0], 1, s[2], s[3]}};
            for (int[] to : targets) {
                Values sum = Values.zeros(Shape.of(to));
                x.forEach(i -> {
                    int[] at = i.clone();
                    for (int axis = 0; axis < 4; axis++) if (to[axis] == 1) at[axis] = 0;
                    sum.add(x.at(i), at);
                });
                String what = x.shape() + " to " + sum.shape();
                checkChain(sum, backend().reduce(ReduceOp.SUM, buffer, sum.shape()), what);
                double share = (double) sum.shape().count() / x.shape().count();
                checkChain(Values.of(sum.shape(), i -> share * sum.at(i)), backend().reduce(ReduceOp.MEAN, buffer, sum.shape()), "mean, " + what);
            }
        }
    }

    @Test
    default void aLongSumKeepsItsDigits() {
        int n = 1 << 18;
        float[] values = new float[n];
        Arrays.fill(values, 0.1f);
        double expected = (double) 0.1f * n;
        double sum = backend().downloadDoubles(backend().reduce(ReduceOp.SUM, backend().upload(Shape.of(n), values), Shape.of(1)))[0];
        assertEquals(expected, sum, Tolerance.FLOAT_LONG_SUM * expected);
    }

    @Test
    default void expandRepeatsEverySetOfAxes() {
        Random rng = random();
        for (int[] sizes : SIZES) {
            for (int set = 0; set < 1 << sizes.length; set++) {
                int[] from = sizes.clone();
                for (int axis = 0; axis < from.length; axis++) if ((set >> axis & 1) == 1) from[axis] = 1;
                Values x = Values.normal(rng, from);
                check(Values.of(Shape.of(sizes), x::repeated), backend().expand(put(rng, x), Shape.of(sizes)), "expand " + x.shape());
            }
        }
    }

    @Test
    default void reshapeKeepsRowOrder() {
        Random rng = random();
        int[][] shapes = {{2, 3, 4, 5}, {120}, {6, 20}, {1, 120, 1, 1}, {4, 5, 3, 2}, {2, 60}, {2, 3, 20}, {2, 2, 2, 3, 5}, {5, 4, 3, 2}};
        for (int[] from : shapes) {
            for (int[] to : shapes) {
                Values x = Values.normal(rng, from);
                check(new Values(Shape.of(to), x.array()), backend().reshape(put(rng, x), Shape.of(to)), x.shape() + " to " + Arrays.toString(to));
            }
        }
        check(Values.of(new double[] {7}), backend().reshape(Values.of(new double[] {7}, 1, 1).on(backend()), Shape.of()), "to a scalar");
    }

    @Test
    default void transposeMovesEveryPermutationOfAxes() {
        Random rng = random();
        for (int[] sizes : SIZES) {
            for (int[] axes : permutations(sizes.length)) {
                Values x = Values.normal(rng, sizes);
                int[] to = new int[sizes.length];
                for (int i = 0; i < to.length; i++) to[i] = sizes[axes[i]];
                Values expected = Values.of(Shape.of(to), index -> {
                    int[] source = new int[index.length];
                    for (int i = 0; i < index.length; i++) source[axes[i]] = index[i];
                    return x.at(source);
                });
                check(expected, backend().transpose(put(rng, x), axes), x.shape() + " by " + Arrays.toString(axes));
            }
        }
    }

    private static List<int[]> permutations(int n) {
        if (n == 0) return List.of(new int[0]);
        List<int[]> all = new ArrayList<>();
        for (int[] shorter : permutations(n - 1)) {
            for (int place = 0; place < n; place++) {
                int[] p = new int[n];
                for (int i = 0; i < n; i++) p[i] = i == place ? n - 1 : shorter[i < place ? i : i - 1];
                all.add(p);
            }
        }
        return all;
    }

    @Test
    default void sliceCutsAlongEveryAxis() {
        Random rng = random();
        for (int[] sizes : SIZES) {
            for (int axis = 0; axis < sizes.length; axis++) {
                for (int from = 0; from < sizes[axis]; from++) checkSlice(rng, sizes, axis, from, from + 1 + rng.nextInt(sizes[axis] - from));
            }
        }
    }

    private void checkSlice(Random rng, int[] sizes, int axis, int from, int to) {
        Values x = Values.normal(rng, sizes);
        Values expected = Values.of(x.shape().with(axis, to - from), index -> {
            int[] source = index.clone();
            source[axis] += from;
            return x.at(source);
        });
        check(expected, backend().slice(put(rng, x), axis, from, to), x.shape() + " axis " + axis + " from " + from + " to " + to);
    }

    @Test
    default void concatJoinsAlongEveryAxis() {
        Random rng = random();
        for (int[] sizes : SIZES) {
            for (int axis = 0; axis < sizes.length; axis++) {
                Values a = Values.normal(rng, sizes);
                Values b = Values.normal(rng, a.shape().with(axis, ContractPart.size(rng, 4)).sizes());
                Values c = Values.normal(rng, a.shape().with(axis, 1).sizes());
                checkConcat(rng, axis, List.of(a, b, c));
                checkConcat(rng, axis, List.of(b));
                checkConcat(rng, axis, List.of(a, a));
            }
        }
    }

    /** As the gradient of a slice puts them together; oneDNN would divide by zero, a signal that ends the process. */
    @Test
    default void concatOfAnEmptyBatchIsEmpty() {
        for (int axis = 1; axis < 4; axis++) {
            for (int[] sizes : new int[][] {{1, 5}, {5, 1}, {3, 1, 2}, {0, 4, 2}}) {
                Shape image = Shape.of(0, 2, 6, 6);
                int along = axis;
                List<Buffer> parts = Arrays.stream(sizes).mapToObj(size -> backend().fill(image.with(along, size), 0)).toList();
                int total = Arrays.stream(sizes).sum();
                check(Values.zeros(image.with(axis, total)), backend().concat(axis, parts), "concat " + axis);
            }
        }
    }

    private void checkConcat(Random rng, int axis, List<Values> parts) {
        int total = parts.stream().mapToInt(p -> p.shape().size(axis)).sum();
        Values expected = Values.of(parts.get(0).shape().with(axis, total), index -> {
            int[] source = index.clone();
            for (Values part : parts) {
                if (source[axis] < part.shape().size(axis)) return part.at(source);
                source[axis] -= part.shape().size(axis);
            }
            throw new AssertionError();
        });
        List<Buffer> buffers = parts.stream().map(p -> put(rng, p)).toList();
        check(expected, backend().concat(axis, buffers), "concat along " + axis + " to " + expected.shape());
    }
}
