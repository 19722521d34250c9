package org.convbook.lab;

import java.util.List;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.render.Levels;
import org.convbook.render.Sheet;
import org.convbook.render.Showable;

/** The backends that work here, and which of them a training takes by itself. The line magic {@code %device} shows it. */
public final class DeviceTable implements Showable {
    private static final String CHOICE = "a training asks for another with trainer.on(Backends.java()); "
        + "all of them with the environment variable CONVBOOK_BACKEND";

    private final String described = Backends.describe();
    private final List<Backend> working = Backends.working();

    private DeviceTable() {}

    /** As things are now. */
    public static DeviceTable now() {
        return new DeviceTable();
    }

    @Override public Levels levels() {
        return new Sheet(described, List.of(
            Sheet.Column.of("backend", working.stream().map(Backend::name).toList()),
            Sheet.Column.of("is", working.stream().map(Backend::describe).toList()),
            Sheet.Column.of("taken", working.stream().map(b -> b == Backends.best() ? "by itself" : "if asked for").toList())), CHOICE).levels();
    }

    @Override public String toString() {
        return levels().text();
    }
}
