package org.convbook.cnn.backend.cuda;

import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;
import org.convbook.cnn.backend.DeviceException;

/** cuDNN, which must be there, and cuBLAS, which may be. */
final class Libraries {
    private static final long OLDEST_CUDNN = 90000;

    private Libraries() {}

    /** Opens cuDNN on a device's stream. Where that cannot be, a {@link DeviceException} says why in one sentence. */
    static cudnnHandle cudnn(Device device) {
        long version;
        try {
            version = JCudnn.cudnnGetVersion();
        } catch (LinkageError e) {
            throw new DeviceException("cuda: no cuDNN 9 (" + Device.missing(e) + "); install it, or let LD_LIBRARY_PATH name its folder", e);
        }
        if (version < OLDEST_CUDNN) throw new DeviceException("cuda: cuDNN is " + name(version) + ", 9.0.0 or later is needed");
        cudnnHandle handle = new cudnnHandle();
        device.enter();
        int status = JCudnn.cudnnCreate(handle);
        if (status != 0) throw new DeviceException("cuda: cuDNN " + name(version) + " does not start on " + device.name + " ("
            + JCudnn.cudnnGetErrorString(status) + ")");
        check(JCudnn.cudnnSetStream(handle, new cudaStream_t(device.stream)), "giving cuDNN a stream");
        return handle;
    }

    /** cuDNN's version: 9.10.2. */
    static String cudnnVersion() {
        return name(JCudnn.cudnnGetVersion());
    }

    private static String name(long version) {
        return version >= 10000 ? version / 10000 + "." + version % 10000 / 100 + "." + version % 100
            : version / 1000 + "." + version % 1000 / 100 + "." + version % 100;
    }

    static void check(int status, String what) {
        if (status != 0) throw new DeviceException("cuda: " + what + " failed (" + JCudnn.cudnnGetErrorString(status) + ")");
    }

    /** Opens cuBLAS on a device's stream; null where it cannot be loaded or does not start. */
    static cublasHandle cublas(Device device) {
        try {
            cublasHandle handle = new cublasHandle();
            if (JCublas2.cublasCreate(handle) != 0) return null;
            return JCublas2.cublasSetStream(handle, new cudaStream_t(device.stream)) == 0 ? handle : null;
        } catch (LinkageError e) {
            return null;
        }
    }
}
