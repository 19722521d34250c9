package org.convbook.kernel;

import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.tools.JavaFileObject;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;

/** A class that the {@link ClassIndex} knows: the compiler reads it when it needs it. Two are equal if they are the same class of the same home. */
record IndexedClass(Home home, String binaryName) implements JavaFileObject {
    /** A jar, or a module of the JDK. */
    interface Home {
        InputStream open(String entry) throws IOException;
    }

    private String entry() {
        return binaryName.replace('.', '/') + ".class";
    }

    @Override public InputStream openInputStream() throws IOException {
        return home.open(entry());
    }

    @Override public Kind getKind() {
        return Kind.CLASS;
    }

    @Override public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.CLASS && simpleName.equals(binaryName.substring(binaryName.lastIndexOf('.') + 1));
    }

    @Override public String getName() {
        return home + "(" + entry() + ")";
    }

    @Override public URI toUri() {
        return URI.create("class:///" + entry().replace("$", "%24"));
    }

    @Override public long getLastModified() {
        return 0;
    }

    @Override public NestingKind getNestingKind() {
        return null;   // not known
    }

    @Override public Modifier getAccessLevel() {
        return null;   // not known
    }

    @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        throw new UnsupportedOperationException(getName() + " is no text");
    }

    @Override public Reader openReader(boolean ignoreEncodingErrors) {
        throw new UnsupportedOperationException(getName() + " is no text");
    }

    @Override public OutputStream openOutputStream() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override public Writer openWriter() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override public boolean delete() {
        return false;
    }
}
