package org.convbook.render;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** The display channel of a stock JJava kernel. It has no way to clear outputs, and drops what comes after the cell has ended. */
final class StockSink implements DisplaySink {
    private final BaseKernel kernel;

    StockSink(BaseKernel kernel) {
        this.kernel = kernel;
    }

    @Override public void display(DisplayData data) {
        kernel.display(data);
    }

    @Override public void update(DisplayData data) {
        kernel.getIO().display.updateDisplay(data);
    }

    @Override public void clear(boolean wait) {}
}
