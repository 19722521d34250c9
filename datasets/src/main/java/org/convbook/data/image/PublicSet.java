package org.convbook.data.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.convbook.data.download.RemoteFile;

/** What {@link SetFinder} must know of a public data set. */
interface PublicSet {
    /** Such as "MNIST". */
    String name();

    /** The folder it usually lies in, in the user's own folder and in the cache. */
    String folder();

    /** The public files, all of which it needs. */
    List<RemoteFile> files();

    /** The set in the user's own folder, if any of its files is there: in a folder inside it, or directly. */
    Optional<Pair> in(Path own, String source);

    /** Reads the public files of a folder; a missing or damaged one is a {@link org.convbook.data.DataFileException}. */
    Pair read(Path folder, String source);
}
