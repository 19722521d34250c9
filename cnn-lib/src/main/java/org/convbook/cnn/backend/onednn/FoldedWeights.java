package org.convbook.cnn.backend.onednn;

import java.util.Arrays;
import java.util.List;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Buffer;

/**
 * Weights and bias of a convolution with the batch normalisation behind it folded in, w' = w·s and b' = (b − mean)·s + β with
 * s = γ / √(variance + ε), as one implementation wants them. Made anew when any of them has changed.
 */
final class FoldedWeights {
    final Block weights;
    final Block bias;
    private final List<DnnBuffer> sources;
    private final double epsilon;
    private final boolean biased;
    private final long[] versions;

    /** Room for the weights and bias of an implementation; the convolution's own bias may be null. */
    FoldedWeights(NativeMemory memory, DnnBuffer w, Buffer bias, Backend.BatchNorm norm, long room) {
        this.weights = memory.allocateBeside(w.block, room);
        this.bias = memory.allocateBeside(w.block, w.shape().size(0));
        this.epsilon = norm.epsilon();
        this.biased = bias != null;
        this.sources = java.util.stream.Stream.of(w, norm.gamma(), norm.beta(), norm.runningMean(), norm.runningVar(), biased ? bias : norm.beta())
            .map(DnnBuffer::of).toList();
        this.versions = new long[sources.size()];
        Arrays.fill(versions, -1);
    }

    /** Whether these are made from the same buffers. */
    boolean of(Buffer ownBias, Backend.BatchNorm norm) {
        return sources.get(1) == norm.gamma() && sources.get(2) == norm.beta() && sources.get(3) == norm.runningMean()
            && sources.get(4) == norm.runningVar() && epsilon == norm.epsilon() && biased == (ownBias != null)
            && (!biased || sources.get(5) == ownBias);
    }

    /** Brings them up to date. */
    void refresh(NativeMemory memory, Packing packing) {
        boolean current = true;
        for (int i = 0; i < versions.length; i++) {
            current &= versions[i] == sources.get(i).version();
            versions[i] = sources.get(i).version();
        }
        if (current) return;
        float[][] values = new float[versions.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[sources.get(i).shape().count()];
            sources.get(i).block.get(values[i]);
        }
        float[] w = values[0];
        int filters = values[1].length;
        int perFilter = w.length / filters;
        float[] b = new float[filters];
        for (int o = 0; o < filters; o++) {
            double scale = values[1][o] / Math.sqrt(values[4][o] + epsilon);
            for (int i = o * perFilter; i < (o + 1) * perFilter; i++) w[i] = (float) (w[i] * scale);
            b[o] = (float) (((biased ? values[5][o] : 0) - values[3][o]) * scale + values[2][o]);
        }
        Block plain = memory.allocateCollected(w.length);
        plain.put(w);
        packing.pack(plain.pointer(), weights.pointer());
        bias.put(b);
    }
}
