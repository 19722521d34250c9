package org.convbook.cnn.backend.cuda;

import org.convbook.cnn.backend.DeviceException;

/** What turns the source of a kernel into PTX. */
interface KernelCompiler {
    /** PTX that every GPU from this generation on takes. */
    String TARGET = "compute_75";

    /** Its name and version. */
    String describe();

    /**
     * The PTX of a source. A source that does not compile is an {@link IllegalArgumentException} with what the compiler says.
     *
     * @param file what the compiler calls the source in what it says
     */
    String compile(String source, String file);

    /** The compiler of this machine: NVRTC, else nvcc. Where there is none, a {@link DeviceException} says what to install. */
    static KernelCompiler here() {
        if (Found.COMPILER == null) throw new DeviceException(Found.WHY);
        return Found.COMPILER;
    }

    /** The error of a source that does not compile. */
    static IllegalArgumentException refused(String file, String said) {
        return new IllegalArgumentException(file + " does not compile:\n" + said.strip());
    }

    /** Looks when it is first asked for, once. */
    final class Found {
        static final KernelCompiler COMPILER;
        static final String WHY;

        private Found() {}

        static {
            KernelCompiler compiler = null;
            String why = null;
            try {
                compiler = Nvrtc.load();
            } catch (LinkageError e) {
                compiler = Nvcc.find();
                if (compiler == null) {
                    why = "cuda: nothing to compile a kernel with, neither NVRTC 12 (" + Device.missing(e) + ") nor nvcc; "
                        + "\"pip install nvidia-cuda-nvrtc-cu12\" brings NVRTC, and LD_LIBRARY_PATH must name its folder";
                }
            }
            COMPILER = compiler;
            WHY = why;
        }
    }
}
