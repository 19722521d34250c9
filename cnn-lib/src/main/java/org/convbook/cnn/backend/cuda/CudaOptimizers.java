package org.convbook.cnn.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.jcudnn.cudnnHandle;
import org.convbook.cnn.backend.Algorithms;
import org.convbook.cnn.backend.Buffer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.Precision;
import org.convbook.cnn.backend.Shape;

/**
 * Updates of parameters, many in one launch, and the factor on losses that half precision needs. An update writes the new weights in float32, and
 * beside them as products read them, so that they are laid and rounded once in each step, on the way.
 */
abstract class CudaOptimizers extends CudaProducts {
    /** Parameters of one launch, as the kernels' structures have room for. */
    private static final int MOST_PARTS = 64;
    /** The first factor, and the good steps after which it grows, where no optimiser says otherwise. */
    private static final float[] FIRST_SCALING = {65536, 0, 0, 2000};

    /** Null where nothing is scaled. */
    private CudaBuffer scaling;

    CudaOptimizers(Device device, cudnnHandle cudnn, Precision precision, Algorithms algorithms) {
        super(device, cudnn, precision, algorithms);
        if (precision == Precision.FP16) scaling = unscoped(() -> (CudaBuffer) upload(Shape.of(FIRST_SCALING.length), FIRST_SCALING));
    }

    // ---------------------------------------------------------------- updates

    @Override
    public synchronized void sgd(List<Buffer> w, List<Buffer> g, List<Buffer> v, Buffer settings) {
        update("sgd", List.of(w, g, v, v), settings);
    }

    @Override
    public synchronized void adam(List<Buffer> w, List<Buffer> g, List<Buffer> m, List<Buffer> v, Buffer settings) {
        update("adam", List.of(w, g, m, v), settings);
    }

    /** The addresses and sizes of one launch, list by list, and what they belong to. */
    private static final class Table {
        final long[] numbers;
        final List<Object> used = new ArrayList<>();
        int longest;

        Table(int lists) {
            numbers = new long[lists * MOST_PARTS];
        }

        void put(int list, int part, CudaBuffer b) {
            numbers[list * MOST_PARTS + part] = b.live().start.address();
            used.add(b);
            longest = Math.max(longest, b.shape().count());
        }

        void put(int list, int part, long number) {
            numbers[list * MOST_PARTS + part] = number;
        }

        String shapes() {
            return used.stream().map(b -> ((CudaBuffer) b).shape().toString()).toList().toString();
        }
    }

    /** Some parameters in one launch: weights, gradients and two lists of state. */
    private void update(String what, List<List<Buffer>> lists, Buffer settings) {
        int count = lists.get(0).size();
        for (int from = 0; from < count; from += MOST_PARTS) {
            int parts = Math.min(MOST_PARTS, count - from);
            Table table = new Table(lists.size() + 3);
            List<Form> laid = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                CudaBuffer weight = CudaBuffer.of(lists.get(0).get(from + i));
                for (int list = 0; list < lists.size(); list++) {
                    Buffer b = lists.get(list).get(from + i);
                    table.put(list, i, list == 1 ? inFloat(b, weight.layout) : inPlace(b, weight));
                }
                Form form = forms.beside(weight, activations);
                if (form != null) {
                    laid.add(form);
                    table.put(4, i, form.copy);
                    table.put(6, i, sides(form.copy));
                }
                table.put(5, i, weight.shape().count());
            }
            if (table.longest == 0) continue;
            Launch launch = kernels.lists(activations.kernel(what), table.longest, parts, table.numbers, CudaBuffer.of(settings), scaling);
            perform(() -> what + " " + table.shapes(), new Holding(launch, table.used));
            for (int i = 0; i < parts; i++) forms.changed(CudaBuffer.of(lists.get(0).get(from + i)));
            laid.forEach(forms::written);
        }
    }

    /** The channels of a filter, and its taps: 1 where values lie row by row. */
    private static long sides(CudaBuffer laid) {
        int each = Math.max(1, laid.shape().count() / Math.max(1, laid.shape().size(0)));
        int channels = laid.lies(Layout.PLAIN) ? each : laid.shape().size(1);
        return (long) channels << Integer.SIZE | each / channels;
    }

    /** An operation and what it works on, by address only: as long as it may be repeated, the garbage collector leaves that alone. */
    private record Holding(Launch launch, List<Object> used) implements Runnable {
        @Override
        public void run() {
            launch.run();
        }
    }

    /** State lies as its parameter does: both came from the host, or are filled. */
    private static CudaBuffer inPlace(Buffer x, CudaBuffer weight) {
        CudaBuffer b = CudaBuffer.of(x);
        if (b.layout != weight.layout && !Layout.same(b.shape())) {
            throw new DeviceException("cuda: an optimiser's state " + b.shape() + " lies otherwise than its parameter");
        }
        return b;
    }

    // ---------------------------------------------------------------- scaling

    @Override
    public synchronized Buffer lossScaling() {
        return scaling;
    }

    @Override
    public synchronized void lossScaling(Buffer state) {
        if (scaling != null) scaling = CudaBuffer.of(state);
    }

    @Override
    public synchronized List<Buffer> unscale(List<Buffer> gradients, Buffer factor, boolean counts) {
        if (scaling == null) return gradients;
        List<Buffer> results = new ArrayList<>();
        for (int from = 0; from < gradients.size(); from += MOST_PARTS) {
            int parts = Math.min(MOST_PARTS, gradients.size() - from);
            Table table = new Table(3);
            for (int i = 0; i < parts; i++) {
                CudaBuffer g = inFloat(gradients.get(from + i), CudaBuffer.of(gradients.get(from + i)).layout);
                CudaBuffer y = like(g);
                table.put(0, i, g);
                table.put(1, i, y);
                table.put(2, i, g.shape().count());
                results.add(y);
            }
            if (table.longest == 0) continue;
            Launch launch = kernels.lists("unscale", table.longest, parts, table.numbers, CudaBuffer.of(factor), counts ? scaling : null);
            perform(() -> "unscale " + counts + " " + table.shapes(), new Holding(launch, table.used));
        }
        return results;
    }

    @Override
    public synchronized void scaled() {
        if (scaling != null) each("adaptScale", "adaptScale", scaling, scaling);
    }
}
