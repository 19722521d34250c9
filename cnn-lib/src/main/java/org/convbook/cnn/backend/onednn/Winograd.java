package org.convbook.cnn.backend.onednn;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A 3x3 convolution with stride 1 by Winograd's minimal filtering F(2x2, 3x3), which needs 16 multiplications where the direct way needs 36:
 * <pre>
 * tile  d [4, 4]     of the input, each 2 pixels after the one before
 * V = Bᵀ d B         per channel
 * M = V U            at each of the 16 positions a product [tiles, in] [in, out]; U as {@link WinogradWeights} makes it
 * Y = Aᵀ M A         2x2 pixels of the output
 *
 *      1  0 −1  0
 * Bᵀ = 0  1  1  0    Aᵀ = 1  1  1  0
 *      0 −1  1  0         0  1 −1 −1
 *      0  1  0 −1
 * </pre>
 * All of it is oneDNN's work: V are 16 convolutions of each channel by itself (two rows of Bᵀ together have four entries), M are products of
 * matrices, and so is Y. Threads take block after block ({@link WinogradShape.Cut}), and each block stays with one of them.
 * <p>The error against exact sums is two to three times that of direct convolution. An infinite or NaN pixel makes all pixels of the tiles that
 * see it infinite or NaN: up to one pixel further than a direct convolution would.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin &amp; Gray 2016, Fast Algorithms for Convolutional Neural Networks</a>
 */
final class Winograd {
    private static final int[][] A = {{1, 1, 1, 0}, {0, 1, -1, -1}};
    private static final FloatPointer PIXELS = pixels();
    /** Values between the positions' matrices, so that the same place of all 16 is not in the same set of a cache. */
    private static final int GAP = 16;

    private final WinogradShape shape;
    private final ConvKernels.Parts parts;
    private final Crew crew;
    private final WinogradShape.Cut cut;
    private final WinogradTiles input;
    final WinogradWeights weights;

    /** The sum and the ReLU of the parts are done here only where there is no addend: that comes later. */
    Winograd(WinogradShape shape, ConvKernels.Parts parts, Crew crew, NativeMemory memory, Primitives primitives) {
        this.shape = shape;
        this.parts = parts;
        this.crew = crew;
        this.cut = shape.cut(crew.size());
        this.input = WinogradTiles.ofInput(shape, cut);
        Kernel[] first = new Kernel[1];
        crew.run(1, (own, member) -> first[0] = products(own, tiles()));
        this.weights = new WinogradWeights(shape, cut.slices(), first[0].layout(1), memory, primitives);
    }

    private static FloatPointer pixels() {
        float[] m = new float[4 * 16];
        for (int i = 0; i < m.length; i++) m[i] = A[i / 32][i % 16 / 4] * A[i / 16 % 2][i % 4];
        return new FloatPointer(m);
    }

    // ---------------------------------------------------------------- memory of one thread: V, M, Y

    private int tiles() {
        return cut.images() * cut.rows() * shape.tileColumns();
    }

    private int slice() {
        return shape.out() / cut.slices();
    }

    private long inStride() {
        return (long) tiles() * shape.in() + GAP;
    }

    private long outStride() {
        return (long) tiles() * slice() + GAP;
    }

    private long roomPerThread() {
        return 16 * (inStride() + outStride()) + 4 * outStride();
    }

    /** The values of the bias, once for each tile of a row, slice after slice. */
    private long roomForBias() {
        return parts.bias() ? (long) shape.tileColumns() * shape.out() + GAP : 0;
    }

    // ---------------------------------------------------------------- running

    /** Everything that the blocks of one run read and write. */
    private record Data(long x, long weights, long y, long bias, long scratch) {}

