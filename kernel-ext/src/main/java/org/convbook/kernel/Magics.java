package org.convbook.kernel;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands in cells: a line {@code %name arguments}, or a cell that begins with {@code %%name arguments}. Extensions
 * register their own in the kernel's {@link MagicsRegistry}. Built in: time, jars, classpath, restore.
 */
final class Magics {
    private Magics() {
    }

    static void register(MagicsRegistry registry) {
        registry.registerLineMagic("time", (LineMagic<Object, BaseKernel>) (kernel, args) -> timed(kernel, String.join(" ", args)));
        registry.registerCellMagic("time", (CellMagic<Object, BaseKernel>) (kernel, args, body) -> timed(kernel, body));
        registry.registerLineMagic("restore", (LineMagic<Object, BaseKernel>) (kernel, args) -> restore((ConvBookKernel) kernel, args));
        registry.registerLineMagic("jars", (LineMagic<Object, BaseKernel>) Magics::addToClassPath);
        registry.registerLineMagic("classpath", (LineMagic<Object, BaseKernel>) Magics::addToClassPath);
    }

    private static Object timed(BaseKernel kernel, String code) {
        long start = System.nanoTime();
        try {
            return kernel.evalRaw(code);
        } finally {
            System.out.println("took " + duration(System.nanoTime() - start));
        }
    }

    static String duration(long nanos) {
        double ms = nanos / 1e6;
        if (ms < 1000) return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%.0f ms", ms);
        if (ms < 60_000) return String.format(Locale.ROOT, "%.2f s", ms / 1000);
        return String.format(Locale.ROOT, "%d min %02d s", (long) (ms / 60_000), (long) (ms / 1000) % 60);
    }

    /** Declares variables anew with the objects that they have lost; without names it lists those that there are. */
    private static Object restore(ConvBookKernel kernel, List<String> names) {
        Kept kept = kernel.kept();
        String all = kept.names().isEmpty() ? "no variable has lost its value" : "it has " + String.join(", ", new TreeSet<>(kept.names()));
        if (names.isEmpty()) System.out.println("%restore: " + all);
        for (String name : names) {
            Object value = kept.get(name);
            if (value == null) throw new IllegalArgumentException("%restore has no lost value of " + name + "; " + all);
            String type = Kept.typeFor(value).getCanonicalName(), own = value.getClass().getSimpleName();
            kernel.evalRaw(type + " " + name + " = (" + type + ") ((" + ConvBookKernel.class.getName() + ") " + BaseKernel.class.getName()
                + ".notebookKernel()).restored(\"" + name + "\");");
            String shown = Kept.typeFor(value).getSimpleName();
            System.out.println(name + " is restored as " + shown + (own.equals(shown) ? "" : ": its own type, " + own + ", is the one before the change"));
        }
        return null;
    }

    private static Object addToClassPath(BaseKernel kernel, List<String> paths) {
        if (paths.isEmpty()) throw new IllegalArgumentException("name at least one jar or folder, for example %jars libs/tools.jar");
        for (String p : paths) {
            Path path = Path.of(p);
            if (!Files.exists(path)) throw new IllegalArgumentException(p + " does not exist (looked in " + Path.of("").toAbsolutePath() + ")");
            ((ConvBookKernel) kernel).addToClassPath(path.toAbsolutePath().toString());
        }
        return null;
    }

    /** Runs a line magic: {@code line} is the text after the per cent sign. */
    static Object line(BaseKernel kernel, String line) throws Exception {
        String name = name(line), rest = line.substring(name.length()).strip();
        known("%", name, kernel.getMagicsRegistry().getLineMagicNames());
        return kernel.getMagicsRegistry().evalLineMagic(kernel, name, name.equals("time") ? List.of(rest) : split(rest));
    }

    /** Runs a cell magic: {@code cell} is the text after the two per cent signs. */
    static Object cell(BaseKernel kernel, String cell) throws Exception {
        int end = cell.indexOf('\n');
        String line = end < 0 ? cell : cell.substring(0, end), body = end < 0 ? "" : cell.substring(end);
        String name = name(line);
        known("%%", name, kernel.getMagicsRegistry().getCellMagicNames());
        return kernel.getMagicsRegistry().evalCellMagic(kernel, name, split(line.substring(name.length())), body);
    }

    private static String name(String line) {
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) end++;
        return line.substring(0, end);
    }

    private static void known(String sign, String name, Set<String> names) {
        if (names.contains(name)) return;
        List<String> all = new TreeSet<>(names).stream().map(n -> sign + n).toList();
        throw CellFailure.plain("UnknownMagic", "there is no " + sign + name + "; there " + (all.size() == 1 ? "is " : "are ") + String.join(", ", all));
    }

    /** Words; a part in double quotes is one word. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        var m = java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(text);
        while (m.find()) words.add(m.group(1) != null ? m.group(1) : m.group(2));
        return words;
    }
}
