package org.convbook.cli;

import java.lang.System.Logger.Level;
import java.util.List;

import org.convbook.render.Levels;
import org.convbook.render.Sheet;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/** The line magic {@code %doctor}: what {@code convbook doctor} finds on this machine, as a table. */
public final class DoctorExtension implements Extension {
    @Override public void install(BaseKernel kernel) {
        try {
            kernel.getMagicsRegistry().registerLineMagic("doctor", (LineMagic<Levels, BaseKernel>) (host, words) -> table(new Checkup().findings()).levels());
        } catch (RuntimeException | LinkageError e) {          // an extension that throws keeps a stock kernel from starting
            System.getLogger(DoctorExtension.class.getName()).log(Level.WARNING, "ConvBook's %doctor is not installed", e);
        }
    }

    /** The findings, and in a sentence what is to be done. */
    static Sheet table(List<Checkup.Finding> findings) {
        List<String> missing = findings.stream().filter(f -> f.verdict() == Checkup.Verdict.MISSING).map(Checkup.Finding::name).toList();
        String name = missing.isEmpty() ? "This machine has what the course needs" : "This machine lacks what the course needs: " + String.join(", ", missing);
        return new Sheet(name, List.of(
            Sheet.Column.of("is", findings.stream().map(f -> f.verdict().word()).toList()),
            Sheet.Column.of("what", findings.stream().map(Checkup.Finding::name).toList()),
            Sheet.Column.of("found", findings.stream().map(Checkup.Finding::text).toList())), "");
    }

    @Override public void uninstall(BaseKernel kernel) {
        // a registry of magics takes none back
    }
}
