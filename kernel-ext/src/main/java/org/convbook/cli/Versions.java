package org.convbook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/** The versions of ConvBook and of what it runs on, as the build wrote them down. */
final class Versions implements IVersionProvider {
    static String convbook() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    static String java() {
        return "JDK " + Runtime.version().feature() + " (" + System.getProperty("java.vendor") + " " + System.getProperty("java.version") + ")";
    }

    @Override public String[] getVersion() {
        return new String[] {"ConvBook " + convbook() + ", " + java()};
    }
}
