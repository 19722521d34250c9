package org.convbook.cnn.backend.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.convbook.cnn.backend.DeviceException;

/** Working memory for primitives that run one after the other: as much as the one that wants the most. */
final class Scratch {
    private static final long ALIGNMENT = 64;

    private BytePointer all;
    private Pointer aligned;
    private long bytes;

    /** Memory of so many bytes or more, until the next one asks. */
    Pointer atLeast(long wanted) {
        if (wanted > bytes) {
            all = new BytePointer(wanted + ALIGNMENT);
            aligned = new Block.Address((all.address() + ALIGNMENT - 1) & -ALIGNMENT, null);
            bytes = wanted;
        }
        return aligned;
    }

    static memory.desc describe(long bytes) {
        return new memory.desc(new long[] {bytes}, memory.data_type.u8, new long[] {1});
    }

    /** The bytes of working memory that a primitive wants to be given. */
    static long wantedBy(dnnl_primitive primitive) {
        try (PointerPointer<dnnl_primitive_desc> place = new PointerPointer<>(1);
             PointerPointer<dnnl_primitive_attr> attributes = new PointerPointer<>(1)) {
            int[] mode = new int[1];
            check(dnnl.dnnl_primitive_get_primitive_desc(primitive, place));
            dnnl_primitive_desc d = place.get(dnnl_primitive_desc.class);
            check(dnnl.dnnl_primitive_desc_get_attr(d, attributes));
            check(dnnl.dnnl_primitive_attr_get_scratchpad_mode(attributes.get(dnnl_primitive_attr.class), mode));
            if (mode[0] != dnnl.dnnl_scratchpad_mode_user) throw new IllegalStateException("a primitive was made without Primitives.attributes()");
            dnnl_memory_desc wanted = dnnl.dnnl_primitive_desc_query_md(d, dnnl.dnnl_query_scratchpad_md, 0);
            return wanted == null || wanted.isNull() ? 0 : dnnl.dnnl_memory_desc_get_size(wanted);
        }
    }

    private static void check(int status) {
        if (status != dnnl.dnnl_success) throw new DeviceException("onednn: a primitive does not tell how it was made, status " + status);
    }
}
