package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuGetErrorName;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import org.convbook.cnn.backend.DeviceException;

/** One GPU: its context, the one stream that all work goes through, and the sentences for what can be wrong with it. */
final class Device implements AutoCloseable {
    private static final int OLDEST_DRIVER = 12000;
    private static final int OLDEST_GENERATION = 75;
    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_DEVICE = 100;
    /** After these nothing on the context works any more: illegal addresses, failed launches, hardware errors. */
    private static final Set<Integer> FATAL = Set.of(46, 214, 220, 700, 702, 710, 714, 715, 716, 717, 718, 719);
    private static final Pattern ABSENT = Pattern.compile("(\\S+): cannot open shared object file");
    private static final Pattern OTHER_VERSION = Pattern.compile("(\\S+): version `\\S+' not found");

    final int ordinal;
    final String name;
    final int generation;
    final int driver;
    final CUstream stream = new CUstream();
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private String lost;

    private Device(int ordinal) {
        this.ordinal = ordinal;
        driver = startDriver();
        int[] count = new int[1];
        check(cuDeviceGetCount(count), "counting devices");
        if (ordinal < 0 || ordinal >= count[0]) {
            throw new DeviceException("cuda: no device " + ordinal + "; there "
                + (count[0] == 1 ? "is 1, which has the number 0" : "are " + count[0] + ", numbered from 0"));
        }
        check(cuDeviceGet(device, ordinal), "opening device " + ordinal);
        byte[] text = new byte[256];
        check(cuDeviceGetName(text, text.length, device), "asking for the device's name");
        name = new String(text, StandardCharsets.US_ASCII).replaceAll("\0.*", "").strip();
        generation = 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        if (generation < OLDEST_GENERATION) {
            throw new DeviceException("cuda: " + name + " is of generation sm_" + generation + "; sm_" + OLDEST_GENERATION
                + " (Turing, 2018) or later is needed");
        }
        check(cuDevicePrimaryCtxRetain(context, device), "opening " + name);
        enter();
        check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "making a stream");
    }

    /** Opens a device. Where that cannot be, a {@link DeviceException} says why in one sentence. */
    static Device open(int ordinal) {
        try {
            return new Device(ordinal);
        } catch (LinkageError e) {
            throw new DeviceException("cuda: no NVIDIA driver (" + missing(e) + ")", e);
        }
    }

    private static int startDriver() {
        int result = cuInit(0);
        if (result == NO_DEVICE) throw new DeviceException("cuda: no device (the NVIDIA driver is there but finds no GPU)");
        if (result != 0) throw new DeviceException("cuda: the NVIDIA driver does not start (" + name(result) + ")");
        int[] version = new int[1];
        cuDriverGetVersion(version);
        if (version[0] < OLDEST_DRIVER) {
            throw new DeviceException("cuda: the NVIDIA driver is for CUDA " + version(version[0]) + ", at least " + version(OLDEST_DRIVER)
                + " is needed; a newer driver brings it");
        }
        return version[0];
    }

    /** What of a library is missing, in a few words: {@code libcudnn.so.9 not found}. */
    static String missing(LinkageError e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            Matcher absent = ABSENT.matcher(String.valueOf(t.getMessage()));
            if (absent.find()) return absent.group(1) + " not found";
            Matcher other = OTHER_VERSION.matcher(String.valueOf(t.getMessage()));
            if (other.find()) return other.group(1).replaceAll(".*/", "") + " is of another version";
        }
        return "JCuda's library for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + " cannot be loaded";
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    /** The newest CUDA that the driver knows: 12.8. */
    String driverVersion() {
        return version(driver);
    }

    private int attribute(int which) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, which, device), "asking for the device's properties");
        return value[0];
    }

    /** Makes the context that of this thread; a notebook runs its cells on changing ones. */
    void enter() {
        if (lost != null) throw new DeviceException(lost);
        check(cuCtxSetCurrent(context), "entering the device");
    }

    /** Waits for all work. */
    void await() {
        check(cuStreamSynchronize(stream), "waiting for " + name);
    }

    /** Whether memory ran out; every other failure is an exception. */
    boolean allocated(int result) {
        if (result == OUT_OF_MEMORY) return false;
        check(result, "allocating memory");
        return true;
    }

    /** Turns a result of the driver that is not success into an exception. */
    void check(int result, String what) {
        if (result == 0) return;
        if (FATAL.contains(result)) {
            lost = "cuda: " + name + " was lost (" + name(result) + "); start the program anew, or go on with another backend";
            throw new DeviceException(lost);
        }
        throw new DeviceException("cuda: " + what + " failed (" + name(result) + ")");
    }

    private static String name(int result) {
        String[] text = new String[1];
        cuGetErrorName(result, text);
        return text[0] == null ? "error " + result : text[0];
    }

    /** Whether nothing works any more. */
    boolean lost() {
        return lost != null;
    }

    @Override
    public void close() {
        if (lost == null) cuStreamDestroy(stream);
        cuDevicePrimaryCtxRelease(device);
    }
}
