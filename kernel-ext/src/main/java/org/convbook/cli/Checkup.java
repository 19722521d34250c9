package org.convbook.cli;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.convbook.cnn.backend.Backends;

/** Looks at the machine for {@code convbook doctor}. */
final class Checkup {
    private static final double GIB = 1L << 30;
    private static final double NEEDED_GIB = 1.2;

    /** How well a thing is: fine, could be better, or must be put right. */
    enum Verdict {
        FINE, HINT, MISSING;

        String word() {
            return this == FINE ? "ok" : this == HINT ? "note" : "MISSING";
        }
    }

    /** One line of the doctor. */
    record Finding(Verdict verdict, String name, String text) {}

    List<Finding> findings() {
        return List.of(java(), maven(), jupyter(), frontEnd(), device(), text(), data(), cache(), pdf(), memory());
    }

    private static Finding java() {
        boolean shell = ModuleLayer.boot().findModule("jdk.jshell").isPresent();
        return new Finding(shell ? Verdict.FINE : Verdict.MISSING, "java", Versions.java() + ", " + System.getProperty("java.home")
            + (shell ? "" : ": a full JDK is needed, this one lacks jdk.jshell"));
    }

    private static Finding maven() {
        Path mvn = Places.program("mvn");
        if (mvn == null) return new Finding(Verdict.MISSING, "maven", "mvn is not on the PATH: install Apache Maven 3.6.3 or later");
        Child.Outcome version = new Child(mvn.toString(), "-B", "--version").atMost(Duration.ofSeconds(30)).capture();
        return new Finding(version.ok() ? Verdict.FINE : Verdict.MISSING, "maven",
            version.text().lines().findFirst().orElse("it says no version").replaceAll("\u001B\\[[0-9;]*m", "") + ", " + mvn);
    }

    private static Finding jupyter() {
        Jupyter jupyter = finder().find(Jupyter.Need.RUN);
        if (jupyter != null) return new Finding(Verdict.FINE, "jupyter", jupyter.line());
        return new Finding(Verdict.HINT, "jupyter", "not found: \"convbook report\" will install it, or: pip install "
            + String.join(" ", PrivateVenv.pins()));
    }

    private static Finding frontEnd() {
        Jupyter jupyter = finder().find(Jupyter.Need.LAB);
        if (jupyter != null) return new Finding(Verdict.FINE, "lab", jupyter.frontEnd() + " " + jupyter.versions().get(jupyter.frontEnd()));
        return new Finding(Verdict.HINT, "lab", "neither JupyterLab nor Notebook: \"convbook lab\" will install it");
    }

    private static JupyterFinder finder() {
        return new JupyterFinder(line -> { });
    }

    private static Finding device() {
        String line = Backends.describe();
        return new Finding(line.startsWith("java") ? Verdict.HINT : Verdict.FINE, "device", line);
    }

    /** Java draws text only where its font libraries are; without them no chart has labels. */
    private static Finding text() {
        try {
            Graphics2D g = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB).createGraphics();
            int width = g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("0.99");
            g.dispose();
            return new Finding(width > 0 ? Verdict.FINE : Verdict.MISSING, "fonts",
                width > 0 ? "Java can draw text" : "no font: install fontconfig and fonts-dejavu-core, or what your system calls them");
        } catch (LinkageError | RuntimeException e) {
            return new Finding(Verdict.MISSING, "fonts", "Java cannot draw text (" + e.getMessage()
                + "): install libharfbuzz0b, libfreetype6, fontconfig and fonts-dejavu-core");
        }
    }

    private static Finding data() {
        String folder = System.getenv("CONVBOOK_DATA");
        if (folder == null || folder.isBlank())
            return new Finding(Verdict.HINT, "data", "CONVBOOK_DATA is not set: data sets come from the cache, a download or the embedded generator");
        boolean there = Files.isDirectory(Path.of(folder));
        return new Finding(there ? Verdict.FINE : Verdict.MISSING, "data", "CONVBOOK_DATA=" + folder
            + (there ? "" : ": there is no such folder; unset it or point it at the data"));
    }

    private static Finding cache() {
        try {
            Path cache = Disk.folder(Places.cache());
            Disk.mustBeWritable(cache);
            return new Finding(Verdict.FINE, "cache", cache + String.format(Locale.ROOT, ", %.1f GiB free", cache.toFile().getUsableSpace() / GIB));
        } catch (UserError e) {
            return new Finding(Verdict.MISSING, "cache", e.getMessage() + "; set XDG_CACHE_HOME to a folder you may write");
        }
    }

    private static Finding pdf() {
        Chromium browser = Chromium.find();
        return new Finding(browser == null ? Verdict.HINT : Verdict.FINE, "pdf",
            browser == null ? "no Chromium or Chrome: reports are HTML only" : browser.program().toString());
    }

    private static Finding memory() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        double total = system.getTotalMemorySize() / GIB;
        String text = String.format(Locale.ROOT, "%.1f GiB, %d processors", total, Runtime.getRuntime().availableProcessors());
        return new Finding(total < NEEDED_GIB ? Verdict.HINT : Verdict.FINE, "memory", text
            + (total < NEEDED_GIB ? ": a report may need " + NEEDED_GIB + " GiB" : ""));
    }
}
