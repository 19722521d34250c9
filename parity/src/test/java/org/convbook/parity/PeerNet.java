package org.convbook.parity;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network in PyTorch, layer after layer, with our parameters by path. */
final class PeerNet {
    private final Peer peer;
    private final String prefix;
    private Tensor x;

    PeerNet(Peer peer, String prefix, Tensor x) {
        this.peer = peer;
        this.prefix = prefix;
        this.x = x;
    }

    Tensor x() {
        return x;
    }

    private static long[] pair(long both) {
        return new long[] {both, both};
    }

    private Tensor at(String path) {
        return peer.at(prefix + path);
    }

    PeerNet conv(String path, int stride, int padding) {
        x = torch.conv2d(x, at(path + ".weight"), peer.maybe(prefix + path + ".bias"), pair(stride), pair(padding), pair(1), 1);
        return this;
    }

    PeerNet up(String path, int stride) {
        x = torch.conv_transpose2d(x, at(path + ".weight"), peer.maybe(prefix + path + ".bias"), pair(stride), pair(0), pair(0), 1, pair(1));
        return this;
    }

    PeerNet norm(String path) {
        x = torch.batch_norm(x, peer.maybe(prefix + path + ".weight"), peer.maybe(prefix + path + ".bias"), peer.maybe(prefix + path + ".runningMean"),
            peer.maybe(prefix + path + ".runningVar"), peer.training, 0.1, 1e-5, false);
        return this;
    }

    PeerNet linear(String path) {
        x = torch.linear(x, at(path + ".weight"), peer.maybe(prefix + path + ".bias"));
        return this;
    }

    PeerNet relu() {
        x = torch.relu(x);
        return this;
    }

    PeerNet tanh() {
        x = torch.tanh(x);
        return this;
    }

    PeerNet maxPool(int kernel, int stride, int padding) {
        x = torch.max_pool2d(x, pair(kernel), pair(stride), pair(padding), pair(1), false);
        return this;
    }

    PeerNet avgPool(int kernel) {
        x = torch.avg_pool2d(x, pair(kernel), pair(kernel), pair(0), false, true, new LongOptional());
        return this;
    }

    PeerNet flatten() {
        x = torch.flatten(x, 1, -1);
        return this;
    }

    PeerNet add(Tensor other) {
        x = x.add(other);
        return this;
    }

    /** Behind the other's channels. */
    PeerNet behind(Tensor other) {
        x = torch.cat(new TensorVector(other, x), 1);
        return this;
    }

    /** Means over these axes, which go. */
    PeerNet mean(int... axes) {
        long[] over = Arrays.stream(axes).asLongStream().toArray();
        x = x.mean(over, false, new org.bytedeco.pytorch.ScalarTypeOptional());
        return this;
    }

    /** The same path with numbers from 0 on, for networks that number their parts. */
    static IntStream numbers(int count) {
        return IntStream.range(0, count);
    }
}
