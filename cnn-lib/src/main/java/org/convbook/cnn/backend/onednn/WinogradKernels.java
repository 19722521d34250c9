package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The primitives of Winograd's algorithm; see {@link Winograd} for what they make of each other. */
final class WinogradKernels {
    private record TileKey(Strip strip) {}

    private record ProductKey(int tiles, int in, int out, long inStride, long outStride) {}

    private record OutputKey(Sum sum) {}

    private record SumsKey(int tiles, int in, int out, boolean add) {}

    private record FiltersKey(long pairs) {}

    private record MatrixKey(int rows, int inner, int columns) {}

    private record CopyKey(List<Integer> dims, List<Long> from, List<Long> to) {}

    /**
     * A row of tiles after the other along one axis, for one of the four positions in a tile: two pixels are read for each tile, the first one
     * {@code before} pixels in front of what there is.
     *
     * @param count the pixels that there are
     * @param tiles the number of tiles
     * @param apart the distance of the two pixels
     * @param before the pixels missing in front
     */
    record Reach(int count, int tiles, int apart, int before) {
        int behind() {
            return (tiles - 1) * 2 + apart + 1 - before - count;
        }
    }

    /** Images from which one position of all tiles is made. */
    record Strip(int images, int channels, Reach rows, Reach columns) {}

    /** Rows of tiles, each of so many values, and what ends the sum. */
    record Sum(int rows, int values, long stride, boolean bias, boolean relu) {}

    private WinogradKernels() {}

    /** The descriptor of values at these distances; the distance along an axis of size 1 says nothing, but oneDNN wants it to fit. */
    static memory.desc strided(long[] dims, long... strides) {
        long[] s = strides.clone();
        for (int i = dims.length - 2; i >= 0; i--) if (dims[i] == 1) s[i] = s[i + 1] * dims[i + 1];
        return Descriptor.of(dims, s);
    }

    /** Each tile's sum or difference of 2x2 pixels: a convolution of each channel by itself, with stride 2. Arguments: image, taps, values. */
    static Kernel tiles(Primitives primitives, Strip s) {
        return primitives.kept(new TileKey(s), () -> {
            Reach down = s.rows();
            Reach along = s.columns();
            memory.desc x = Descriptor.of(new long[] {s.images(), s.channels(), down.count(), along.count()}, memory.format_tag.nhwc);
            memory.desc w = Descriptor.of(new long[] {s.channels(), 1, 1, 2, 2}, memory.format_tag.Goihw8g);
            memory.desc y = Descriptor.of(new long[] {s.images(), s.channels(), down.tiles(), along.tiles()}, memory.format_tag.nhwc);
            convolution_forward.primitive_desc d = new convolution_forward.primitive_desc(primitives.engine(), dnnl.dnnl_forward_inference,
                dnnl.dnnl_convolution_direct, x, w, y, new long[] {2, 2}, new long[] {down.apart() - 1, along.apart() - 1},
                new long[] {down.before(), along.before()}, new long[] {down.behind(), along.behind()}, Primitives.attributes(), false);
            return primitives.kernel("tiles by " + Primitives.implementation(d), new convolution_forward(d),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_WEIGHTS, w), argument(dnnl.DNNL_ARG_DST, y));
        });
    }

    /** The 16 products of tiles [tiles, in] and weights [in, out]. Arguments: tiles, weights, sums. */
    static Kernel products(Primitives primitives, int tiles, int in, int out, long inStride, long outStride) {
        return primitives.kept(new ProductKey(tiles, in, out, inStride, outStride), () -> matmul(primitives,
            strided(new long[] {16, tiles, in}, inStride, in, 1), Descriptor.any(16, in, out),
            strided(new long[] {16, tiles, out}, outStride, out, 1), new post_ops(), null));
    }

    /** The four pixels of each tile from its 16 sums. Arguments: the matrix [4, 16], sums, pixels, and the bias, once for each tile of a row. */
    static Kernel pixels(Primitives primitives, Sum s) {
        return primitives.kept(new OutputKey(s), () -> {
            post_ops then = new post_ops();
            if (s.relu()) then.append_eltwise(dnnl.dnnl_eltwise_relu, 0, 0);
            long n = s.values();
            return matmul(primitives, strided(new long[] {1, 4, 16}, 64, 16, 1), strided(new long[] {s.rows(), 16, n}, n, s.stride(), 1),
                strided(new long[] {s.rows(), 4, n}, n, s.rows() * n, 1), then, s.bias() ? strided(new long[] {1, 1, n}, n, n, 1) : null);
        });
    }

    /** The product of gradients [tiles, out], transposed, and tiles [tiles, in], added to what is there or not. Arguments: gradients, tiles, sums. */
    static Kernel sums(Primitives primitives, int tiles, int in, int out, boolean add) {
        return primitives.kept(new SumsKey(tiles, in, out, add), () -> {
            post_ops then = new post_ops();
            if (add) then.append_sum();
            return matmul(primitives, strided(new long[] {out, tiles}, 1, out), strided(new long[] {tiles, in}, in, 1),
                strided(new long[] {out, in}, in, 1), then, null);
        });
    }

    /** For each pair of channels its 9 weights from the sums [16, pairs]. Arguments: sums, the matrix [9, 16], weights [pairs, 9]. */
    static Kernel filters(Primitives primitives, long pairs) {
        return primitives.kept(new FiltersKey(pairs), () -> matmul(primitives, strided(new long[] {pairs, 16}, 1, pairs),
            strided(new long[] {16, 9}, 1, 16), strided(new long[] {pairs, 9}, 9, 1), new post_ops(), null));
    }

    /** A plain product of two matrices. */
    static Kernel matrix(Primitives primitives, int rows, int inner, int columns) {
        return primitives.kept(new MatrixKey(rows, inner, columns), () -> matmul(primitives, strided(new long[] {rows, inner}, inner, 1),
            strided(new long[] {inner, columns}, columns, 1), strided(new long[] {rows, columns}, columns, 1), new post_ops(), null));
    }

    private static Kernel matmul(Primitives primitives, memory.desc a, memory.desc b, memory.desc y, post_ops then, memory.desc bias) {
        primitive_attr attr = Primitives.attributes();
        attr.set_post_ops(then);
        matmul.primitive_desc d = bias == null
            ? new matmul.primitive_desc(primitives.engine(), a, b, y, attr, false)
            : new matmul.primitive_desc(primitives.engine(), a, b, bias, y, attr, false);
        List<Kernel.Argument> arguments = new ArrayList<>(List.of(argument(dnnl.DNNL_ARG_SRC, a), argument(dnnl.DNNL_ARG_WEIGHTS, d.weights_desc()),
            argument(dnnl.DNNL_ARG_DST, y)));
        if (bias != null) arguments.add(argument(dnnl.DNNL_ARG_BIAS, bias));
        return primitives.kernel("products by " + Primitives.implementation(d), new matmul(d), arguments.toArray(new Kernel.Argument[0]));
    }

    /** Copies values from one place to another. */
    static Kernel copy(Primitives primitives, List<Integer> dims, List<Long> from, List<Long> to) {
        long[] sizes = dims.stream().mapToLong(d -> d).toArray();
        return primitives.reorder(new CopyKey(dims, from, to), strided(sizes, from.stream().mapToLong(d -> d).toArray()),
            strided(sizes, to.stream().mapToLong(d -> d).toArray()));
    }
}
