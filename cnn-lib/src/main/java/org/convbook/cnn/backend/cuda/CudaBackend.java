package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.Locale;
import jcuda.driver.CUdeviceptr;
import jcuda.jcudnn.cudnnHandle;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Lane;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;

/**
 * The backend on an NVIDIA GPU. Convolutions are cuDNN's, matrix products cuBLAS' where it is there, all else our own kernels; images lie with the
 * channels of a pixel side by side. A recorded step is a CUDA graph. A driver for CUDA 12 and cuDNN 9 are all that it needs.
 *
 * @see <a href="https://docs.nvidia.com/deeplearning/cudnn/">cuDNN</a>
 */
public final class CudaBackend extends CudaOptimizers {
    private static final double GIB = 1L << 30;

    private final Precision precision;
    /** Where a batch of bytes waits to be unpacked. */
    private Block packed;

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

    // ---------------------------------------------------------------- images of bytes

    @Override
    public boolean unpacks() {
        return true;
    }

    /** Through memory that is kept for the next batch: all is in the order of the stream. */
    @Override
    public synchronized void unpack(Buffer to, byte[] bytes, float[] values, int[] moves) {
        if (to.shape().count() == 0) return;
        long table = (long) Float.BYTES * values.length;
        long places = moves == null ? 0 : (long) Integer.BYTES * moves.length;
        if (packed == null || packed.bytes() < table + places + bytes.length) {
            packed = memory.allocateCollected(table + places + bytes.length, () -> "a batch of bytes");
        }
        staging.upload(values, packed.start);
        if (moves != null) staging.upload(moves, packed.start.withByteOffset(table));
        staging.upload(bytes, packed.start.withByteOffset(table + places));
        unpackFrom(to, packed.start, moves == null ? null : packed.start.withByteOffset(table), packed.start.withByteOffset(table + places));
    }

    /** Makes images of bytes that are on the device; {@code moves} is null if nothing moves. */
    void unpackFrom(Buffer to, CUdeviceptr values, CUdeviceptr moves, CUdeviceptr bytes) {
        Shape s = to.shape();
        written(to, rows -> kernels.each("unpack", s.count(), s.size(1), s.size(2), s.size(3), values, moves, bytes, rows, s.count()).run());
    }

    @Override
    public synchronized Lane lane() {
        return CudaLane.open(this);
    }

    /** Hands waiting memory back to the driver; buffers in use stay usable. */
    @Override
    public synchronized void close() {
        if (device.lost()) return;
        device.enter();
        device.await();
        forgetPlans();
        staging.close();
        packed = null;
        memory.release();
    }
}
