package org.convbook.cnn.backend.cuda;

import static jcuda.nvrtc.JNvrtc.nvrtcCompileProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcCreateProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetErrorString;
import static jcuda.nvrtc.JNvrtc.nvrtcGetPTX;
import static jcuda.nvrtc.JNvrtc.nvrtcGetProgramLog;
import static jcuda.nvrtc.JNvrtc.nvrtcVersion;

import jcuda.nvrtc.nvrtcProgram;
import org.convbook.cnn.backend.DeviceException;

/**
 * The compiler that runs within this process. JCuda's binding asks the loader for version 12 by name and by the version of its symbols, so neither
 * version 13 nor a link to it will do.
 *
 * @see <a href="https://docs.nvidia.com/cuda/nvrtc/">NVRTC</a>
 */
final class Nvrtc implements KernelCompiler {
    private static final int DOES_NOT_COMPILE = 6;

    private final String version;

    private Nvrtc(String version) {
        this.version = version;
    }

    /** Loads it; where that cannot be, a {@link LinkageError}. */
    static Nvrtc load() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check(nvrtcVersion(major, minor), "asking NVRTC for its version");
        return new Nvrtc(major[0] + "." + minor[0]);
    }

    @Override
    public String describe() {
        return "NVRTC " + version;
    }

    @Override
    public synchronized String compile(String source, String file) {
        nvrtcProgram program = new nvrtcProgram();
        check(nvrtcCreateProgram(program, source, file, 0, null, null), "giving NVRTC a source");
        try {
            int result = nvrtcCompileProgram(program, 1, new String[] {"--gpu-architecture=" + TARGET});
            String[] text = new String[1];
            if (result == DOES_NOT_COMPILE) {
                check(nvrtcGetProgramLog(program, text), "asking NVRTC what is wrong");
                throw KernelCompiler.refused(file, text[0]);
            }
            if (result != 0) {
                nvrtcGetProgramLog(program, text);
                String said = text[0] == null ? "" : text[0].strip().replaceAll("\\s+", " ");
                throw new DeviceException("cuda: " + describe() + " does not work (" + (said.isEmpty() ? nvrtcGetErrorString(result) : said) + ")");
            }
            check(nvrtcGetPTX(program, text), "asking NVRTC for its result");
            return text[0];
        } finally {
            nvrtcDestroyProgram(program);
        }
    }

    private static void check(int result, String what) {
        if (result != 0) throw new DeviceException("cuda: " + what + " failed (" + nvrtcGetErrorString(result) + ")");
    }
}
