package org.convbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code convbook} in a repository of its own, with programs that only pretend to be Java and Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class LauncherTest {
    private static final List<String> TOOLS = List.of("bash", "sh", "cat", "dirname", "find", "head", "grep", "ls", "mkdir", "mv", "readlink", "rm",
        "sed", "sleep", "tee", "touch");
    private static final String JAVA = """
        #!/bin/sh
        case "$1" in -XshowSettings*) echo "    java.home = $(dirname "$0")/.."; echo "    java.specification.version = %s"; exit 0 ;; esac
        for a in "$@"; do printf '<%%s>' "$a"; done
        """;
    private static final String MAVEN = """
        #!/bin/sh
        echo "[INFO] Building ConvBook: kernel-ext 0.1.0 [4/4]"
        echo built >> builds
        sleep 0.3
        mkdir -p kernel-ext/target/lib && touch kernel-ext/target/kernel-ext-0.1.0.jar
        """;

    @TempDir Path folder;
    private Path root;
    private Path bin;

    @BeforeEach void makeRepository() throws IOException {
        root = Files.createDirectories(folder.resolve("a course/repo"));
        bin = Files.createDirectories(folder.resolve("jdk/bin"));
        for (String module : List.of("datasets", "cnn-lib", "kernel-ext")) Files.createDirectories(root.resolve(module + "/src/main"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("kernel-ext/pom.xml"), "");
        Files.copy(repository().resolve("convbook"), root.resolve("convbook"));
        for (String tool : TOOLS) Files.createSymbolicLink(bin.resolve(tool), Places.program(tool));
        program("java", JAVA.formatted("17"));
        program("javac", "#!/bin/sh\n");
        program("mvn", MAVEN);
    }

    private static Path repository() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.exists(path.resolve("convbook"))) path = path.getParent();
        return path;
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Child.Outcome launch(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(bin.resolve("bash").toString(), script.toString()));
        command.addAll(List.of(arguments));
        return new Child(command).set("PATH", bin.toString()).set("JAVA_HOME", "").in(folder).capture();
    }

    private Child.Outcome launch(String... arguments) {
        return launch(root.resolve("convbook"), arguments);
    }

    private void fails(String sentence) {
        Child.Outcome outcome = launch("doctor");
        assertEquals(1, outcome.status(), outcome.text());
        assertEquals("convbook: " + sentence, outcome.lastLine().replace(root.toString(), "ROOT").replace(bin.getParent().toString(), "JDK"));
    }

    private int builds() throws IOException {
        return Files.exists(root.resolve("builds")) ? Files.readAllLines(root.resolve("builds")).size() : 0;
    }

    @Test void buildsOnceAndPassesItsArgumentsOn() throws IOException {
        Child.Outcome first = launch("report", "a b.ipynb");
        assertTrue(first.ok(), first.text());
        assertTrue(first.lastLine().endsWith("<org.convbook.cli.Main><report><a b.ipynb>"), first.text());
        assertTrue(first.text().contains("convbook:   kernel-ext\n"), first.text());
        Child.Outcome second = launch("report");
        assertEquals(1, second.text().lines().count(), second.text());
        assertEquals(1, builds());
    }

    @Test void aNewerSourceIsBuilt() throws IOException {
        launch("doctor");
        Path source = Files.writeString(root.resolve("cnn-lib/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        launch("doctor");
        assertEquals(2, builds());
    }

    @Test void worksThroughALinkFromAnywhere() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("cb"), Path.of("a course/repo/convbook"));
        Child.Outcome outcome = launch(link, "doctor");
        assertTrue(outcome.lastLine().contains(root.toRealPath() + "/kernel-ext/target/lib/*"), outcome.text());
    }

    @Test void aBenchmarkGetsTheFullCompiler() {
        assertTrue(launch("doctor").text().contains("<-XX:TieredStopAtLevel=1>"));
        assertFalse(launch("bench").text().contains("TieredStopAtLevel"));
    }

    @Test void twoAtOnceBuildOnce() throws Exception {
        var outcomes = java.util.stream.IntStream.range(0, 3).parallel().mapToObj(i -> launch("doctor")).toList();
        for (Child.Outcome outcome : outcomes) assertTrue(outcome.ok(), outcome.text());
        assertEquals(1, builds());
    }

    @Test void theLockOfABuildThatDiedIsTakenAway() throws IOException {
        Path lock = Files.createDirectories(root.resolve("kernel-ext/target/convbook.lock"));
        Files.writeString(lock.resolve("pid"), "999999999\n");
        assertTrue(launch("doctor").ok());
    }

    @Test void withoutJavaItSaysSo() throws IOException {
        Files.delete(bin.resolve("java"));
        fails("no Java found: install a JDK, version 17 or later, or set JAVA_HOME");
    }

    @Test void anOldJavaIsNamed() throws IOException {
        program("java", JAVA.formatted("11"));
        fails("JDK/bin/java is Java 11: JDK 17 or later is needed");
        program("java", JAVA.formatted("1.8"));
        fails("JDK/bin/java is Java 1.8: JDK 17 or later is needed");
    }

    @Test void aRuntimeWithoutCompilerIsNotEnough() throws IOException {
        Files.delete(bin.resolve("javac"));
        fails("JDK/bin/.. is a Java runtime without compiler: a full JDK, version 17 or later, is needed");
    }

    @Test void aJavaThatDoesNotRunIsNamed() throws IOException {
        program("java", "#!/bin/sh\nexit 1\n");
        fails("JDK/bin/java does not run: install a JDK, version 17 or later, or set JAVA_HOME");
    }

    @Test void withoutMavenItSaysSo() throws IOException {
        Files.delete(bin.resolve("mvn"));
        fails("no Maven found: install Apache Maven 3.6.3 or later, so that mvn is on the PATH");
    }

    @Test void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(root.resolve("kernel-ext/target"), "a file where the folder should be");
        fails("cannot write into ROOT: no permission to make ROOT/kernel-ext/target");
    }

    @Test void aBuildWithoutNetworkSaysSo() throws IOException {
        program("mvn", "#!/bin/sh\necho '[ERROR] Could not transfer artifact x: Unknown host'\nexit 1\n");
        fails("the build failed: a library could not be downloaded; is there a network, and does Maven need a proxy or mirror in its settings? (see "
            + "ROOT/kernel-ext/target/convbook-build.log)");
    }

    @Test void aBuildOnAFullDiskSaysSo() throws IOException {
        program("mvn", "#!/bin/sh\necho '[ERROR] x: No space left on device'\nexit 1\n");
        fails("the build failed: the disk is full (see ROOT/kernel-ext/target/convbook-build.log)");
    }

    @Test void aBuildThatDoesNotCompileShowsItsFirstError() throws IOException {
        program("mvn", "#!/bin/sh\necho '[ERROR] COMPILATION ERROR : '\necho '[ERROR] A.java:[3,5] cannot find symbol'\nexit 1\n");
        fails("the build failed: A.java:[3,5] cannot find symbol (see ROOT/kernel-ext/target/convbook-build.log)");
        assertEquals(0, builds());
    }
}
