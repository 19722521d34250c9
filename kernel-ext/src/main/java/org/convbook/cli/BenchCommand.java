package org.convbook.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.convbook.cnn.bench.Bench;
import org.convbook.kernel.KernelBench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code convbook bench}: the cases of the kernel, whose names begin with {@code kernel-}, are measured here; everything else is handed to
 * the benchmark of cnn-lib, which answers for its own arguments and exit status.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {"Time a case, also against the peer.",
    "  bench list | CASE... [--threads N] [--seconds S] [--against-peer DIR] [--rounds R]", "  bench kernel-start | kernel-comm | kernel-messages | kernel-panel"})
final class BenchCommand implements Runnable {
    @Unmatched private List<String> arguments = new ArrayList<>();
    @Spec private CommandSpec spec;

    @Override public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (arguments.equals(List.of("list"))) KernelBench.CASES.forEach(out::println);
        List<String> kernels = arguments.stream().filter(a -> a.startsWith("kernel-")).toList();
        if (kernels.isEmpty()) Bench.main(arguments.toArray(String[]::new));
        if (kernels.size() < arguments.size())
            throw new UserError(Main.MISUSED, "bench: cases of the kernel take no options and go alone; got " + String.join(" ", arguments));
        for (String name : kernels) {
            if (!KernelBench.CASES.contains(name))
                throw new UserError(Main.MISUSED, "bench: there is no case " + name + "; there are " + String.join(", ", KernelBench.CASES));
        }
        Path json = KernelFolder.make(spec.commandLine().getErr()::println).resolve("kernels").resolve(KernelFolder.NAME).resolve("kernel.json");
        for (String name : kernels) out.println(measured(new KernelBench(json), name));
    }

    private static String measured(KernelBench bench, String name) {
        try {
            return bench.measure(name);
        } catch (IOException e) {
            throw new UserError("bench: " + name + ": " + Disk.sentence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("bench: " + name + " was interrupted");
        }
    }
}
