package org.convbook.lab;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

import org.convbook.render.CellSink;
import org.convbook.render.Levels;
import org.convbook.render.TypeRenderer;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/**
 * Makes a JJava kernel show what this course is about: tensors, layers, data sets, histories, evaluations; and {@code %memory} and {@code %device}.
 */
public final class LabExtension implements Extension {
    private final List<TypeRenderer<?>> renderers =
        List.of(new TensorRenderer(), new LayerRenderer(), new DatasetRenderer(), new HistoryRenderer(), new EvaluationRenderer());

    @Override public void install(BaseKernel kernel) {
        try {
            renderers.forEach(r -> r.install(kernel.getRenderer()));
            kernel.getMagicsRegistry().registerLineMagic("memory", (LineMagic<Levels, BaseKernel>) (host, words) ->
                MemoryTable.of(host instanceof CellSink cells ? cells.variables() : Map.of()).levels());
            kernel.getMagicsRegistry().registerLineMagic("device", (LineMagic<Levels, BaseKernel>) (host, words) -> DeviceTable.now().levels());
        } catch (RuntimeException | LinkageError e) {          // an extension that throws keeps a stock kernel from starting
            System.getLogger(LabExtension.class.getName()).log(Level.WARNING, "ConvBook lab renderers, %memory and %device are not installed", e);
        }
    }

    @Override public void uninstall(BaseKernel kernel) {
        renderers.forEach(TypeRenderer::uninstall);
    }
}
