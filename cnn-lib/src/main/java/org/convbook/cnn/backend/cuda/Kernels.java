package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** Our own kernels by name. A file of them is loaded, and compiled by the driver, when one of its kernels is first asked for. */
final class Kernels {
    /** Threads of a block in kernels where each works alone. */
    private static final int THREADS = 256;
    /** Blocks of such a launch at most: each thread then takes several values. */
    private static final int MOST_BLOCKS = 8192;
    /** Threads of a block in kernels that add up what their threads found, as the sources say. */
    private static final int SUMMING = 128;

    private final Device device;
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, Launch.Kernel> functions = new HashMap<>();

    Kernels(Device device) {
        this.device = device;
        for (String line : new String(resource("kernels.txt"), StandardCharsets.UTF_8).split("\n")) {
            files.put(line.substring(line.indexOf(' ') + 1, line.indexOf('(')), line.substring(0, line.indexOf(' ')));
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Kernels.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its name and the suffix of a {@link Format}. */
    private Launch.Kernel function(String name) {
        return functions.computeIfAbsent(name, n -> {
            int end = n.indexOf('-');
            String base = end < 0 ? n : n.substring(0, end);
            CUmodule module = modules.computeIfAbsent(files.get(base) + n.substring(base.length()), this::load);
            CUfunction f = new CUfunction();
            device.check(cuModuleGetFunction(f, module, base), "finding the kernel " + n);
            return new Launch.Kernel(f, n);
        });
    }

    private CUmodule load(String file) {
        byte[] ptx = resource(file + ".ptx");
        CUmodule module = new CUmodule();
        device.enter();
        device.check(cuModuleLoadData(module, Arrays.copyOf(ptx, ptx.length + 1)), "compiling the kernels " + file);   // ends with a zero
        return module;
    }

    /** A launch for n values, each thread on its own. */
    Launch each(String name, long n, Object... arguments) {
        return lists(name, n, 1, arguments);
    }

    /** A launch for several lists of up to n values. */
    Launch lists(String name, long n, int lists, Object... arguments) {
        int blocks = (int) Math.max(1, Math.min(MOST_BLOCKS, (n + THREADS - 1) / THREADS));
        return new Launch(device, function(name), new Launch.Grid(blocks, lists, THREADS), arguments);
    }

    /** A launch of blocks whose threads add up what they find. */
    Launch blocks(String name, int blocks, int slices, Object... arguments) {
        return new Launch(device, function(name), new Launch.Grid(blocks, slices, SUMMING), arguments);
    }
}
