package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.convbook.cnn.backend.Buffer;

/** Brings results to the host while the device goes on: each waits in pinned memory until somebody wants it, or until its place is needed. */
final class Readings implements AutoCloseable {
    private static final int PLACES = 4;

    /** Values on their way. */
    private final class Reading implements Supplier<float[]> {
        private final Pinned from;
        private final float[] values;
        private boolean there;

        Reading(Pinned from, int count) {
            this.from = from;
            values = new float[count];
        }

        @Override
        public float[] get() {
            synchronized (backend) {
                if (!there) {
                    backend.device.enter();
                    from.bytes().asFloatBuffer().get(values);
                }
                there = true;
                return values;
            }
        }
    }

    private final CudaBackend backend;
    private final Pinned[] places = new Pinned[PLACES];
    private final Reading[] last = new Reading[PLACES];
    private int next;

    Readings(CudaBackend backend) {
        this.backend = backend;
    }

    Supplier<float[]> begin(Buffer x) {
        long bytes = (long) Float.BYTES * x.shape().count();
        next = (next + 1) % PLACES;
        if (last[next] != null) last[next].get();
        last[next] = null;
        if (places[next] == null || places[next].size < bytes) renew(bytes);
        if (places[next] == null) {
            float[] now = backend.download(x);
            return () -> now;
        }
        CudaBuffer rows = backend.rows(x);
        Device device = backend.device;
        device.check(cuMemcpyDtoHAsync(places[next].memory, rows.block().start, bytes, device.stream), "copying values from " + device.name);
        places[next].copying(device.stream);
        last[next] = new Reading(places[next], x.shape().count());
        return last[next];
    }

    /** Pinned memory of another size, or none if there is none left. */
    private void renew(long bytes) {
        backend.device.enter();
        if (places[next] != null) places[next].free();
        places[next] = bytes > Integer.MAX_VALUE ? null : Pinned.of(backend.device, (int) bytes);
    }

    @Override
    public void close() {
        for (Reading reading : last) if (reading != null) reading.get();
        Arrays.stream(places).filter(Objects::nonNull).forEach(Pinned::free);
    }
}
