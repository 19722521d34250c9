package org.convbook.cnn.backend.onednn;

import java.util.List;
import java.util.function.ToLongFunction;
import org.bytedeco.dnnl.memory;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** Short forms for memory descriptors of float32 values. */
final class Descriptor {
    private Descriptor() {}

    static memory.desc of(long[] dims, long[] strides) {
        return new memory.desc(dims, memory.data_type.f32, strides);
    }

    static memory.desc of(long[] dims, memory.format_tag tag) {
        return new memory.desc(dims, memory.data_type.f32, tag);
    }

    /** Leaves the layout to the primitive. */
    static memory.desc any(long... dims) {
        return of(dims, memory.format_tag.any);
    }

    /** A row of values. */
    static memory.desc row(long count) {
        return of(new long[] {count}, memory.format_tag.a);
    }

    static long[] dims(Shape shape) {
        long[] d = new long[shape.rank()];
        for (int i = 0; i < d.length; i++) d[i] = shape.size(i);
        return d;
    }

    /** One number for each direction of a window. */
    static long[] each(List<WindowAxis> axes, ToLongFunction<WindowAxis> number) {
        return axes.stream().mapToLong(number).toArray();
    }
}
