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
 * What Jupyter must know to start the kernel: a folder {@code convbook} with kernel.json, the logo in two sizes and an
 * archive of loaded classes (from JDK 25 on with profiles), which halves the start. The archive fits one JDK and one set of jars; a JVM that finds it
 * stale ignores it. Needs jars on the class path: with a folder of classes there is no archive, and the kernel starts slower.
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

    /** From this JDK on the archive also holds profiles of what was hot in the rehearsal. */
    private static final int PROFILES = 25;

    private static final String NAME = "convbook", ARCHIVE = "kernel.jsa";
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

    /** The command that starts the kernel, without the connection file at its end. */
    public List<String> command(Path archive) {
        List<String> c = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:-UsePerfData"));
        c.addAll(LATER_C2);
        String use = feature >= PROFILES ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        if (archive != null) c.addAll(List.of(use + archive, "-Xlog:cds=off"));   // a stale archive is ignored without a word
        if (archive != null && feature >= 24) c.add("-Xlog:aot=off");
        c.addAll(List.of("-Djava.awt.headless=true", "-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading"));
        if (feature >= 22) c.add("--enable-native-access=ALL-UNNAMED");
        if (feature >= 23) c.add("--sun-misc-unsafe-memory-access=allow");
        c.addAll(List.of("-cp", joined(), KernelMain.class.getName()));
        return c;
    }

    /** Writes the folder {@code convbook} under a Jupyter kernels folder, over an older one, and returns it. */
    public Path install(Path kernels) {
        Path folder = kernels.toAbsolutePath().normalize().resolve(NAME);
        try {
            Files.createDirectories(folder);
            for (int size : new int[] {32, 64}) Files.write(folder.resolve("logo-" + size + "x" + size + ".png"), Logo.png(size));
            List<String> command = command(archive(folder));
            command.add("{connection_file}");
            JsonObject spec = Json.of("argv", command, "display_name", "ConvBook (Java)", "language", "java", "interrupt_mode", "message",
                "env", Json.of("GOMP_SPINCOUNT", SPIN_COUNT));
            replace(folder.resolve("kernel.json"), new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(spec) + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel could not be installed in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Makes the class-data archive by a short session; null, with a line in the log, where that is not possible. */
    private Path archive(Path folder) throws IOException {
        Path archive = folder.resolve(ARCHIVE), fresh = folder.resolve(ARCHIVE + ".new");
        if (classPath.stream().anyMatch(Files::isDirectory)) {
            Log.say("no class archive: the class path has folders, it needs jars only");
            Files.deleteIfExists(archive);
            return null;
        }
        List<String> command = command(null);
        command.remove(command.size() - 1);
        command.add(1, (feature >= PROFILES ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + fresh);
        command.add(Rehearsal.class.getName());
        Path log = Files.createTempFile("convbook-archive", ".log");
        try {
            ProcessBuilder rehearsal = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            rehearsal.environment().put("GOMP_SPINCOUNT", SPIN_COUNT);
            Process p = rehearsal.start();
            if (!p.waitFor(REHEARSAL_SECONDS, TimeUnit.SECONDS)) p.destroyForcibly().waitFor();
            if (p.exitValue() != 0 || !Files.exists(fresh)) {
                Log.say("no class archive, the kernel will start slower: " + Text.cut(Files.readString(log).strip(), 600));
                Files.deleteIfExists(archive);
                return null;
            }
            Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
            return archive;
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
