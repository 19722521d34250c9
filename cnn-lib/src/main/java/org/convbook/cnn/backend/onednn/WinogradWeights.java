package org.convbook.cnn.backend.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The weights of Winograd's algorithm: U = G g Gᵀ for each pair of channels, as 16 matrices [in, out], slice by slice of the output's channels.
 * <pre>
 *     1    0    0
 * G = 1/2  1/2  1/2
 *     1/2 −1/2  1/2
 *     0    0    1
 * </pre>
 * The half turn of the gradient exchanges the first and last row of G.
 */
final class WinogradWeights implements Packing {
    private static final double[][] G = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
    /** [9, 16]: how each of a filter's nine weights enters each position. */
    static final FloatPointer FORWARD = matrix(false);
    private static final FloatPointer TURNED = matrix(true);

    private record SliceKey(WinogradShape shape, int slices) {}

    private final WinogradShape shape;
    private final NativeMemory memory;
    private final Primitives primitives;
    private final int slices;
    private final memory.desc wanted;

    /** For weights that a kernel of products wants like this, slice after slice. */
    WinogradWeights(WinogradShape shape, int slices, memory.desc wanted, NativeMemory memory, Primitives primitives) {
        this.shape = shape;
        this.slices = slices;
        this.wanted = wanted;
        this.memory = memory;
        this.primitives = primitives;
    }

    private static FloatPointer matrix(boolean turned) {
        float[] m = new float[9 * 16];
        for (int tap = 0; tap < 9; tap++) {
            int at = turned ? 8 - tap : tap;
            for (int position = 0; position < 16; position++) m[at * 16 + position] = (float) (G[position / 4][tap / 3] * G[position % 4][tap % 3]);
        }
        return new FloatPointer(m);
    }

    /** The number of values of one slice. */
    long slice() {
        return (wanted.get_size() + 3) / 4;
    }

    @Override
    public long room() {
        return slices * slice();
    }

    @Override
    public boolean plain() {
        return false;
    }

    @Override
    public void pack(Pointer plain, Pointer packed) {
        int pairs = shape.in() * shape.out();
        int part = shape.out() / slices;
        long alongIn = shape.turned() ? 16L * shape.out() : 16;
        long alongOut = shape.turned() ? 16 : 16L * shape.in();
        Kernel transform = WinogradKernels.matrix(primitives, pairs, 9, 16);
        Kernel lay = primitives.reorder(new SliceKey(shape, slices),
            WinogradKernels.strided(new long[] {16, shape.in(), part}, 1, alongIn, alongOut), wanted);
        memory.borrow(16L * pairs, all -> {
            transform.run(plain, shape.turned() ? TURNED : FORWARD, all.pointer());
            for (int i = 0; i < slices; i++) lay.run(all.pointer(i * part * alongOut), new Block.Address(packed.address() + 4 * i * slice(), null));
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WinogradWeights o && shape.equals(o.shape) && slices == o.slices && primitives == o.primitives;
    }

    @Override
    public int hashCode() {
        return shape.hashCode();
    }
}
