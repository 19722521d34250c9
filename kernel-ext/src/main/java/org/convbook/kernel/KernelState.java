package org.convbook.kernel;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All that one session holds: JShell with its variables, the kernel that extensions see, magics, history, the counter.
 * It is made on a thread of its own while the front end still connects; {@link #evaluator()} waits until it is there.
 */
final class KernelState {
    static final String IMPORTS = "META-INF/convbook/imports.jsh", EXTENSIONS = "META-INF/services/" + Extension.class.getName();

    private final ClassIndex index = ClassIndex.ofThisProcess();

    private final CellHost host;
    private final CellHistory history = new CellHistory();
    private final AtomicInteger count = new AtomicInteger();
    private final Queue<Runnable> ending = new ConcurrentLinkedQueue<>();
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private volatile Javadocs javadocs;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Evaluator evaluator;
    private final CountDownLatch installed = new CountDownLatch(1);
    private volatile ConvBookKernel kernel;
    private volatile Throwable broken;

    KernelState(CellHost host) {
        this.host = host;
    }

    /** Starts to make JShell and the imports; returns at once. */
    void start() {
        daemon("convbook-start", () -> {
            try {
                evaluator = new Evaluator(KernelState.class.getClassLoader(), System.getProperty("java.class.path"), index, host);
                List<String> imports = imports();
                javadocs = new Javadocs(KernelState.class.getClassLoader(), Preload.packages(imports));
                for (String problem : evaluator.preload().begin(imports)) report("Start-up import: " + problem);
                installed.await();
            } catch (Throwable t) {
                broken = t;
                Log.say("the kernel could not start JShell", t);
            } finally {
                ready.countDown();
            }
        });
    }

    /** Starts to install the extensions, whose output goes to the publisher; returns at once. */
    void install(Publisher publisher) {
        daemon("convbook-extensions", () -> {
            extend(publisher);
            installed.countDown();
        });
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void extend(Publisher publisher) {
        try {
            MagicsRegistry registry = new MagicsRegistry();
            ConvBookKernel made = new ConvBookKernel(publisher, this, registry);
            Magics.register(registry);
            kernel = made;
            made.installAll();
        } catch (Throwable t) {
            report("The extensions could not be installed: " + t);
            Log.say("the extensions could not be installed", t);
        }
    }

    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                ready.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (broken != null) throw CellFailure.plain("KernelBroken", "JShell did not start: " + broken + ". Restart the kernel.");
    }

    Evaluator evaluator() {
        await();
        return evaluator;
    }

    /** The index of classes that the kernel was installed with, or null. */
    ClassIndex index() {
        return index;
    }

    /** The evaluator if it is there already, else null. */
    Evaluator evaluatorIfReady() {
        return ready.getCount() == 0 ? evaluator : null;
    }

    ConvBookKernel kernel() {
        await();
        return kernel;
    }

    Assist assist() {
        evaluator().preload().finish();
        return new Assist(evaluator, javadocs);
    }

    CellHistory history() {
        return history;
    }

    int count() {
        return count.get();
    }

    int nextCount() {
        return count.incrementAndGet();
    }

    String ask(Origin origin, String prompt, boolean password) {
        return host.ask(origin, prompt, password);
    }

    int poll() {
        return host.poll();
    }

    /** Keeps a task for the end of the running request. */
    void beforeIdle(Runnable task) {
        ending.add(task);
    }

    /** Runs the tasks kept for the end of a request; one that fails is logged. */
    void ending() {
        for (Runnable task = ending.poll(); task != null; task = ending.poll()) {
            try {
                task.run();
            } catch (Throwable t) {
                Log.say("a task at the end of a request failed", t);
            }
        }
    }

    /** A sentence for the user's first cell and for the log. */
    void report(String problem) {
        Log.say(problem);
        problems.add(problem);
    }

    /** The sentences since the last call. */
    List<String> takeProblems() {
        synchronized (problems) {
            List<String> taken = List.copyOf(problems);
            problems.clear();
            return taken;
        }
    }

    /** The lines of every imports.jsh on the class path; JShell's own default imports come first. */
    private List<String> imports() throws IOException {
        List<String> all = new ArrayList<>(DEFAULT_IMPORTS);
        for (String line : index != null ? index.lines(IMPORTS) : linesOfAllJars()) {
            String l = line.strip();
            if (!l.isEmpty() && !l.startsWith("//") && !all.contains(l)) all.add(l);
        }
        return all;
    }

    private static List<String> linesOfAllJars() throws IOException {
        List<String> lines = new ArrayList<>();
        for (URL file : Collections.list(KernelState.class.getClassLoader().getResources(IMPORTS))) {
            try (var in = new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            }
        }
        return lines;
    }

    private static final List<String> DEFAULT_IMPORTS = List.of("import java.io.*;", "import java.math.*;", "import java.net.*;", "import java.nio.file.*;",
        "import java.util.*;", "import java.util.concurrent.*;", "import java.util.function.*;", "import java.util.prefs.*;",
        "import java.util.regex.*;", "import java.util.stream.*;");
}
