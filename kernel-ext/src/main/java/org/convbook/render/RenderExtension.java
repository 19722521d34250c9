package org.convbook.render;

import java.lang.System.Logger.Level;
import java.util.List;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Makes a JJava kernel show pictures, tables, charts and arrays, and connects {@link Display} with its notebook. */
public final class RenderExtension implements Extension {
    private final List<TypeRenderer<?>> renderers = Renderers.all();

    @Override public void install(BaseKernel kernel) {
        try {
            renderers.forEach(r -> r.install(kernel.getRenderer()));
            Display.connect(kernel.getRenderer(), kernel instanceof DisplaySink sink ? sink : new StockSink(kernel));
        } catch (RuntimeException | LinkageError e) {          // an extension that throws keeps a stock kernel from starting
            System.getLogger(RenderExtension.class.getName()).log(Level.WARNING, "ConvBook renderers are not installed", e);
        }
    }

    @Override public void uninstall(BaseKernel kernel) {
        renderers.forEach(TypeRenderer::uninstall);
        Display.disconnect();
    }
}
