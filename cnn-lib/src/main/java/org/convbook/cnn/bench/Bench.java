package org.convbook.cnn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;

/**
 * Times cases and prints one line of JSON for each.
 * <pre>
 * Bench list
 * Bench CASE...|all [--threads N] [--seconds S]
 * Bench --against-peer DIR CASE...|all [--threads N] [--seconds S] [--rounds R]
 * Bench soak [--threads N] [--steps N]
 * Bench overhead [--threads N] [--seconds S]
 * Bench mnist-lenet5|fashion-mnist-conv|fashion-mnist-hog-svm|cifar10-jpeg-resnet20 [--threads N]
 * </pre>
 * {@code all} are the cases that a processor computes; those with -bf16 need a GPU, and those that end in -ahead bring the next batch and begin the
 * next step while a step computes, which a processor does not.
 * {@code soak} trains LeNet-5 for many steps, 10,000 unless said, and prints the memory of the process after each thousand.
 * {@code overhead} makes LeNet-5's training step and its bare primitives in turn, and prints their ratio. The cases that begin with the name
 * of a public set learn from all of it, and print the accuracy on its test images and the seconds.
 *
 * {@code ms_median} is the median time of a step after a warm-up, {@code images_per_s} is computed from it. The number of threads is set in
 * a process of its own, since OpenMP reads it once. Against the peer, both run in turn, and the last line of each case has the ratio of the
 * medians: above 1, this library is faster.
 */
public final class Bench {
    private static final int DEFAULT_THREADS = 2;
    private static final String SOAK = "soak";
    private static final String OVERHEAD = "overhead";

    private Bench() {}

    /** Runs; a wrong argument is one sentence and exit status 2. */
    public static void main(String[] args) {
        try {
            System.exit(run(args));
        } catch (IllegalArgumentException | UncheckedIOException | DeviceException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    /** What the command line asks for. */
    record Options(List<String> cases, int threads, double seconds, int rounds, int steps, Path peer) {
        static Options of(String[] args) {
            List<String> cases = new ArrayList<>();
            int threads = DEFAULT_THREADS;
            double seconds = 5;
            int rounds = 3;
            int steps = 10_000;
            Path peer = null;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--threads" -> threads = (int) number(args, ++i, 1, 1024);
                    case "--seconds" -> seconds = number(args, ++i, 0.1, 3600);
                    case "--rounds" -> rounds = (int) number(args, ++i, 1, 100);
                    case "--steps" -> steps = (int) number(args, ++i, 1000, 1e9);
                    case "all" -> cases.addAll(Cases.names().stream().filter(Cases::everywhere).toList());
                    case "--against-peer" -> peer = Path.of(value(args, ++i));
                    default -> cases.add(known(args[i]));
                }
            }
            if (cases.isEmpty()) throw new IllegalArgumentException("name a case: " + String.join(", ", Cases.names()) + "; or list");
            return new Options(cases, threads, seconds, rounds, steps, peer);
        }

        private static String known(String name) {
            if (name.startsWith("-")) throw new IllegalArgumentException("there is no option " + name + "; see list, --threads, --seconds, --rounds, --steps, --against-peer");
            if (!List.of(SOAK, OVERHEAD).contains(name) && !Recipes.has(name) && !Cases.names().contains(name))
                throw new IllegalArgumentException("there is no case " + name + "; there are " + String.join(", ", Cases.names()) + "; and of whole sets "
                    + Recipes.names());
            return name;
        }

        private static String value(String[] args, int i) {
            if (i >= args.length) throw new IllegalArgumentException(args[i - 1] + " needs a value");
            return args[i];
        }

        private static double number(String[] args, int i, double least, double most) {
            String text = value(args, i);
            try {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) return value;
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalArgumentException(args[i - 1] + " needs a number from " + least + " to " + most + ", got " + text);
        }
    }

    static int run(String[] args) {
        if (args.length == 1 && args[0].equals("list")) {
            Cases.names().forEach(System.out::println);
            return 0;
        }
        Options o = Options.of(args);
        if (o.peer() != null) return new Peer(o).compare();
        if (!Integer.toString(o.threads()).equals(System.getenv("OMP_NUM_THREADS"))) return inOwnProcess(o);
        for (String name : o.cases()) {
            switch (name) {
                case SOAK -> Soak.run(o.steps());
                case OVERHEAD -> System.out.println(Overhead.measure(o.threads(), o.seconds()));
                default -> System.out.println(Recipes.has(name) ? Recipes.follow(name) : measure(name, o.threads(), o.seconds()));
            }
        }
        return 0;
    }

    /** The command that measures a case with these options in a process of its own. */
    static ProcessBuilder process(Options o, List<String> cases) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-Xms32m", "-cp", System.getProperty("java.class.path")));   // as the kernel: a heap that is small until it is used
        if (Runtime.version().feature() >= 22) command.add("--enable-native-access=ALL-UNNAMED");
        command.add(Bench.class.getName());
        command.addAll(cases);
        command.addAll(List.of("--threads", Integer.toString(o.threads()), "--seconds", Double.toString(o.seconds()), "--steps", Integer.toString(o.steps())));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(o.threads()));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static int inOwnProcess(Options o) {
        try {
            return process(o, o.cases()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process to measure in: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static String measure(String name, int threads, double seconds) {
        Cases.Case c = Cases.build(name);
        time(c, 0.3 * seconds);
        double[] times = time(c, seconds);
        double median = times[times.length / 2];
        return String.format(Locale.ROOT,
            "{\"peer\":\"convbook-%s\",\"case\":\"%s\",\"threads\":%d,\"iterations\":%d,\"ms_median\":%.4f,\"ms_min\":%.4f,\"images_per_s\":%.2f}",
            Backends.best().name(), name, threads, times.length, median * 1e3, times[0] * 1e3, c.images() / median);
    }

    /** Seconds per step, sorted. */
    private static double[] time(Cases.Case c, double seconds) {
        double[] times = new double[1024];
        int n = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (n < 5 || System.nanoTime() < end) {
            long start = System.nanoTime();
            c.step().run();
            if (n == times.length) times = Arrays.copyOf(times, 2 * n);
            times[n++] = (System.nanoTime() - start) * 1e-9;
        }
        times = Arrays.copyOf(times, n);
        Arrays.sort(times);
        return times;
    }
}
