package org.convbook.cnn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convbook.cnn.io.Naming;
import org.convbook.cnn.io.WeightFile;
import org.convbook.cnn.nn.Layer;
import org.convbook.data.download.DataHome;
import org.convbook.data.download.DownloadException;
import org.convbook.data.download.DownloadListener;
import org.convbook.data.download.Downloader;
import org.convbook.data.download.RemoteFile;

/**
 * Loads public weights into a network: fetches the file once, into the folder {@code weights} of the cache, checks its SHA-256, and finds the names.
 * A file on this computer is read by {@link WeightFile} alone.
 * <p>A file that cannot be fetched is a {@link DownloadException}; what is wrong with a file that was, and what becomes of the network then,
 * is told at {@link WeightFile}.
 */
public final class Pretrained {
    private static final String FOLDER = "weights";

    private Pretrained() {}

    /** Loads the weights of a public file and returns the naming that led them to their places. */
    public static Naming load(Layer net, RemoteFile file) {
        return load(net, file, DataHome.fromEnvironment(), DownloadListener.lines(System.out::println));
    }

    /** As {@link #load(Layer, RemoteFile)}, with the places of this computer, and someone to tell how the download gets on. */
    public static Naming load(Layer net, RemoteFile file, DataHome home, DownloadListener listener) {
        Path folder = home.cache().resolve(FOLDER);
        if (home.offline() && !Files.exists(folder.resolve(file.name()))) {
            String why = file.name() + " is not in " + folder + ", and downloads are forbidden (CONVBOOK_OFFLINE)";
            throw new DownloadException(why, new IOException(why));
        }
        Path path = home.offline() ? folder.resolve(file.name()) : new Downloader(listener).fetch(file, folder);
        return WeightFile.read(path, file.sha256()).into(net);
    }
}
