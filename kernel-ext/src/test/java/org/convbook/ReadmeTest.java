package org.convbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's examples, run as a notebook would run them: they print what the README says, but for digits after a decimal point. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```\n\n```\n(.*?)```", Pattern.DOTALL);
    private static final List<String[]> EXAMPLES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        Matcher m = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
        while (m.find()) EXAMPLES.add(new String[] {m.group(1), m.group(2)});
    }

    @Test
    void theExamplesPrintWhatTheReadmeSays() throws IOException {
        assertEquals(2, EXAMPLES.size());
        String[] training = EXAMPLES.get(0);
        String printed = run(training[0]);
        assertEquals(masked(training[1]), masked(printed));
        Matcher accuracy = Pattern.compile("Evaluation: .*accuracy ([0-9.]+) %").matcher(printed);
        assertTrue(accuracy.find() && Double.parseDouble(accuracy.group(1)) > 80, printed);
    }

    @Test
    void theMistakeIsAnsweredAsTheReadmeSays() throws IOException {
        assertEquals(EXAMPLES.get(1)[1].strip(), run(EXAMPLES.get(1)[0]).strip());
    }

    @Test
    void thePictureIsThere() throws IOException {
        Matcher picture = Pattern.compile("!\\[[^]]+]\\(([^)]+)\\)").matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(picture.find());
        assertTrue(Files.isRegularFile(Path.of("..", picture.group(1))), picture.group(1));
    }

    @Test
    void theWordsOfTheLecturesLeadToFiles() throws IOException {
        String text = Files.readString(Path.of("..", "README.md"));
        Matcher named = Pattern.compile("`([A-Za-z0-9/]+)`")
            .matcher(text.substring(text.indexOf("A word of the lectures"), text.indexOf("How fast it is")));
        List<String> words = named.results().map(m -> "/" + m.group(1) + ".java").toList();
        assertTrue(words.size() > 10, words.toString());
        List<String> lost = new ArrayList<>(words);
        for (String module : List.of("cnn-lib", "datasets", "kernel-ext")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                List<String> all = files.map(f -> f.toString().replace('\\', '/')).toList();
                lost.removeIf(word -> all.stream().anyMatch(f -> f.endsWith(word)));
            }
        }
        assertEquals(List.of(), lost);
    }

    /** Results differ from processor to processor in their last digits. */
    private static String masked(String text) {
        return text.strip().replaceAll("\\d+\\.\\d+", "#");
    }

    private static String run(String code) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            shell.addToClasspath(System.getProperty("java.class.path"));
            evaluate(shell, "import java.util.*;\n" + Files.readString(Path.of("src", "main", "resources", "META-INF", "convbook", "imports.jsh")));
            evaluate(shell, code);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void evaluate(JShell shell, String code) {
        for (String rest = code; !rest.isBlank();) {
            SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(next.source())) {
                if (event.exception() != null) System.out.println(message(event.exception()));
                assertFalse(event.status() == Snippet.Status.REJECTED, () -> "does not compile: " + next.source());
            }
            rest = next.remaining();
        }
    }

    private static String message(Throwable e) {
        return e instanceof EvalException && e.getCause() != null ? message(e.getCause()) : e.getMessage();
    }
}
