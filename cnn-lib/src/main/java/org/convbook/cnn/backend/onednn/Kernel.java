package org.convbook.cnn.backend.onednn;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
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
    private final dnnl_stream stream;
    private final dnnl_exec_arg_t arguments;
    private final dnnl_memory[] slots;
    private final Argument[] layouts;
    private final Object[] reachable;

    Kernel(String name, engine engine, dnnl_stream stream, primitive primitive, Argument... arguments) {
        this.name = name;
        this.stream = stream;
        this.primitive = primitive;
        this.handle = primitive.get();
        this.layouts = arguments;
        this.arguments = new dnnl_exec_arg_t(arguments.length);
        this.slots = new dnnl_memory[arguments.length];
        this.reachable = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            memory m = new memory(arguments[i].layout(), engine, new Pointer());
            reachable[i] = m;
            slots[i] = m.get();
            this.arguments.getPointer(i).arg(arguments[i].number()).memory(slots[i]);
        }
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
        check(dnnl.dnnl_primitive_execute(handle, stream, slots.length, arguments));
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
