package org.convbook.kernel;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Jupyter must know to start the kernel: a folder {@code convbook} with kernel.json, the logo in two sizes, an
 * archive of loaded classes (from JDK 25 on of linked ones), which halves the start, and an index of all classes for the compiler.
 * Archive and index fit one JDK and one set of jars; a kernel that finds them stale ignores them. Needs jars on the class path: with a folder of classes there is no archive, and the kernel starts slower.
 */
public final class KernelSpec {
    /**
     * How often OpenMP's threads look for work before they sleep. By default they spin for so long that training stalls on a machine that has
     * other work (measured beside three busy processes on two cores: 744 images/s, with this 2,459; on a quiet machine no difference).
     */
    private static final String SPIN_COUNT = "5000";

    /**
     * A method that is called a lot, but has no hot loop, comes to the optimising compiler four times later than by default: that compiler and
     * the first cell compete for two cores. Median start to first result on JDK 17: 1.76 s by default, 1.53 s so; JDK 25: 1.27 s, 1.17 s.
     */
    private static final List<String> LATER_C2 =
        List.of("-XX:Tier4InvocationThreshold=20000", "-XX:Tier4MinInvocationThreshold=4000", "-XX:Tier4CompileThreshold=60000");

    /** From this JDK on the archive holds classes as they are linked. */
    private static final int LINKED = 25;

    /**
     * That archive would also hold what was hot in the rehearsal, and the optimising compiler would begin with all of it at once: on two cores
     * the first result is there after 0.86 s without and 0.96 s with it, and takes 1.43 s and 1.73 s of computing (medians of five starts in turn).
     */
    private static final List<String> NO_PROFILES = List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

    private static final String NAME = "convbook", ARCHIVE = "kernel.jsa", INDEX = "kernel.index";
    private static final int REHEARSAL_SECONDS = 300;

    private final Path java;
    private final List<Path> classPath;
    private final int feature;

    /**
     * A kernel that runs on the given JVM.
     *
     * @param javaHome  the JDK's folder; it must be a JDK, since cells are compiled
     * @param classPath the jars of the kernel and of all that cells may use, in order
     */
    public KernelSpec(Path javaHome, List<Path> classPath) {
        Path program = javaHome.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
        if (!Files.isExecutable(program)) throw new IllegalArgumentException(javaHome + " is no JDK: it has no bin/java");
        java = program;
        this.classPath = List.copyOf(classPath);
        feature = feature(javaHome);
    }

    /** The kernel on the JVM and the class path of this process. */
    public static KernelSpec ofThisProcess() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
        return new KernelSpec(Path.of(System.getProperty("java.home")), Arrays.stream(entries).filter(e -> !e.isEmpty()).map(Path::of).toList());
    }

    /** The command that starts the kernel, without the connection file at its end: with the archive and the index, each of which may be null. */
    public List<String> command(Path archive, Path index) {
        List<String> c = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:-UsePerfData"));
        c.addAll(LATER_C2);
        String use = feature >= LINKED ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        if (archive != null) c.addAll(List.of(use + archive, "-Xlog:cds=off"));   // a stale archive is ignored without a word
        if (archive != null && feature >= 24) c.add("-Xlog:aot=off");
        c.addAll(List.of("-Djava.awt.headless=true", "-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading"));
        if (feature >= 22) c.add("--enable-native-access=ALL-UNNAMED");
        if (feature >= 23) c.add("--sun-misc-unsafe-memory-access=allow");
        if (index != null) c.add("-D" + ClassIndex.PROPERTY + "=" + index);
        c.addAll(List.of("-cp", joined(), KernelMain.class.getName()));
        return c;
    }

    /** Writes the folder {@code convbook} under a Jupyter kernels folder, over an older one, and returns it. */
    public Path install(Path kernels) {
        Path folder = kernels.toAbsolutePath().normalize().resolve(NAME);
        try {
            Files.createDirectories(folder);
            for (int size : new int[] {32, 64}) Files.write(folder.resolve("logo-" + size + "x" + size + ".png"), Logo.png(size));
            Path index = index(folder);
            List<String> command = command(archive(folder, index), index);
            command.add("{connection_file}");
            JsonObject spec = Json.of("argv", command, "display_name", "ConvBook (Java)", "language", "java", "interrupt_mode", "message",
                "env", Json.of("GOMP_SPINCOUNT", SPIN_COUNT));
            replace(folder.resolve("kernel.json"), new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(spec) + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel could not be installed in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Makes the index of classes; null, with a line in the log, where that is not possible. */
    private Path index(Path folder) throws IOException {
        Path file = folder.resolve(INDEX), fresh = folder.resolve(INDEX + ".new");
        List<String> command = command(null, null);
        command.set(command.size() - 1, ClassIndexWriter.class.getName());
        command.add(fresh.toString());
        return made(command, fresh, file, "index of classes");
    }

    /** Makes the class-data archive by a short session; null, with a line in the log, where that is not possible. */
    private Path archive(Path folder, Path index) throws IOException {
        Path file = folder.resolve(ARCHIVE), fresh = folder.resolve(ARCHIVE + ".new");
        List<String> command = command(null, index);
        command.add(1, (feature >= LINKED ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + fresh);
        if (feature >= LINKED) command.addAll(1, NO_PROFILES);
        command.set(command.size() - 1, Rehearsal.class.getName());
        return made(command, fresh, file, "class archive");
    }

    /** Has the file made by a process on the kernel's own JVM and class path; null, with a line in the log, where that fails. */
    private Path made(List<String> command, Path fresh, Path file, String what) throws IOException {
        if (classPath.stream().anyMatch(Files::isDirectory)) {
            Log.say("no " + what + ": the class path has folders, it needs jars only");
            Files.deleteIfExists(file);
            return null;
        }
        Path log = Files.createTempFile("convbook-install", ".log");
        try {
            ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            process.environment().put("GOMP_SPINCOUNT", SPIN_COUNT);
            Process p = process.start();
            if (!p.waitFor(REHEARSAL_SECONDS, TimeUnit.SECONDS)) p.destroyForcibly().waitFor();
            if (p.exitValue() != 0 || !Files.exists(fresh)) {
                Log.say("no " + what + ", the kernel will start slower: " + Text.cut(Files.readString(log).strip(), 600));
                Files.deleteIfExists(file);
                return null;
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            Files.deleteIfExists(log);
            Files.deleteIfExists(fresh);
        }
    }

    private String joined() {
        return String.join(File.pathSeparator, classPath.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList());
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The JDK's version from its release file; 17 where there is none. */
    private static int feature(Path javaHome) {
        if (javaHome.equals(Path.of(System.getProperty("java.home")))) return Runtime.version().feature();
        try {
            for (String line : Files.readAllLines(javaHome.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=")) return Runtime.Version.parse(line.substring(13).replace("\"", "").strip()).feature();
            }
        } catch (IOException | IllegalArgumentException e) {
            Log.say("the version of " + javaHome + " is not known, taken as 17: " + e.getMessage());
        }
        return 17;
    }
}
