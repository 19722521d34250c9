package org.convbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convbook exercises}: writes the notebooks that students get, without the solutions. */
@Command(name = "exercises", mixinStandardHelpOptions = true,
    description = "Write the students' version of notebooks: without the solutions, check cells kept.")
final class ExercisesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "the lecturer's .ipynb files") private List<Path> notebooks;
    @Option(names = "--out", paramLabel = "DIR", defaultValue = "exercises",
        description = "where they go (default: ${DEFAULT-VALUE})") private Path out;
    @Option(names = "--force", description = "overwrite what is there") private boolean force;

    @Override public Integer call() {
        Map<Path, StudentVersion.Made> made = new LinkedHashMap<>();
        for (Path file : notebooks) {
            Path target = out.resolve(file.getFileName());
            StudentVersion.Made version = StudentVersion.of(Notebook.read(file));
            check(file, target);
            if (made.put(target, version) != null)
                throw new UserError("two notebooks are named " + file.getFileName() + ": write one of them into another folder with --out");
        }
        Disk.mustBeWritable(Disk.folder(out));
        made.forEach((target, version) -> {
            Notebook.write(version.notebook(), target);
            int count = version.solutions();
            spec.commandLine().getOut().printf("  %s, %s%n", target, count == 0 ? "no solution was in it" : count == 1 ? "1 solution taken out"
                : count + " solutions taken out");
        });
        return 0;
    }

    private void check(Path file, Path target) {
        if (target.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
            throw new UserError("--out is the folder of " + file + " itself: choose another, so that the solutions stay");
        }
        if (Files.exists(target) && !force)
            throw new UserError(target + " is there already, perhaps with a student's work in it: add --force to overwrite it");
    }
}
