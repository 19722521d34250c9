package org.convbook.cnn.backend.onednn;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.Pointer;
import org.convbook.cnn.backend.DeviceException;

/**
 * One primitive for one shape, with its argument list made once. A call only sets the addresses of the data, which costs some 20 ns each,
 * where a new argument list would cost microseconds. Not safe for two threads at a time: the backend lets one in.
 */
final class Kernel {
    /** One argument: its number in oneDNN and the layout of its data. */
    record Argument(int number, memory.desc layout) {}

    private final String name;
    /** Not read again, but what {@code handle} points to must stay. */
    private final primitive primitive;
    private final dnnl_primitive handle;
    private final Primitives primitives;
    private final dnnl_exec_arg_t arguments;
    private final dnnl_memory[] slots;
    private final Argument[] layouts;
    private final Object[] reachable;
    /** The bytes of working memory that the primitive wants. */
    private final long work;

    Kernel(String name, Primitives primitives, primitive primitive, Argument... arguments) {
        this.name = name;
        this.primitives = primitives;
        this.primitive = primitive;
        this.handle = primitive.get();
        this.layouts = arguments;
        this.work = Scratch.wantedBy(handle);
        int count = arguments.length + (work > 0 ? 1 : 0);
        this.arguments = new dnnl_exec_arg_t(count);
        this.slots = new dnnl_memory[count];
        this.reachable = new Object[count];
        for (int i = 0; i < arguments.length; i++) argument(i, arguments[i]);
        if (work > 0) argument(arguments.length, new Argument(dnnl.DNNL_ARG_SCRATCHPAD, Scratch.describe(work)));
    }

    private void argument(int place, Argument argument) {
        memory m = new memory(argument.layout(), primitives.engine(), new Pointer());
        reachable[place] = m;
        slots[place] = m.get();
        arguments.getPointer(place).arg(argument.number()).memory(slots[place]);
    }

    /** The layout that an argument must have. */
    memory.desc layout(int argument) {
        return layouts[argument].layout();
    }

    /** The number of float32 values that an argument's memory must have room for. */
    long room(int argument) {
        return (layouts[argument].layout().get_size() + 3) / 4;
    }

    /** Runs the primitive on these data, in the order of the arguments. */
    void run(Pointer... data) {
        for (int i = 0; i < data.length; i++) check(dnnl.dnnl_memory_set_data_handle(slots[i], data[i]));
        primitives.useThreads();
        if (work > 0) check(dnnl.dnnl_memory_set_data_handle(slots[slots.length - 1], primitives.scratch().atLeast(work)));
        check(dnnl.dnnl_primitive_execute(handle, primitives.stream(), slots.length, arguments));
        Reference.reachabilityFence(data);
    }

    private void check(int status) {
        if (status != dnnl.dnnl_success) {
            throw new DeviceException("onednn: " + name + " failed with status " + status + (status == dnnl.dnnl_out_of_memory ? " (no memory)" : ""));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
