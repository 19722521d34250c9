package org.convbook.junit;

import java.util.Comparator;

import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Runs the tests of a {@code %%junit} cell in the order in which they stand there. JUnit makes it. */
public final class CellOrder implements MethodOrderer {
    /** For JUnit. */
    public CellOrder() {}

    @Override public void orderMethods(MethodOrdererContext context) {
        context.getMethodDescriptors().sort(Comparator.comparingInt((MethodDescriptor method) -> TestRun.place(method.getMethod().getName())));
    }
}
