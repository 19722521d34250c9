package org.convbook.parity;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Our networks in PyTorch. */
final class PeerModels {
    private PeerModels() {}

    static PeerNet leNet5(PeerNet n) {
        return n.conv("0", 1, 2).tanh().avgPool(2).conv("3", 1, 0).tanh().avgPool(2).flatten().linear("7").tanh().linear("9").tanh().linear("11");
    }

    static PeerNet mlp(PeerNet n) {
        return n.flatten().linear("1").relu().linear("3").relu().linear("5");
    }

    /** ResNet-20 with option A. */
    static PeerNet resNet20(PeerNet n) {
        n.conv("stem.0", 1, 1).norm("stem.1").relu();
        for (int layer = 1; layer <= 3; layer++) {
            for (int block = 0; block < 3; block++) {
                String body = "layer" + layer + "." + block + ".body.";
                boolean halves = layer > 1 && block == 0;
                Tensor around = halves ? optionA(n.x()) : n.x();
                n.conv(body + 0, halves ? 2 : 1, 1).norm(body + 1).relu().conv(body + 3, 1, 1).norm(body + 4).add(around).relu();
            }
        }
        return n.globalAvgPool().linear("head.2");
    }

    /** Every second pixel, and zeros for as many channels again. */
    private static Tensor optionA(Tensor x) {
        long[] one = {1, 1};
        Tensor picked = torch.avg_pool2d(x, one, new long[] {2, 2}, new long[] {0, 0}, false, true, new LongOptional());
        return torch.pad(picked, new long[] {0, 0, 0, 0, 0, x.size(1)}, "constant", new DoubleOptional(0));
    }

    /** SqueezeNet 1.1. */
    static PeerNet squeezeNet(PeerNet n) {
        n.conv("features.0", 2, 0).relu().maxPool(3, 2, true);
        for (int part = 3; part <= 12; part++) {
            if (part == 5 || part == 8) n.maxPool(3, 2, true);
            else fire(n, "features." + part);
        }
        return n.conv("classifier.1", 1, 0).relu().globalAvgPool();
    }

    private static void fire(PeerNet n, String path) {
        Tensor squeezed = n.conv(path + ".squeeze", 1, 0).relu().x();
        Tensor small = n.from(squeezed).conv(path + ".expand1x1", 1, 0).relu().x();
        n.conv(path + ".expand3x3", 1, 1).relu().behind(small);
    }

    /** The padded U-Net. */
    static PeerNet uNet(PeerNet n) {
        Tensor d1 = twice(n, "down1").x();
        Tensor d2 = twice(n.maxPool(2, 2, false), "down2").x();
        Tensor d3 = twice(n.maxPool(2, 2, false), "down3").x();
        Tensor d4 = twice(n.maxPool(2, 2, false), "down4.0").x();
        twice(n.maxPool(2, 2, false), "bottom.0");
        twice(n.up("grow4", 2).behind(d4), "up4");
        twice(n.up("grow3", 2).behind(d3), "up3");
        twice(n.up("grow2", 2).behind(d2), "up2");
        return twice(n.up("grow1", 2).behind(d1), "up1").conv("head", 1, 0);
    }

    private static PeerNet twice(PeerNet n, String path) {
        return n.conv(path + ".0", 1, 1).relu().conv(path + ".2", 1, 1).relu();
    }
}
