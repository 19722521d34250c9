package org.convbook.data.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The places of this computer where data sets may lie.
 * <pre>
 * own      the user's own folder: property convbook.data, else variable CONVBOOK_DATA; never written to
 * cache    property convbook.cache, else CONVBOOK_CACHE, else the system's place for caches, in a folder convbook
 * offline  whether downloads are forbidden: property convbook.offline, else CONVBOOK_OFFLINE is there and not 0 or false
 * </pre>
 */
public record DataHome(Optional<Path> own, Path cache, boolean offline) {
    /** Checks that nothing is null. */
    public DataHome {
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(cache, "cache");
    }

    /** As the environment of this process and the Java properties say. */
    public static DataHome fromEnvironment() {
        return of(System::getenv, System::getProperty);
    }

    static DataHome of(UnaryOperator<String> variable, UnaryOperator<String> property) {
        String offline = first(property.apply("convbook.offline"), variable.apply("CONVBOOK_OFFLINE"));
        return new DataHome(
            Optional.ofNullable(first(property.apply("convbook.data"), variable.apply("CONVBOOK_DATA"))).map(Path::of),
            cache(variable, property),
            offline != null && !offline.equals("0") && !offline.equalsIgnoreCase("false"));
    }

    private static Path cache(UnaryOperator<String> variable, UnaryOperator<String> property) {
        String named = first(property.apply("convbook.cache"), variable.apply("CONVBOOK_CACHE"));
        if (named != null) return Path.of(named);
        String os = Objects.requireNonNullElse(property.apply("os.name"), "").toLowerCase(Locale.ROOT);
        Path home = Path.of(Objects.requireNonNullElse(property.apply("user.home"), "."));
        if (os.startsWith("windows")) {
            String local = first(variable.apply("LOCALAPPDATA"), null);
            return (local == null ? home.resolve("AppData").resolve("Local") : Path.of(local)).resolve("convbook").resolve("cache");
        }
        if (os.startsWith("mac")) return home.resolve("Library").resolve("Caches").resolve("convbook");
        String xdg = first(variable.apply("XDG_CACHE_HOME"), null);
        boolean usable = xdg != null && Path.of(xdg).isAbsolute();             // the XDG rules say to ignore a relative one
        return (usable ? Path.of(xdg) : home.resolve(".cache")).resolve("convbook");
    }

    /** The first that is set and not blank, else null. */
    private static String first(String a, String b) {
        if (a != null && !a.isBlank()) return a;
        return b != null && !b.isBlank() ? b : null;
    }
}
