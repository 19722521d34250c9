package org.convbook.cnn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point one way, and public names clash with nothing that a notebook imports. */
class ArchitectureTest {
    private static final String ROOT = "org.convbook.cnn.";
    private static final JavaClasses CLASSES =
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.convbook");

    /** For each package what it may use besides the JDK and itself, by the last part of its name; a dot stands for a library. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
        Map.entry("backend", List.of("backend.java", "backend.onednn", "backend.cuda")),   // only its Backends, see below
        Map.entry("backend.memory", List.of("backend")),
        Map.entry("backend.java", List.of("backend", "backend.memory")),
        // the reference computes what oneDNN lacks
        Map.entry("backend.onednn", List.of("backend", "backend.java", "backend.memory", "org.bytedeco..")),
        Map.entry("backend.cuda", List.of("backend", "backend.memory", "jcuda..")),
        Map.entry("classic", List.of("org.convbook.data..")),
        Map.entry("tensor", List.of("backend")),
        Map.entry("nn", List.of("backend", "tensor", "tech.tablesaw..")),
        Map.entry("loss", List.of("backend", "tensor")),
        Map.entry("optim", List.of("backend", "tensor")),
        Map.entry("io", List.of("backend", "tensor", "nn")),
        Map.entry("models", List.of("backend", "tensor", "nn", "loss")),
        Map.entry("visual", List.of("backend", "tensor", "nn", "tech.tablesaw..")),
        Map.entry("train", List.of("backend", "tensor", "nn", "loss", "optim", "io", "org.convbook.data..", "tech.tablesaw..")),
        Map.entry("bench", List.of("backend", "tensor", "nn", "loss", "optim", "io", "models", "train", "classic", "org.convbook.data..")));

    private static Set<String> packages() {
        return CLASSES.stream().map(JavaClass::getPackageName).filter(p -> p.startsWith(ROOT)).map(p -> p.substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void importsPointOneWay() {
        for (String name : packages()) {
            List<String> allowed = MAY_USE.get(name);
            assertTrue(allowed != null, "say here what the package " + ROOT + name + " may use");
            String[] packages = Stream.concat(Stream.of("java..", ROOT + name), allowed.stream().map(a -> a.endsWith("..") ? a : ROOT + a))
                .toArray(String[]::new);
            classes().that().resideInAPackage(ROOT + name).should().onlyDependOnClassesThat().resideInAnyPackage(packages).check(CLASSES);
        }
    }

    @Test
    void onlyBackendsKnowsWhichBackendsThereAre() {
        noClasses().that().resideOutsideOfPackage(ROOT + "backend.*").and().haveNameNotMatching(".*\\.backend\\.Backends(\\$.*)?")
            .should().dependOnClassesThat().resideInAPackage(ROOT + "backend.*").check(CLASSES);
    }

    @Test
    void publicNamesClashWithNothingThatANotebookImports() throws IOException {
        Map<String, String> taken = new TreeMap<>();
        for (String name : List.of("java.lang", "java.io", "java.math", "java.net", "java.nio.file", "java.util", "java.util.concurrent",
                "java.util.function", "java.util.prefs", "java.util.regex", "java.util.stream")) {
            for (Class<?> type : publicTypes(name)) taken.put(type.getSimpleName(), type.getName());
        }
        assertTrue(taken.containsKey("Module") && taken.containsKey("Preferences"), "the JDK was read");
        List<String> clashes = new ArrayList<>();
        for (JavaClass c : CLASSES) {
            if (!c.isTopLevelClass() || !c.getModifiers().contains(JavaModifier.PUBLIC)) continue;
            String other = taken.put(c.getSimpleName(), c.getName());
            if (other != null) clashes.add(c.getName() + " and " + other);
        }
        assertEquals(List.of(), clashes);
    }

    /** The public top-level types of a package of the JDK. */
    private static List<Class<?>> publicTypes(String name) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        String module = name.equals("java.util.prefs") ? "java.prefs" : "java.base";
        Path folder = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module, name.replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String simple = file.getFileName().toString().replaceFirst("\\.class$", "");
                if (simple.equals(file.getFileName().toString()) || simple.contains("$") || simple.contains("-")) continue;
                Class<?> type = loaded(name + "." + simple);
                if (Modifier.isPublic(type.getModifiers())) types.add(type);
            }
        }
        return types;
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
