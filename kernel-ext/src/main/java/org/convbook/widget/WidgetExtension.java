package org.convbook.widget;

import java.lang.System.Logger.Level;

import org.convbook.render.CellSink;
import org.convbook.widget.protocol.Front;
import org.convbook.widget.protocol.JJavaFront;
import org.convbook.widget.protocol.WidgetSession;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Makes the widgets of this package live in a kernel of JJava's line. */
public final class WidgetExtension implements Extension {
    private WidgetRenderer renderer;

    @Override public void install(BaseKernel kernel) {
        try {
            Widgets.connect(new WidgetSession(kernel instanceof Front front ? front : new JJavaFront(kernel)));
            renderer = new WidgetRenderer(kernel instanceof CellSink sink ? sink : null);
            renderer.install(kernel.getRenderer());
        } catch (RuntimeException | LinkageError e) {          // an extension that throws keeps a stock kernel from starting
            System.getLogger(WidgetExtension.class.getName()).log(Level.WARNING, "ConvBook widgets are not installed", e);
        }
    }

    @Override public void uninstall(BaseKernel kernel) {
        Widgets.closeAll();
        Widgets.connect(null);
        if (renderer != null) renderer.uninstall();
    }
}
