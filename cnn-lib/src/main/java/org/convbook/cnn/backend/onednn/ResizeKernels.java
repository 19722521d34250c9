package org.convbook.cnn.backend.onednn;

import static org.convbook.cnn.backend.onednn.Primitives.argument;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.FloatPointer;
import org.convbook.cnn.backend.DeviceException;
import org.convbook.cnn.backend.ResizeOp;
import org.convbook.cnn.backend.Shape;

/** NHWC images of another size. */
final class ResizeKernels {
    private record Key(ResizeOp op, Shape in, Shape out) {}

    private final Primitives primitives;

    ResizeKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    /** Whether oneDNN computes the same: it rounds where {@link ResizeOp#NEAREST} rounds down, alike for whole multiples, and aligns no corners. */
    static boolean has(ResizeOp op, Shape in, Shape out) {
        return switch (op) {
            case NEAREST -> out.size(2) % in.size(2) == 0 && out.size(3) % in.size(3) == 0;
            case BILINEAR -> true;
            case BILINEAR_ALIGNED -> false;
        };
    }

    private static int algorithm(ResizeOp op) {
        return op == ResizeOp.NEAREST ? dnnl.dnnl_resampling_nearest : dnnl.dnnl_resampling_linear;
    }

    /** The bindings lack the C++ constructors of these descriptions. */
    private dnnl_primitive_desc forwardDescription(Key key) {
        dnnl_primitive_desc d = new dnnl_primitive_desc();
        check(dnnl.dnnl_resampling_forward_primitive_desc_create(d, engine(), dnnl.dnnl_forward_training, algorithm(key.op), (FloatPointer) null,
            Layout.NHWC.describe(key.in).get(), Layout.NHWC.describe(key.out).get(), Primitives.attributes().get()));
        return d;
    }

    private dnnl_engine engine() {
        return primitives.engine().get();
    }

    private static void check(int status) {
        if (status != dnnl.dnnl_success) throw new DeviceException("onednn: an image cannot be resized, status " + status);
    }

    /** Arguments: x, y. */
    Kernel forward(ResizeOp op, Shape in, Shape out) {
        Key key = new Key(op, in, out);
        return primitives.kept(key, () -> {
            memory.desc x = Layout.NHWC.describe(in);
            memory.desc y = Layout.NHWC.describe(out);
            return primitives.kernel("resize", new primitive(forwardDescription(key)),
                argument(dnnl.DNNL_ARG_SRC, x), argument(dnnl.DNNL_ARG_DST, y));
        });
    }
}
