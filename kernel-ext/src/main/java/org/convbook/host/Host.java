package org.convbook.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

import org.convbook.widget.Widgets;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Finds the kernel that the calling cell runs in, and installs the extensions there. */
public final class Host {
    private static final String IJAVA = "io.github.spencerpark.ijava.IJava";
    private static final String IMPORTS = "META-INF/convbook/imports.jsh";

    /** What cells need beyond the kernel's own jar: a class of each library. */
    private static final List<String> LIBRARIES = List.of("org.convbook.cnn.tensor.Tensor", "org.convbook.data.Dataset", "org.knowm.xchart.XYChart",
        "tech.tablesaw.api.Table", "org.junit.platform.launcher.Launcher");

    private Host() {}

    /**
     * Installs the renderers, the widgets and the magic {@code %%junit} in the running kernel and evaluates the imports there.
     *
     * @return what is there now, in a sentence
     */
    public static synchronized String install() {
        if (Widgets.connected()) return "ConvBook is here already.";
        for (String library : LIBRARIES) require(library);
        BaseKernel kernel = kernel();
        ServiceLoader.load(Extension.class, Host.class.getClassLoader()).stream()
            .filter(p -> p.type().getName().startsWith("org.convbook."))          // a kernel's own are there already
            .forEach(p -> p.get().install(kernel));
        if (!Widgets.connected()) throw new IllegalStateException("the widgets found no way into " + kernel.getName() + " " + kernel.getVersion());
        List<String> refused = imports(kernel);
        return "ConvBook is here: renderers, live displays, widgets, %%junit" + (refused.isEmpty() ? " and its imports."
            : "; not imported: " + String.join(", ", refused) + ".");
    }

    /** The running kernel as extensions see it. */
    private static BaseKernel kernel() {
        Object ijava = ijava();
        if (ijava != null) return IJavaKernel.of(ijava);
        try {
            return BaseKernel.notebookKernel();
        } catch (NullPointerException none) {
            throw new IllegalStateException("no notebook kernel runs here; it can live in JJava 1.0 and in IJava 1.3");
        }
    }

    /** The running IJava; null where there is none. */
    private static Object ijava() {
        try {
            return Class.forName(IJAVA, true, Host.class.getClassLoader()).getMethod("getKernelInstance").invoke(null);
        } catch (ClassNotFoundException other) {
            return null;
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("this IJava does not give its kernel by IJava.getKernelInstance(); 1.3.0 does", e);
        }
    }

    private static void require(String type) {
        try {
            Class.forName(type, false, Host.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(type);
        }
    }

    /** Evaluates the imports that a notebook of ConvBook begins with; gives those that the kernel refuses. */
    private static List<String> imports(BaseKernel kernel) {
        List<String> refused = new ArrayList<>();
        for (String line : lines()) {
            try {
                kernel.evalRaw(line);
            } catch (RuntimeException e) {
                refused.add(line.replaceAll("^import |;$", ""));
            }
        }
        return refused;
    }

    private static List<String> lines() {
        InputStream in = Host.class.getClassLoader().getResourceAsStream(IMPORTS);
        if (in == null) throw new IllegalStateException("its jar has no " + IMPORTS);
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().map(String::strip).filter(l -> l.startsWith("import ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
