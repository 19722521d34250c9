package org.convbook.kernel;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Javadoc of classes whose jars carry their sources under {@value #SOURCES}, found by the signatures that JShell writes. */
final class Javadocs {
    static final String SOURCES = "META-INF/convbook/sources/";
    private static final Pattern MEMBER = Pattern.compile("(?:.*[\\s>])?((?:\\w+\\.)*\\w+)\\((.*)\\).*", Pattern.DOTALL);

    private final ClassLoader loader;
    private final List<String> packages;
    private final Map<String, Map<String, String>> files = new ConcurrentHashMap<>();

    /** Looks for simple names in these packages. */
    Javadocs(ClassLoader loader, List<String> packages) {
        this.loader = loader;
        this.packages = packages;
    }

    /** The Javadoc of a class, constructor or method, with its tags; null where there is none. A constructor without its own has its class's. */
    String of(String signature) {
        String simple = plain(signature);
        Matcher member = MEMBER.matcher(simple);
        if (!member.matches()) return find(simple, "");
        String path = member.group(1), parameters = types(member.group(2));
        int dot = path.lastIndexOf('.');
        if (dot >= 0) return find(path.substring(0, dot), path.substring(dot + 1) + parameters);
        String own = find(path, "<init>" + parameters), type = find(path, "");
        return own == null ? type : own + (type == null ? "" : "\n\n" + type);
    }

    /** The signature with the simple names of what is imported. */
    String shortened(String signature) {
        String all = signature;
        for (String p : packages) all = all.replaceAll("(?<![\\w.])" + Pattern.quote(p) + "\\.(?=[A-Z])", "");
        return all;
    }

    private String find(String type, String member) {
        for (String name : candidates(type)) {
            Map<String, String> file = files.computeIfAbsent(name, this::read);
            if (!file.isEmpty()) return file.get(type.substring(type.lastIndexOf('.') + 1) + "#" + member);
        }
        return null;
    }

    /** The files, without ending, in which a type may be declared. */
    private List<String> candidates(String type) {
        if (type.contains(".") && Character.isLowerCase(type.charAt(0))) return List.of(type.replace('.', '/'));
        String outer = type.replaceFirst("\\..*", "");
        return packages.stream().map(p -> p.replace('.', '/') + "/" + outer).toList();
    }

    private Map<String, String> read(String name) {
        URL url = loader.getResource(SOURCES + name + ".java");
        if (url == null) return Map.of();
        try (InputStream in = url.openStream()) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            Log.say("the source of " + name + " cannot be read: " + e.getMessage());
            return Map.of();
        }
    }

    /** The Javadoc of every class ({@code Conv2d#}), constructor ({@code Conv2d#<init>(int,int)}) and method ({@code Tensor#zeros(int[])}). */
    static Map<String, String> parse(String source) throws IOException {
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override public CharSequence getCharContent(boolean ignoreErrors) {
                return source;
            }
        };
        var compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, problem -> { }, List.of("-proc:none"), null, List.of(file));
        DocTrees docs = DocTrees.instance(task);
        Map<String, String> found = new ConcurrentHashMap<>();
        for (CompilationUnitTree unit : task.parse()) new Scanner(docs, found).scan(unit, "");
        return found;
    }

    private static final class Scanner extends TreePathScanner<Void, String> {
        private final DocTrees docs;
        private final Map<String, String> found;

        Scanner(DocTrees docs, Map<String, String> found) {
            this.docs = docs;
            this.found = found;
        }

        @Override public Void visitClass(ClassTree type, String outer) {
            keep(type.getSimpleName() + "#");
            return super.visitClass(type, type.getSimpleName().toString());
        }

        @Override public Void visitMethod(MethodTree method, String type) {
            List<String> types = new ArrayList<>();
            for (VariableTree p : method.getParameters()) types.add(simple(p.getType().toString()));
            keep(type + "#" + method.getName() + "(" + String.join(",", types) + ")");
            return null;
        }

        private void keep(String key) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment != null && !comment.isBlank()) found.put(key, comment.strip());
        }
    }

    /** The types of parameters as they stand in a signature: {@code "int in, java.util.List<String> names"} becomes {@code "(int,List)"}. */
    private static String types(String parameters) {
        List<String> all = new ArrayList<>();
        for (String p : plain(parameters).split(",")) {
            String one = p.strip();
            if (!one.isEmpty()) all.add(simple(one.contains(" ") ? one.substring(0, one.lastIndexOf(' ')) : one));
        }
        return "(" + String.join(",", all) + ")";
    }

    private static String simple(String type) {
        return plain(type).strip().replaceAll("@\\w+\\s+", "").replace("...", "[]").replaceAll("\\b\\w+\\.", "");
    }

    /** Without type arguments, however deep. */
    private static String plain(String text) {
        String before = text, after = text.replaceAll("<[^<>]*>", "");
        while (!after.equals(before)) {
            before = after;
            after = before.replaceAll("<[^<>]*>", "");
        }
        return after;
    }
}
