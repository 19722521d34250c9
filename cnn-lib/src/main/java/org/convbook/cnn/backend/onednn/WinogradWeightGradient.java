package org.convbook.cnn.backend.onednn;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The gradient of the weights of a 3x3 convolution with stride 1, by the chain rule through {@link Winograd}'s algorithm:
 * <pre>
 * V  = Bᵀ d B         per tile and channel of the input, as there
 * N  = A g Aᵀ         per tile and channel, of the 2x2 pixels g of the output's gradient
 * dU = Σ Nᵀ V         at each of the 16 positions a product [out, tiles] [tiles, in]
 * dw = Gᵀ dU G        per pair of channels
 * </pre>
 * Positions are shared out to the threads, and a position's sums run over the tiles in the order of memory, so that the result has the same
 * bits for any number of threads.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin &amp; Gray 2016, Fast Algorithms for Convolutional Neural Networks</a>
 */
final class WinogradWeightGradient {
    private final WinogradShape shape;
    private final Crew crew;
    private final Primitives primitives;
    private final WinogradShape.Cut cut;
    private final WinogradTiles input;
    private final WinogradTiles gradient;

    /** For the shape of the forward pass. */
    WinogradWeightGradient(WinogradShape forward, Crew crew, Primitives primitives) {
        this.shape = forward;
        this.crew = crew;
        this.primitives = primitives;
        this.cut = forward.cut(1);
        this.input = WinogradTiles.ofInput(forward, cut);
        this.gradient = WinogradTiles.ofOutputGradient(forward, cut);
    }

    private int tiles() {
        return cut.images() * cut.rows() * shape.tileColumns();
    }

    /** From images x and dy as NHWC to weights as they lie in a parameter. */
    void run(NativeMemory memory, Pointer x, Pointer dy, Pointer dw) {
        long pairs = (long) shape.in() * shape.out();
        int threads = Math.min(16, crew.size());
        int together = Math.max(1, 8 / threads);     // positions in a row that read the same block from a cache, and two turns for each thread
        long room = (long) tiles() * (shape.in() + shape.out());
        memory.borrow(16 * pairs + threads * room, scratch -> {
            AtomicInteger next = new AtomicInteger();
            crew.run(threads, (own, member) -> {
                Data data = new Data(x.address(), dy.address(), scratch.start, scratch.start + 4 * (16 * pairs + member * room));
                for (int p = next.getAndAdd(together); p < 16; p = next.getAndAdd(together)) sums(own, p, Math.min(16, p + together), data);
            });
            WinogradKernels.filters(primitives, pairs).run(scratch.pointer(), WinogradWeights.FORWARD, dw);
        });
        Reference.reachabilityFence(List.of(x, dy, dw));
    }

    /** Where the values of one run lie. */
    private record Data(long x, long dy, long sums, long scratch) {}

    /** The sums of some positions over all tiles. */
    private void sums(Primitives own, int from, int until, Data data) {
        int blocks = shape.blocks(cut);
        for (int b = 0; b < blocks; b++) {
            WinogradShape.Part part = shape.part(cut, b);
            if (!gradient.any(part)) continue;
            int tiles = part.images() * part.rows() * shape.tileColumns();
            Pointer v = new Block.Address(data.scratch, null);
            Pointer n = Winograd.at(data.scratch, (long) tiles() * shape.in());
            Kernel add = WinogradKernels.sums(own, tiles, shape.in(), shape.out(), b > 0);
            for (int position = from; position < until; position++) {
                input.run(own, part, position, data.x, v);
                gradient.run(own, part, position, data.dy, n);
                add.run(n, v, Winograd.at(data.sums, (long) position * shape.in() * shape.out()));
            }
        }
    }

    @Override
    public String toString() {
        return "by Winograd's F(2x2, 3x3)";
    }
}
