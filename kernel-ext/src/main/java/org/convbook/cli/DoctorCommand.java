package org.convbook.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code convbook doctor}: one line for each thing that the course needs, and what to do where it is missing. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check this machine: one line for each thing the course needs.")
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean fit = true;
        for (Checkup.Finding finding : new Checkup().findings()) {
            fit &= finding.verdict() != Checkup.Verdict.MISSING;
            out.printf("  %-8s %-9s %s%n", finding.verdict().word(), finding.name(), finding.text());
            out.flush();
        }
        return fit ? 0 : Main.FAILED;
    }
}
