package org.convbook.parity;

import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;

/** What all tests share: the seed, which {@code -Dparity.seed=N} gives again, and the backends. */
final class Settings {
    static final long SEED = seed();
    static final List<Backend> BACKENDS = List.of(Backends.java(), Backends.onednn());

    /** Which layers to compare, as a pattern of their names. */
    static final String ONLY = System.getProperty("parity.only", ".*");

    static {
        torch.set_num_threads(1);   // what is compared is too small to share
        System.out.println("parity: PyTorch " + version() + " in float64, seed " + SEED + " (-Dparity.seed=" + SEED + " repeats it)");
    }

    private Settings() {}

    private static long seed() {
        String given = System.getProperty("parity.seed", "");
        return given.isEmpty() ? System.nanoTime() % 1_000_000 : Long.parseLong(given);
    }

    private static String version() {
        return torch.show_config().getString().replaceAll("(?s).*TORCH_VERSION=([\\d.]+).*", "$1");
    }
}
