package org.convbook.cli;

import java.util.ArrayList;
import java.util.List;

import org.convbook.cnn.bench.Bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code convbook bench}: hands everything to the benchmark of cnn-lib, which answers for its own arguments and exit status. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {"Time a case, also against the peer.", "  bench list | CASE... [--threads N] [--seconds S] [--against-peer DIR] [--rounds R]"})
final class BenchCommand implements Runnable {
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override public void run() {
        Bench.main(arguments.toArray(String[]::new));
    }
}
