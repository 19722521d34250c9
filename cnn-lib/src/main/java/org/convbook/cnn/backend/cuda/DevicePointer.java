package org.convbook.cnn.backend.cuda;

import jcuda.driver.CUdeviceptr;

/** An address on the device that can be read as a number, which kernels with a table of addresses need. */
final class DevicePointer extends CUdeviceptr {
    long address() {
        return getNativePointer() + getByteOffset();
    }
}
