package org.convbook.parity;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network in PyTorch, layer after layer, with our parameters by path. */
final class PeerNet {
    private final Peer peer;
    private Tensor x;

    PeerNet(Peer peer, Tensor x) {
        this.peer = peer;
        this.x = x;
    }

    Tensor x() {
        return x;
    }

    private static long[] pair(long both) {
        return new long[] {both, both};
    }

    PeerNet conv(String path, int stride, int padding) {
        x = torch.conv2d(x, peer.at(path + ".weight"), peer.maybe(path + ".bias"), pair(stride), pair(padding), pair(1), 1);
        return this;
    }

    PeerNet up(String path, int stride) {
        x = torch.conv_transpose2d(x, peer.at(path + ".weight"), peer.maybe(path + ".bias"), pair(stride), pair(0), pair(0), 1, pair(1));
        return this;
    }

    PeerNet norm(String path) {
        x = torch.batch_norm(x, peer.maybe(path + ".weight"), peer.maybe(path + ".bias"), peer.maybe(path + ".runningMean"),
            peer.maybe(path + ".runningVar"), peer.training, 0.1, 1e-5, false);
        return this;
    }

    PeerNet linear(String path) {
        x = torch.linear(x, peer.at(path + ".weight"), peer.maybe(path + ".bias"));
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

    PeerNet maxPool(int kernel, int stride, boolean ceil) {
        x = torch.max_pool2d(x, pair(kernel), pair(stride), pair(0), pair(1), ceil);
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

    /** The other's channels, then these. */
    PeerNet behind(Tensor other) {
        x = torch.cat(new TensorVector(other, x), 1);
        return this;
    }

    /** The mean of each channel. */
    PeerNet globalAvgPool() {
        x = x.mean(new long[] {2, 3}, false, new ScalarTypeOptional());
        return this;
    }

    /** Another network from here on, with the same parameters. */
    PeerNet from(Tensor start) {
        return new PeerNet(peer, start);
    }
}
