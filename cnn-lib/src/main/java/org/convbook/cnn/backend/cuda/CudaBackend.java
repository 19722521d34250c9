package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jcuda.jcudnn.cudnnHandle;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;

/**
 * The backend on an NVIDIA GPU. Convolutions are cuDNN's, matrix products cuBLAS' where it is there, all else our own kernels; images lie with the
 * channels of a pixel side by side. A recorded step is a CUDA graph. A driver for CUDA 12 and cuDNN 9 are all that it needs.
 *
 * @see <a href="https://docs.nvidia.com/deeplearning/cudnn/">cuDNN</a>
 */
public final class CudaBackend extends CudaProducts {
    /** Parameters of one launch, as the kernels' Parts has room for. */
    private static final int MOST_PARTS = 64;
    private static final double GIB = 1L << 30;

    private final Precision precision;

    private CudaBackend(Device device, cudnnHandle cudnn, Precision precision) {
        super(device, cudnn, precision);
        this.precision = precision;
    }

    /** Opens a GPU by its number. Where that cannot be, a {@link DeviceException} says why in one sentence. */
    public static CudaBackend open(int ordinal, Precision precision) {
        Device device = Device.open(ordinal);
        CudaBackend backend = new CudaBackend(device, Libraries.cudnn(device), precision);
        SelfCheck.run(backend);
        return backend;
    }

    @Override
    public String name() {
        return "cuda:" + device.ordinal;
    }

    @Override
    public String describe() {
        long[] free = new long[1];
        long[] total = new long[1];
        device.enter();
        device.check(cuMemGetInfo(free, total), "asking for the device's memory");
        return device.name + String.format(Locale.ROOT, ", sm_%d, %.1f GiB", device.generation, total[0] / GIB) + ", driver for CUDA "
            + device.driverVersion()
            + ", cuDNN " + Libraries.cudnnVersion() + (products == null ? ", no cuBLAS" : ", cuBLAS") + ", " + precision;
    }

    // ---------------------------------------------------------------- optimisers

    @Override
    public synchronized void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings) {
        update("sgd", List.of(w, g, v, v), settings);
    }

    @Override
    public synchronized void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings) {
        update("adam", List.of(w, g, m, v), settings);
    }

    /** Some parameters in one launch: weights, gradients and two lists of state. */
    private void update(String what, List<List<Buffer>> lists, Buffer settings) {
        int count = lists.get(0).size();
        for (int from = 0; from < count; from += MOST_PARTS) {
            int parts = Math.min(MOST_PARTS, count - from);
            long[] table = new long[(lists.size() + 1) * MOST_PARTS];
            List<Object> used = new ArrayList<>();
            int longest = 0;
            for (int i = 0; i < parts; i++) {
                CudaBuffer weight = CudaBuffer.of(lists.get(0).get(from + i));
                for (int list = 0; list < lists.size(); list++) {
                    CudaBuffer b = list == 1 ? as(lists.get(1).get(from + i), weight.layout) : inPlace(lists.get(list).get(from + i), weight);
                    table[list * MOST_PARTS + i] = b.live().start.address();
                    used.add(b);
                }
                table[lists.size() * MOST_PARTS + i] = weight.shape().count();
                longest = Math.max(longest, weight.shape().count());
            }
            if (longest == 0) continue;
            Launch launch = kernels.lists(what, longest, parts, table, CudaBuffer.of(settings));
            perform(() -> what + " " + used.stream().map(b -> ((CudaBuffer) b).shape().toString()).toList(), new Holding(launch, used));
        }
    }

    /** An operation and what it works on, by address only: as long as it may be repeated, the garbage collector leaves that alone. */
    private record Holding(Launch launch, List<Object> used) implements Runnable {
        @Override
        public void run() {
            launch.run();
        }
    }

    /** State lies as its parameter does: both came from the host, or are filled. */
    private static CudaBuffer inPlace(Buffer x, CudaBuffer weight) {
        CudaBuffer b = CudaBuffer.of(x);
        if (b.layout != weight.layout && !Layout.same(b.shape())) {
            throw new DeviceException("cuda: an optimiser's state " + b.shape() + " lies otherwise than its parameter");
        }
        return b;
    }

    /** Hands waiting memory back to the driver; buffers in use stay usable. */
    @Override
    public synchronized void close() {
        if (device.lost()) return;
        device.enter();
        device.await();
        forgetPlans();
        staging.close();
        memory.release();
    }
}
