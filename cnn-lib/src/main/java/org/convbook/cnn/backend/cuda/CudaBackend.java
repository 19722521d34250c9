package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.Locale;
import jcuda.jcudnn.cudnnHandle;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;

/**
 * The backend on an NVIDIA GPU. Convolutions are cuDNN's, matrix products cuBLAS' where it is there, all else our own kernels; images lie with the
 * channels of a pixel side by side. A recorded step is a CUDA graph. A driver for CUDA 12 and cuDNN 9 are all that it needs.
 *
 * @see <a href="https://docs.nvidia.com/deeplearning/cudnn/">cuDNN</a>
 */
public final class CudaBackend extends CudaOptimizers {
    private static final double GIB = 1L << 30;

    private final Precision precision;

    private final Algorithms algorithms;

    private CudaBackend(Device device, cudnnHandle cudnn, Precision precision, Algorithms algorithms) {
        super(device, cudnn, precision, algorithms);
        this.precision = precision;
        this.algorithms = algorithms;
    }

    /** Opens a GPU by its number. Where that cannot be, a {@link DeviceException} says why in one sentence. */
    public static CudaBackend open(int ordinal, Precision precision, Algorithms algorithms) {
        Device device = Device.open(ordinal);
        CudaBackend backend = new CudaBackend(device, Libraries.cudnn(device), precision, algorithms);
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
            + ", cuDNN " + Libraries.cudnnVersion() + (products == null ? ", no cuBLAS" : ", cuBLAS") + ", " + precision
            + (algorithms == Algorithms.FASTEST ? ", fastest algorithms" : "");
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
