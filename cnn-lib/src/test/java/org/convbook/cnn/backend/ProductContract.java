package org.convbook.cnn.backend;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Matrix products. */
public interface ProductContract extends ContractPart {
    @Test
    default void matmulTransposesAndAddsTheBias() {
        Random rng = random();
        int[][] sizes = {{1, 1, 1}, {1, 7, 3}, {5, 1, 4}, {3, 4, 1}, {17, 33, 9}, {64, 100, 30}, {2, 120, 10}};
        for (int[] s : sizes) {
            for (int kind = 0; kind < 8; kind++) {
                boolean ta = (kind & 1) != 0;
                boolean tb = (kind & 2) != 0;
                Values a = ta ? Values.normal(rng, s[1], s[0]) : Values.normal(rng, s[0], s[1]);
                Values b = tb ? Values.normal(rng, s[2], s[1]) : Values.normal(rng, s[1], s[2]);
                Values bias = (kind & 4) == 0 ? null : Values.normal(rng, s[2]);
                Values expected = Values.of(Shape.of(s[0], s[2]), i -> {
                    double sum = bias == null ? 0 : bias.at(i[1]);
                    for (int k = 0; k < s[1]; k++) sum += (ta ? a.at(k, i[0]) : a.at(i[0], k)) * (tb ? b.at(i[1], k) : b.at(k, i[1]));
                    return sum;
                });
                check(expected, backend().matmul(put(rng, a), ta, put(rng, b), tb, bias == null ? null : put(rng, bias)),
                    a.shape() + (ta ? "ᵀ" : "") + " · " + b.shape() + (tb ? "ᵀ" : ""));
            }
        }
    }

    @Test
    default void anEmptyBatchGoesThroughPoolingAndProducts() {
        Buffer y = Values.zeros(Shape.of(0, 3, 3, 3)).on(backend());
        PoolShape p = new PoolShape(y.shape(), Shape.of(0, 3, 1, 1), 2, 2, 2, 0, true);
        check(Values.zeros(p.output()), backend().avgPool(p, y), "avgPool");
        check(Values.zeros(p.output()), backend().maxPool(p, y).y(), "maxPool");
        Buffer flat = backend().reshape(backend().avgPool(p, y), Shape.of(0, 3));
        Buffer matrix = Values.of(Shape.of(4, 3), i -> 1).on(backend());
        Buffer logits = backend().matmul(flat, false, matrix, true, null);
        check(Values.zeros(Shape.of(0, 4)), logits, "matmul");
        check(Values.zeros(Shape.of(4, 3)), backend().matmul(logits, true, flat, false, null), "matmul over nothing");
        check(Values.zeros(Shape.of(1, 4)), backend().reduce(ReduceOp.SUM, logits, Shape.of(1, 4)), "sum of nothing");
    }
}
