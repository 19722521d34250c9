package org.convbook.cnn.backend.onednn;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencl.Pfn_notify__cl_event_int_Pointer;
import org.bytedeco.opencl._cl_event;

/**
 * How many threads OpenMP uses for what the present thread calls. oneDNN has no call for it, and Java 17 none for a native function by its
 * address; but among the bindings' function pointers is one whose first argument may carry the number: where the callee expects an integer,
 * it reads the low half of that register, and does not look at the others.
 */
final class OpenMp {
    /** An address that is a number. */
    private static final class Count extends _cl_event {
        Count(int count) {
            super((Pointer) null);
            address = count;
        }
    }

    /** Where the function's address lies: the bindings' function pointers point to such a place. Kept for ever, as calls of it are. */
    private static final LongPointer PLACE = find();
    private static final Pfn_notify__cl_event_int_Pointer CALL = PLACE == null ? null : new Pfn_notify__cl_event_int_Pointer(PLACE);

    /** What the present thread has set. */
    private static final ThreadLocal<int[]> NOW = ThreadLocal.withInitial(() -> new int[1]);

    private OpenMp() {}

    private static LongPointer find() {
        try {
            Pointer function = Loader.addressof("omp_set_num_threads");
            return function == null || function.isNull() ? null : new LongPointer(function.address(), 0);
        } catch (LinkageError | RuntimeException e) {
            return null;
        }
    }

    /** Whether the number can be set here. */
    static boolean settable() {
        return CALL != null;
    }

    /** For the present thread, from now on. Where it cannot be set nothing happens. */
    static void use(int count) {
        if (CALL == null) return;
        int[] now = NOW.get();
        if (now[0] == count) return;
        CALL.call(new Count(count), 0, null);
        now[0] = count;
    }
}
