package org.convbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example in the Javadoc of every module compiles and runs as a notebook would run it, after the lines here that say what it takes for
 * granted.
 */
class JavadocExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n *\\* *}</pre>", Pattern.DOTALL);

    private static final String NET = "Random rng = new Random(1); LeNet5 net = new LeNet5(10, rng);";
    private static final String TRAINING = NET + """
        Adam optimizer = new Adam(net.parameters(), 0.001);
        Trainer trainer = new Trainer(net, optimizer);
        """;

    /** What stands before an example, by the file that it is in; nothing where nothing is needed. */
    private static final Map<String, String> BEFORE = new LinkedHashMap<>();

    static {
        BEFORE.put("Checkpoint", NET);
        BEFORE.put("Exercise", NET + "int answer = 0;");
        BEFORE.put("GoogLeNet", "GoogLeNet net = new GoogLeNet(true, 0.125, 79, 10, new Random(1));");
        BEFORE.put("Init", "Random rng = new Random(1); Layer net = new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.125, 67, 10, rng).at(\"features\");");
        BEFORE.put("LossCurve", TRAINING + "History history = trainer.fit(Glyphs.dataset(64, 1)); History adam = history; History sgd = history;");
        BEFORE.put("MaxUnpool2d", "Layer encoder = new Identity(); Layer bottom = new Tanh(); Layer decoder = new Identity();");
        BEFORE.put("Optimizer", "AlexNet net = new AlexNet(AlexNet.Order.NORM_FIRST, 2, 0.125, 67, 10, new Random(1));"
            + "Optimizer optimizer = new Sgd(net.parameters(), 0.01);");
        BEFORE.put("ParameterGroup", "");
        BEFORE.put("Schedule", TRAINING);
        BEFORE.put("Scope", NET + "Backend backend = Backends.best(); net.to(backend); Pass pass = Pass.inference(); double loss;"
            + "Tensor x = Tensor.of(backend, new float[784], 1, 1, 28, 28);");
        BEFORE.put("Trainer", "class Digits { Dataset train() { return Glyphs.dataset(100, 1); } Dataset test() { return Glyphs.dataset(50, 2); } }"
            + "Digits digits = new Digits();");
        BEFORE.put("Widgets", "");
        BEFORE.put("ThreadGrid", "");
        BEFORE.put("TrainingPanel", TRAINING + "Dataset train = Glyphs.dataset(64, 1);");
        BEFORE.put("WeightFile", "ResNet net = new ResNet(18, Shortcut.PROJECT, 0.125, 10, new Random(1));"
            + "Checkpoint.save(net, Path.of(\"resnet18.safetensors\"));");
    }

    @TempDir
    private Path folder;

    private record Example(String file, String code) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String module : List.of("datasets", "cnn-lib", "kernel-ext")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                    Matcher m = EXAMPLE.matcher(Files.readString(file));
                    String name = file.getFileName().toString().replace(".java", "");
                    while (m.find()) examples.add(new Example(name, m.group(1).lines().map(l -> l.replaceFirst("^ *\\* ?", ""))
                        .collect(Collectors.joining("\n"))));
                }
            }
        }
        return examples;
    }

    @Test
    void thereAreExamples() throws IOException {
        assertEquals(BEFORE.keySet(), examples().stream().map(Example::file).collect(Collectors.toCollection(TreeSet::new)),
            "the files with examples; say in BEFORE what a new one takes for granted");
    }

    @TestFactory
    Stream<DynamicTest> everyExampleRuns() throws IOException {
        return examples().stream().map(e -> DynamicTest.dynamicTest(e.file, () -> run(e)));
    }

    private void run(Example example) throws IOException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            evaluate(shell, "import java.util.*;\nimport java.nio.file.*;\nimport org.convbook.cnn.io.*;\n"
                + Files.readString(Path.of("src", "main", "resources", "META-INF", "convbook", "imports.jsh")));
            evaluate(shell, inFolder(BEFORE.get(example.file)));
            evaluate(shell, inFolder(example.code));
        }
    }

    /** Files of examples lie where they are removed again. */
    private String inFolder(String code) {
        return code.replace("Path.of(\"", "Path.of(\"" + folder.toString().replace('\\', '/') + "/");
    }

    private static void evaluate(JShell shell, String code) {
        for (String rest = code; !rest.isBlank();) {
            SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertTrue(next.completeness().isComplete() || next.remaining().length() < rest.length(), "is not complete: " + rest);
            for (SnippetEvent event : shell.eval(next.source())) {
                String why = shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).collect(Collectors.joining("; "));
                assertTrue(event.status() != Snippet.Status.REJECTED, "does not compile: " + next.source() + ": " + why);
                assertEquals(null, event.exception(), next.source());
            }
            rest = next.remaining();
        }
    }
}
