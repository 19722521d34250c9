package org.convbook.cnn.backend.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.binary;

/** Makes each primitive once per shape and keeps it, up to a number of them: then the one that was not asked for the longest goes. */
final class Primitives {
    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);
    private final dnnl_stream handle = stream.get();
    private final Scratch scratch = new Scratch();
    private final Map<Object, Kernel> kept;

    private final int threads;

    /** For primitives that use so many threads. Keeps as many as the largest networks here have; a kernel takes some 0.3 MB. */
    Primitives(int threads) {
        this(threads, 1024);
    }

    /** A recording that uses a kernel which has gone keeps it alive. */
    Primitives(int threads, int most) {
        this.threads = threads;
        kept = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Kernel> eldest) {
                return size() > most;
            }
        };
    }

    engine engine() {
        return engine;
    }

    /** The kernel for a key: a record of all that it depends on. */
    Kernel kept(Object key, Supplier<Kernel> make) {
        Kernel kernel = kept.get(key);
        if (kernel == null) {
            useThreads();
            kernel = make.get();
            kept.put(key, kernel);
        }
        return kernel;
    }

    /** Sets the number of threads for what the present thread does next: a primitive must run with as many as it was made for. */
    void useThreads() {
        OpenMp.use(threads);
    }

    dnnl_stream stream() {
        return handle;
    }

    Scratch scratch() {
        return scratch;
    }

    /**
     * What every primitive is made with: its working memory is given to it. What oneDNN would take by itself belongs to the thread that made the
     * primitive, and any other thread that ran it would write elsewhere.
     */
    static primitive_attr attributes() {
        primitive_attr attr = new primitive_attr();
        attr.set_scratchpad_mode(dnnl.dnnl_scratchpad_mode_user);
        return attr;
    }

    Kernel kernel(String name, primitive primitive, Kernel.Argument... arguments) {
        return new Kernel(name, this, primitive, arguments);
    }

    static Kernel.Argument argument(int number, memory.desc layout) {
        return new Kernel.Argument(number, layout);
    }

    static boolean equal(memory.desc a, memory.desc b) {
        return dnnl.dnnl_memory_desc_equal(a.get(), b.get()) != 0;
    }

    /** Copies values from one layout to another. */
    Kernel reorder(Object key, memory.desc from, memory.desc to) {
        return kept(key, () -> {
            reorder.primitive_desc d = new reorder.primitive_desc(engine, from, engine, to, attributes(), false);
            return kernel("reorder", new reorder(d), argument(dnnl.DNNL_ARG_SRC, from), argument(dnnl.DNNL_ARG_DST, to));
        });
    }

    private record BlendKey(long count) {}

    /** y = s·a + t·b on rows of values; y may be a. Arguments: a, b, y, s, t. */
    Kernel blend(long count) {
        return kept(new BlendKey(count), () -> {
            primitive_attr attr = attributes();
            attr.set_scales_mask(dnnl.DNNL_ARG_SRC_0, 0);
            attr.set_scales_mask(dnnl.DNNL_ARG_SRC_1, 0);
            memory.desc row = Descriptor.row(count);
            memory.desc one = Descriptor.row(1);
            binary.primitive_desc d = new binary.primitive_desc(engine, dnnl.dnnl_binary_add, row, row, row, attr, false);
            return kernel("blend", new binary(d),
                argument(dnnl.DNNL_ARG_SRC_0, row), argument(dnnl.DNNL_ARG_SRC_1, row), argument(dnnl.DNNL_ARG_DST, row),
                argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC_0, one),
                argument(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC_1, one));
        });
    }

    /** The name of an implementation, for example {@code jit:avx512_core}. */
    static String implementation(primitive_desc_base d) {
        return d.impl_info_str().getString();
    }
}
