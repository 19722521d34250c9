package org.convbook.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.convbook.data.DataFileException;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.image.Cifar10;
import org.convbook.data.image.Cifar100;
import org.convbook.data.image.FashionMnist;
import org.convbook.data.image.Mnist;
import org.convbook.data.image.TrainTest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convbook data fetch}: downloads data sets before they are needed, and says where they are. */
@Command(name = "data", mixinStandardHelpOptions = true, description = "Data sets: fetch them, and see where they lie.",
    subcommands = DataCommand.Fetch.class)
final class DataCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code convbook data fetch [mnist|fashion-mnist|cifar10|cifar100]...}. */
    @Command(name = "fetch", mixinStandardHelpOptions = true, description = "Download data sets into the cache unless they are there.")
    static final class Fetch implements Callable<Integer> {
        private static final List<String> NAMES = List.of("mnist", "fashion-mnist", "cifar10", "cifar100");

        @Spec private CommandSpec spec;
        @Parameters(arity = "0..*", paramLabel = "NAME", defaultValue = "mnist",
            description = "mnist, fashion-mnist, cifar10, cifar100 (default: ${DEFAULT-VALUE})") private List<String> names;

        @Override public Integer call() {
            for (String name : names) known(name);
            boolean all = true;
            for (String name : names) all &= fetched(name, new Progress(spec.commandLine().getOut()));
            return all ? 0 : Main.FAILED;
        }

        /** Whether the real images are there; if not, the lines say why. */
        private static boolean fetched(String name, Progress progress) {
            try {
                TrainTest set = load(name, (file, done, total) ->
                    progress.move(String.format(Locale.ROOT, "%s: %.1f of %.1f MB", file, done / 1e6, total / 1e6)));
                progress.line(name, set.standIn() ? "not to be had, a stand-in would be used" : set.source());
                if (set.standIn()) set.notes().forEach(note -> progress.line("", note));
                return !set.standIn();
            } catch (DataFileException e) {
                progress.line(name, e.getMessage());
                return false;
            }
        }

        private static void known(String name) {
            if (NAMES.contains(name)) return;
            throw new UserError("there is no data set " + name + ": known are mnist, fashion-mnist, cifar10 and cifar100");
        }

        private static TrainTest load(String name, DownloadListener listener) {
            return switch (name) {
                case "mnist" -> Mnist.load(listener);
                case "fashion-mnist" -> FashionMnist.load(listener);
                case "cifar10" -> Cifar10.load(listener);
                case "cifar100" -> Cifar100.load(listener);
                default -> throw new IllegalStateException(name);
            };
        }
    }
}
