package org.convbook.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;

/**
 * The code of a {@code %%junit} cell, cut into what the kernel can define one after the other. Every part has its code on the lines where
 * the cell has it, so that errors name the right line.
 *
 * @param imports the import lines, or nothing
 * @param parts classes in the order of the cell, then one class around the methods and fields that stand alone
 */
record TestCell(String imports, List<Part> parts) {
    /** The class that is made around test methods which stand alone. */
    static final String NAME = "CellTests";

    private static final Pattern IMPORT = Pattern.compile("(?m)^[ \\t]*import\\s+(?:static\\s+)?[\\w.]+(?:\\.\\*)?\\s*;");
    private static final Pattern TEST = Pattern.compile("@(?:\\w+\\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b");
    private static final String READY = "static void ready() {} ";
    private static final String OPEN = "class " + NAME + " { " + READY;

    /** A type to define. */
    record Part(String name, String code) {
        /** An expression that only a type without unknown names lets run, where there is one. */
        String probe() {
            return code.startsWith(OPEN) ? NAME + ".ready();" : "";
        }

        boolean hasTests() {
            return TEST.matcher(code).find();
        }
    }

    /** Cuts the cell; one that holds no test, or something else than methods, fields and types, is an {@link IllegalArgumentException}. */
    static TestCell of(String cell) {
        if (!TEST.matcher(cell).find()) {
            throw new IllegalArgumentException("%%junit found no test: write @Test before a method, such as "
                + "@Test void sumIsRight() { assertEquals(4, 2 + 2); }");
        }
        StringBuilder imports = new StringBuilder();
        Matcher line = IMPORT.matcher(cell);
        while (line.find()) imports.append(line.group().strip()).append('\n');
        String code = IMPORT.matcher(cell).replaceAll(found -> " ".repeat(found.group().length()));
        return new TestCell(imports.toString(), parts(code));
    }

    private static List<Part> parts(String code) {
        List<Part> parts = new ArrayList<>();
        StringBuilder rest = new StringBuilder(code);
        Parsed parsed = Parsed.of(OPEN.replace(READY, " ".repeat(READY.length())) + code + "\n}");
        for (Tree member : parsed.members()) {
            int from = parsed.start(member) - OPEN.length(), to = parsed.end(member) - OPEN.length();
            if (from < 0 || to > code.length()) return List.of(new Part(NAME, OPEN + code + "\n}"));   // it does not parse: the kernel says why
            if (member instanceof BlockTree) throw notATest(code, from);
            if (!(member instanceof ClassTree type) || isNested(type)) continue;
            parts.add(new Part(type.getSimpleName().toString(), blank(code, 0, from) + code.substring(from, to)));
            rest.replace(from, to, blank(code, from, to));
        }
        String alone = rest.toString();
        if (!withoutComments(alone).isBlank()) parts.add(new Part(NAME, OPEN + alone + "\n}"));
        return parts;
    }

    /** The line, from 1, on which the cell first uses a name; 0 where it does not. */
    static int lineOf(String name, String cell) {
        Matcher use = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(cell);
        return use.find() ? line(cell, use.start()) : 0;
    }

    private static int line(String code, int at) {
        return 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static boolean isNested(ClassTree type) {
        return type.getModifiers().getAnnotations().stream().map(AnnotationTree::getAnnotationType)
            .anyMatch(name -> name.toString().endsWith("Nested"));
    }

    private static IllegalArgumentException notATest(String code, int at) {
        return new IllegalArgumentException("%%junit: line " + line(code, at)
            + " stands outside of a test: put it into a method with @Test or @BeforeEach");
    }

    private static String blank(String text, int from, int to) {
        return text.substring(from, to).replaceAll("[^\\n]", " ");
    }

    private static String withoutComments(String code) {
        return code.replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", " ").replace(';', ' ');
    }

    /** The one class of a source, as the compiler's parser sees it. */
    private record Parsed(CompilationUnitTree unit, SourcePositions positions) {
        static Parsed of(String source) {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + NAME + ".java"), JavaFileObject.Kind.SOURCE) {
                @Override public CharSequence getCharContent(boolean ignoreErrors) {
                    return source;
                }
            };
            JavacTask task = (JavacTask) compiler.getTask(null, null, diagnostic -> { }, List.of("-proc:none"), null, List.of(file));
            try {
                return new Parsed(task.parse().iterator().next(), Trees.instance(task).getSourcePositions());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<? extends Tree> members() {
            return unit.getTypeDecls().get(0) instanceof ClassTree type ? type.getMembers() : List.of();
        }

        int start(Tree member) {
            return (int) positions.getStartPosition(unit, member);
        }

        int end(Tree member) {
            return (int) positions.getEndPosition(unit, member);
        }
    }
}
