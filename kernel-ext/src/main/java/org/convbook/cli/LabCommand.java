package org.convbook.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convbook lab}: opens JupyterLab, or Notebook where only that is there, with our kernel. */
@Command(name = "lab", mixinStandardHelpOptions = true, description = "Open JupyterLab (or Notebook) with the kernel \"ConvBook (Java)\".")
final class LabCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "NOTEBOOK", description = "the notebook or folder to open (default: this folder)") private Path opened;
    @Option(names = "--no-browser", description = "print the address, open no browser") private boolean noBrowser;
    @Option(names = "--port", paramLabel = "PORT", description = "the port to serve on") private Integer port;

    @Override public Integer call() {
        Path target = (opened == null ? Path.of("") : opened).toAbsolutePath().normalize();
        if (!Files.exists(target)) throw new UserError("there is no notebook " + opened);
        if (Files.isRegularFile(target)) Notebook.read(target);
        Consumer<String> say = line -> spec.commandLine().getOut().println("  " + line);
        Jupyter jupyter = new JupyterFinder(say).get(Jupyter.Need.LAB);
        Path kernels = KernelFolder.make(say);
        say.accept(jupyter.line() + "; Ctrl-C ends it");
        return new Child(command(jupyter, target)).set("JUPYTER_PATH", kernels.toString()).set("JUPYTER_CONFIG_PATH", serverSettings()).attached();
    }

    /** The folders of settings for Jupyter's server: ours, after those that are named already. */
    private static String serverSettings() {
        Path folder = Disk.folder(Places.cache().resolve("server"));
        for (String file : List.of("jupyter_server_config.py", "jupyter_notebook_config.py")) Disk.write(folder.resolve(file), Disk.resource("server/" + file));
        String named = System.getenv("JUPYTER_CONFIG_PATH");
        return named == null || named.isBlank() ? folder.toString() : named + File.pathSeparator + folder;
    }

    private List<String> command(Jupyter jupyter, Path target) {
        List<String> command = new ArrayList<>(List.of(jupyter.python().toString(), "-m", jupyter.frontEnd(), target.toString()));
        if ("root".equals(System.getProperty("user.name"))) command.add("--allow-root");
        if (noBrowser) command.add("--no-browser");
        if (port != null) command.add("--port=" + port);
        return command;
    }
}
