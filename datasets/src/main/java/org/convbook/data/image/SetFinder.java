package org.convbook.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convbook.data.DataFileException;
import org.convbook.data.download.Checksum;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadException;
import org.convbook.data.download.Downloader;
import org.convbook.data.download.RemoteFile;

/** Looks for a data set in the user's folder, then in the cache, then on the network, and keeps a note of what it did not find. */
final class SetFinder {
    private final PublicSet set;
    private final DataHome home;
    private final Downloader downloader;
    private final List<String> notes = new ArrayList<>();

    SetFinder(PublicSet set, DataHome home, Downloader downloader) {
        this.set = set;
        this.home = home;
        this.downloader = downloader;
    }

    /** The images, unless nothing was found; then the notes say why. Damaged files of the user's own are a {@link DataFileException}. */
    Optional<Pair> find() {
        return own().or(this::cached).or(this::downloaded);
    }

    /** One sentence for each place that failed, in order. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private Optional<Pair> own() {
        if (home.own().isEmpty()) return Optional.empty();
        Path folder = home.own().get();
        Optional<Pair> found = set.in(folder, "from CONVBOOK_DATA");
        if (found.isEmpty()) {
            notes.add("CONVBOOK_DATA: no %s in %s, expected the files in it or in a folder %s".formatted(set.name(), folder, set.folder()));
        }
        return found;
    }

    private Path cache() {
        return home.cache().resolve(set.folder());
    }

    /** Only files with the right checksum count; others stay until a download replaces them. */
    private Optional<Pair> cached() {
        List<String> missing = new ArrayList<>();
        for (RemoteFile file : set.files()) {
            Path path = cache().resolve(file.name());
            try {
                if (Checksum.matches(path, file)) continue;
                missing.add(file.name());
                if (Files.exists(path)) notes.add("cache: %s is damaged or another file, and not used".formatted(path));
            } catch (IOException e) {
                notes.add("cache: %s cannot be used (%s)".formatted(path, e.getMessage()));
                return Optional.empty();
            }
        }
        if (missing.isEmpty()) return Optional.of(set.read(cache(), "from the cache"));
        if (missing.size() < set.files().size()) notes.add("cache: %s lacks %s".formatted(cache(), String.join(", ", missing)));
        else notes.add("cache: no %s in %s".formatted(set.name(), home.cache()));
        return Optional.empty();
    }

    private Optional<Pair> downloaded() {
        if (home.offline()) {
            notes.add("download: switched off by CONVBOOK_OFFLINE");
            return Optional.empty();
        }
        try {
            for (RemoteFile file : set.files()) downloader.fetch(file, cache());
            return Optional.of(set.read(cache(), "downloaded and checked"));
        } catch (DownloadException | DataFileException e) {
            notes.add("download: " + e.getMessage());
            if (set.files().size() > 1) {
                String all = set.files().stream().map(RemoteFile::name).collect(Collectors.joining(", "));
                notes.add("by hand: %s needs %s, all in %s or in a folder %s of the one that CONVBOOK_DATA names"
                    .formatted(set.name(), all, cache(), set.folder()));
            }
            return Optional.empty();
        }
    }
}
