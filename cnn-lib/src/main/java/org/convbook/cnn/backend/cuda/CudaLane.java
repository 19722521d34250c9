package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.Lane;

/**
 * A second stream, for copies to the device. What comes is copied into one of two stages, in turn; when its step begins, the first stream waits for
 * that copy and brings the values from the stage to where the step reads them. So a recorded step reads from the same addresses each time, and the
 * device needs its memory for activations once only. A stage is filled again when its values have been brought on.
 */
final class CudaLane implements Lane {
    private static final int STAGES = 2;

    private final CudaBackend backend;
    private final Device device;
    private final CUstream copies;
    private final Stage[] stages = new Stage[STAGES];
    private final Readings readings;
    private int next;
    private Stage sent;
    private List<Load> loads;
    private boolean full;
    private boolean closed;

    private CudaLane(CudaBackend backend, CUstream copies) {
        this.backend = backend;
        this.device = backend.device;
        this.copies = copies;
        readings = new Readings(backend);
    }

    /** Opens one; null if there is no memory for a stream. */
    static CudaLane open(CudaBackend backend) {
        backend.device.enter();
        CUstream copies = new CUstream();
        return backend.device.allocated(cuStreamCreate(copies, CUstream_flags.CU_STREAM_NON_BLOCKING)) ? new CudaLane(backend, copies) : null;
    }

    // ---------------------------------------------------------------- to the device

    /** Where the parts of a load lie in a stage, one behind the other. */
    private static long padded(long bytes) {
        return (bytes + Stage.ALIGNMENT - 1) / Stage.ALIGNMENT * Stage.ALIGNMENT;
    }

    private static long valuesSize(Load load) {
        return padded((long) Float.BYTES * load.values().length);
    }

    private static long movesSize(Load load) {
        return load.moves() == null ? 0 : padded((long) Integer.BYTES * load.moves().length);
    }

    private static long size(Load load) {
        return valuesSize(load) + movesSize(load) + (load.bytes() == null ? 0 : padded(load.bytes().length));
    }

    @Override
    public boolean send(List<Load> loads) {
        synchronized (backend) {
            sent = null;
            if (full || closed) return false;
            device.enter();
            long size = loads.stream().mapToLong(CudaLane::size).sum();
            Stage stage = stages[next];
            if (stage == null || stage.size < size) {
                if (stage != null) stage.free();
                stage = Stage.of(backend, size);
                stages[next] = stage;
            }
            if (stage == null) {
                full = true;
                giveBack();
                return false;
            }
            ByteBuffer to = stage.bytes();
            int at = 0;
            for (Load load : loads) at = put(load, to, at);
            stage.copy(size, copies);
            next = (next + 1) % STAGES;
            sent = stage;
            this.loads = loads;
            return true;
        }
    }

    private static int put(Load load, ByteBuffer to, int start) {
        int at = start;
        to.position(at).slice().order(to.order()).asFloatBuffer().put(load.values());
        at += (int) valuesSize(load);
        if (load.moves() != null) to.position(at).slice().order(to.order()).asIntBuffer().put(load.moves());
        at += (int) movesSize(load);
        if (load.bytes() != null) to.position(at).put(load.bytes());
        return start + (int) size(load);
    }

    @Override
    public void land(List<Buffer> to) {
        synchronized (backend) {
            device.enter();
            Stage stage = sent;
            sent = null;
            stage.arrives();
            try {
                long at = 0;
                for (int i = 0; i < to.size(); i++) {
                    bring(loads.get(i), stage, at, to.get(i));
                    at += size(loads.get(i));
                }
            } finally {
                stage.used();
            }
        }
    }

    private void bring(Load load, Stage stage, long at, Buffer to) {
        CUdeviceptr values = stage.at(at);
        if (load.bytes() != null) {
            long moves = at + valuesSize(load);
            backend.unpackFrom(to, values, load.moves() == null ? null : stage.at(moves), stage.at(moves + movesSize(load)));
        } else {
            backend.written(to, rows -> device.check(cuMemcpyDtoDAsync(rows.block().start, values, (long) Float.BYTES * load.values().length,
                device.stream), "copying values within " + device.name));
        }
    }

    // ---------------------------------------------------------------- from the device

    @Override
    public Supplier<float[]> read(Buffer x) {
        synchronized (backend) {
            return readings.begin(x);
        }
    }

    @Override
    public void close() {
        synchronized (backend) {
            if (closed) return;
            closed = true;
            if (device.lost()) return;
            device.enter();
            device.check(cuStreamSynchronize(copies), "waiting for " + device.name);
            giveBack();
            readings.close();
            cuStreamDestroy(copies);
        }
    }

    private void giveBack() {
        for (Stage stage : stages) if (stage != null) stage.free();
        Arrays.fill(stages, null);
    }
}
