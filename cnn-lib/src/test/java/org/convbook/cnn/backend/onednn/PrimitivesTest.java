package org.convbook.cnn.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.UnaryOp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PrimitivesTest {
    @BeforeAll static void needsOneDnn() {
        Assumptions.assumeTrue(Backends.best() instanceof OneDnnBackend, "oneDNN cannot be loaded here: " + Backends.describe());
    }

    @Test void theKernelThatWasNotAskedForTheLongestGoes() {
        ElementKernels kernels = new ElementKernels(new Primitives(1, 3));
        Kernel one = exp(kernels, 1);
        Kernel two = exp(kernels, 2);
        exp(kernels, 3);
        assertSame(one, exp(kernels, 1));
        exp(kernels, 4);
        assertSame(one, exp(kernels, 1));
        assertNotSame(two, exp(kernels, 2));
    }

    private static Kernel exp(ElementKernels kernels, int count) {
        return kernels.unary(UnaryOp.EXP, Shape.of(count), Layout.PLAIN);
    }
}