    /** Runs it; the bias may be null if there is none. */
    void run(NativeMemory memory, Pointer x, Pointer packed, Pointer y, Pointer bias) {
        int blocks = shape.blocks(cut);
        int threads = Math.min(blocks, crew.size());
        memory.borrow(roomForBias() + threads * roomPerThread(), scratch -> {
            if (parts.bias()) repeat(bias, scratch);
            AtomicInteger next = new AtomicInteger();
            crew.run(threads, (own, member) -> {
                Data data = new Data(x.address(), packed.address(), y.address(), scratch.start,
                    scratch.start + 4 * (roomForBias() + member * roomPerThread()));
                for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) run(own, shape.part(cut, b), data);
            });
        });
        Reference.reachabilityFence(List.of(x, packed, y));
    }

    private void repeat(Pointer bias, Block scratch) {
        int columns = shape.tileColumns();
        float[] values = new float[shape.out()];
        new FloatPointer(bias).get(values);
        float[] all = new float[columns * values.length];
        for (int s = 0; s < cut.slices(); s++) {
            for (int t = 0; t < columns; t++) System.arraycopy(values, s * slice(), all, (s * columns + t) * slice(), slice());
        }
        scratch.put(all, all.length);
    }

    /** The address of a value. */
    static Pointer at(long start, long value) {
        return new Block.Address(start + 4 * value, null);
    }

    private void run(Primitives own, WinogradShape.Part p, Data data) {
        for (int i = 0; i < 16; i++) input.run(own, p, i, data.x, at(data.scratch, i * inStride()));
        Pointer sums = at(data.scratch, 16 * inStride());
        Pointer pixels = at(data.scratch, 16 * (inStride() + outStride()));
        int rows = p.images() * p.rows();
        products(own, rows * shape.tileColumns()).run(at(data.scratch, 0), at(data.weights, p.slice() * weights.slice()), sums);
        int values = shape.tileColumns() * slice();
        Kernel end = WinogradKernels.pixels(own, new WinogradKernels.Sum(rows, values, outStride(), parts.bias(), parts.relu() && !parts.addend()));
        if (parts.bias()) end.run(PIXELS, sums, pixels, at(data.bias, (long) p.slice() * values));
        else end.run(PIXELS, sums, pixels);
        for (int i = 0; i < 4; i++) lay(own, p, i / 2, i % 2, data);
    }

    private Kernel products(Primitives own, int tiles) {
        return WinogradKernels.products(own, tiles, shape.in(), slice(), inStride(), outStride());
    }

    // ---------------------------------------------------------------- output

    /** Copies one of the tiles' four pixels to where it belongs. */
    private void lay(Primitives own, WinogradShape.Part p, int down, int along, Data data) {
        int firstRow = p.row() == 0 && down < shape.skip() ? 1 : 0;
        int firstColumn = along < shape.skip() ? 1 : 0;
        int top = 2 * p.row() + down - shape.skip();      // of the first tile's pixel in the output
        int left = along - shape.skip();
        int rows = Math.min(p.rows(), WinogradShape.ceil(shape.outHeight() - top, 2)) - firstRow;
        int columns = Math.min(shape.tileColumns(), WinogradShape.ceil(shape.outWidth() - left, 2)) - firstColumn;
        int paired = p.images() == 1 ? rows : Math.min(rows, shape.outHeight() / 2);      // oneDNN wants an image's rows to end before the next image
        if (columns <= 0) return;
        Piece piece = new Piece(p, 2 * down + along, firstColumn, columns, left + 2 * firstColumn);
        if (paired > 0) lay(own, piece, firstRow, paired, top + 2 * firstRow, data);
        if (rows > paired) lay(own, piece, firstRow + paired, rows - paired, top + 2 * (firstRow + paired), data);
    }

    /** One of the four pixels of some columns of tiles, and the column of the output where the first of them belongs. */
    private record Piece(WinogradShape.Part part, int pixel, int column, int columns, int left) {}

    private void lay(Primitives own, Piece piece, int row, int rows, int top, Data data) {
        WinogradShape.Part p = piece.part;
        long line = (long) shape.tileColumns() * slice();
        long outLine = (long) shape.outWidth() * shape.out();
        Kernel copy = WinogradKernels.copy(own, Arrays.asList(p.images(), rows, piece.columns, slice()),
            Arrays.asList(p.rows() * line, line, (long) slice(), 1L), Arrays.asList(shape.outHeight() * outLine, 2 * outLine, 2L * shape.out(), 1L));
        long from = 16 * (inStride() + outStride()) + piece.pixel * p.images() * p.rows() * line + row * line + (long) piece.column * slice();
        long to = (((long) p.image() * shape.outHeight() + top) * shape.outWidth() + piece.left) * shape.out() + (long) p.slice() * slice();
        copy.run(at(data.scratch, from), at(data.y, to));
    }
}
