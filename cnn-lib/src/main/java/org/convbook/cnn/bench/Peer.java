package org.convbook.cnn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs this library and the peer in turn. The peer is a Maven project whose {@code exec:java} takes the same arguments and prints the same
 * JSON; it is copied before it is built, since its folder may be read-only. Of its builds, the default and the profile {@code mkl}, the one
 * with the better median counts.
 */
final class Peer {
    private static final Pattern MEDIAN = Pattern.compile("\"ms_median\":([0-9.]+)");

    private final Bench.Options options;

    Peer(Bench.Options options) {
        this.options = options;
    }

    int compare() {
        Map<String, Path> builds = new TreeMap<>();
        builds.put("default", copy("default"));
        builds.put("mkl", copy("mkl"));
        for (String name : options.cases()) {
            if (name.equals(Cases.BARE) || name.endsWith(Cases.AHEAD)) continue;
            List<Double> ours = new ArrayList<>();
            Map<String, List<Double>> theirs = new TreeMap<>();
            for (int round = 0; round < options.rounds(); round++) {
                ours.add(median(Bench.process(options, List.of(name))));
                builds.forEach((build, folder) -> theirs.computeIfAbsent(build, b -> new ArrayList<>()).add(median(maven(build, folder, name))));
            }
            report(name, ours, theirs);
        }
        return 0;
    }

    private void report(String name, List<Double> ours, Map<String, List<Double>> theirs) {
        String best = theirs.keySet().stream().min((a, b) -> Double.compare(middle(theirs.get(a)), middle(theirs.get(b)))).orElseThrow();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) ratios.add(theirs.get(best).get(i) / ours.get(i));
        System.out.printf(Locale.ROOT,
            "{\"case\":\"%s\",\"threads\":%d,\"rounds\":%d,\"ms_convbook\":%.4f,\"ms_peer\":%.4f,\"peer_build\":\"%s\","
                + "\"ratio\":%.3f,\"ratio_min\":%.3f,\"ratio_max\":%.3f}%n",
            name, options.threads(), options.rounds(), middle(ours), middle(theirs.get(best)), best,
            middle(ratios), ratios.stream().mapToDouble(r -> r).min().orElse(0), ratios.stream().mapToDouble(r -> r).max().orElse(0));
    }

    private static double middle(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    }

    private ProcessBuilder maven(String build, Path folder, String name) {
        List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B", "-f", folder.toString()));
        if (build.equals("mkl")) command.add("-Pmkl");
        command.addAll(List.of("compile", "exec:java",
            "-Dexec.args=" + name + " --threads " + options.threads() + " --seconds " + options.seconds()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs, passes the lines on, and takes the median time from the JSON. */
    private static double median(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            double median = Double.NaN;
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Matcher m = MEDIAN.matcher(line);
                    if (!m.find()) continue;
                    System.out.println(line);
                    median = Double.parseDouble(m.group(1));
                }
            }
            int status = process.waitFor();
            if (status != 0 || Double.isNaN(median)) {
                throw new IllegalArgumentException("no result from " + String.join(" ", builder.command()) + " (exit status " + status + ")");
            }
            return median;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + builder.command().get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted");
        }
    }

    private Path copy(String build) {
        Path from = options.peer().toAbsolutePath().normalize();
        if (!Files.isRegularFile(from.resolve("pom.xml")))
            throw new IllegalArgumentException("there is no pom.xml in " + from + ", where the peer should be");
        Path to = Path.of(System.getProperty("java.io.tmpdir"), "convbook-peer-" + System.getProperty("user.name"), build);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).filter(f -> !f.toString().contains("target"))::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the peer to " + to + ": " + e.getMessage(), e);
        }
    }
}
