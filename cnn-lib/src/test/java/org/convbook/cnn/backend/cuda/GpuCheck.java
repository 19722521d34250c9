package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;

/** Says in one line which GPU works here, or why none does; then the exit status is 1. */
final class GpuCheck {
    private GpuCheck() {}

    /** Without arguments. */
    public static void main(String[] args) {
        try {
            Backend gpu = Backends.cuda();
            System.out.println(gpu.name() + ": " + gpu.describe());
        } catch (DeviceException e) {
            System.out.println("no GPU: " + e.getMessage().replaceFirst("^cuda: ", ""));
            System.exit(1);
        }
    }
}
