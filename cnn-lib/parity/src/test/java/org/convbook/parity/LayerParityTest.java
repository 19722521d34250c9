package org.convbook.parity;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer and loss on every backend beside PyTorch. */
class LayerParityTest {
    @TestFactory
    Stream<DynamicTest> everyLayerComputesWhatPyTorchDoes() {
        return Stream.of(Convolutions.all(), Pools.all(), Norms.all(), Activations.all(), Products.all(), Chains.all(), LossFamilies.all())
            .flatMap(List::stream)
            .filter(family -> family.name().matches(Settings.ONLY)).map(family -> family.test(Settings.SEED, Settings.BACKENDS));
    }
}
