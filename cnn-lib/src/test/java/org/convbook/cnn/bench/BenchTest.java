package org.convbook.cnn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.DeviceException;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void optionsAreRead() {
        Bench.Options o = Bench.Options.of(new String[] {"lenet5-train-b64", "--threads", "1", "--seconds", "0.5"});
        assertEquals(List.of("lenet5-train-b64"), o.cases());
        assertEquals(1, o.threads());
        assertEquals(0.5, o.seconds());
    }

    @Test
    void anUnknownCaseNamesTheKnownOnes() {
        assertEquals("there is no case lenet6; there are " + String.join(", ", Cases.names())
                + "; and of whole sets cifar10-jpeg-resnet20, fashion-mnist-conv, fashion-mnist-hog-svm, mnist-lenet5",
            assertThrows(IllegalArgumentException.class, () -> Bench.Options.of(new String[] {"lenet6"})).getMessage());
    }

    @Test
    void everyCaseOfThePeerIsThere() {
        List<String> all = Bench.Options.of(new String[] {"all"}).cases();
        for (String name : List.of("lenet5-train-b64", "lenet5-infer-b64", "resnet20-train-b128", "resnet20-infer-b128", "vgg16-infer-b1",
                "resnet18-infer-b1", "resnet18-folded-infer-b1", "conv3x3-c64-hw112-b8-fwd", "conv3x3-c256-hw28-b8-bwd-data",
                "conv3x3-c512-hw14-b8-bwd-weights")) {
            assertTrue(all.contains(name), name);
        }
    }

    /** Where tests run, the best backend is no GPU. */
    @Test
    void casesForAGpuAreAskedForByName() {
        assertTrue(Cases.names().containsAll(List.of("resnet20-train-b512-bf16", "resnet50-train-b256-bf16")));
        assertFalse(Bench.Options.of(new String[] {"all"}).cases().contains("resnet20-train-b512-bf16"));
        assertEquals(List.of("lenet5-train-b64-ahead", "resnet20-train-b128-ahead", "resnet20-train-b512-bf16-ahead", "resnet50-train-b256-bf16-ahead"),
            Cases.names().stream().filter(name -> name.endsWith("-ahead")).toList());
        assertTrue(Bench.Options.of(new String[] {"all"}).cases().stream().noneMatch(name -> name.endsWith("-ahead")));
        String why = assertThrows(DeviceException.class, () -> Cases.build("resnet20-train-b512-bf16")).getMessage();
        assertTrue(why.startsWith("BF16 needs a GPU, " + Backends.best().name() + " computes in float32"), why);
    }

    @Test
    void aWrongNumberIsNamed() {
        assertEquals("--threads needs a number from 1.0 to 1024.0, got two",
            assertThrows(IllegalArgumentException.class, () -> Bench.Options.of(new String[] {"--threads", "two"})).getMessage());
        assertEquals("--seconds needs a value",
            assertThrows(IllegalArgumentException.class, () -> Bench.Options.of(new String[] {"--seconds"})).getMessage());
    }

    @Test
    void casesRunTheirStep() {
        for (String name : List.of("lenet5-train-b64", "lenet5-train-b64-ahead", Cases.BARE, "lenet5-infer-b64", "resnet20-infer-b128", "resnet18-infer-b1",
                "conv3x3-c512-hw14-b8-fwd", "conv3x3-c512-hw14-b8-bwd-data", "conv3x3-c512-hw14-b8-bwd-weights")) {
            Cases.Case c = Cases.build(name);
            for (int i = 0; i < 4; i++) c.step().run();
            assertTrue(c.images() > 0, name);
        }
    }

    @Test
    void theLibraryIsMeasuredBesideItsPrimitives() {
        String line = Overhead.measure(2, 0.1);
        assertTrue(line.matches("\\{\"case\":\"overhead\",\"threads\":2,\"pairs\":\\d+,\"ms_step\":\\d+\\.\\d{4},\"ms_primitives\":\\d+\\.\\d{4},\"ratio_median\":\\d\\.\\d{4}}"), line);
    }
}
