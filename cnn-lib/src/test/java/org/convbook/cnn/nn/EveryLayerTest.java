package org.convbook.cnn.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.convbook.cnn.tensor.Gradients;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One sweep over all layers there are: every tensor a layer keeps is registered, and every parameter receives a gradient. */
class EveryLayerTest {
    private static final String ROOT = "org.convbook.cnn";

    /** Those that run only beside another one have a test of their own. */
    private static final Set<Class<?>> IN_COMPANY = Set.of(MaxUnpool2d.class);

    static Stream<Class<?>> layers() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT + ".nn").stream()
            .filter(c -> c.isAssignableTo(Layer.class) && !c.isEquivalentTo(Sequential.class))
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC) && !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .sorted(Comparator.comparing(JavaClass::getName)).<Class<?>>map(JavaClass::reflect).filter(c -> !IN_COMPANY.contains(c));
    }

    /** The layer, by the constructor with the fewest arguments, which are small ones of their type. */
    static Layer make(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> shortest = Arrays.stream(type.getConstructors())
            .min(Comparator.comparingInt(Constructor::getParameterCount)).orElseThrow();
        List<Object> arguments = new ArrayList<>();
        for (Class<?> p : shortest.getParameterTypes()) {
            if (p == int.class) arguments.add(2);
            else if (p == double.class) arguments.add(0.5);
            else if (p == boolean.class) arguments.add(true);
            else if (p == Layer[].class) arguments.add(new Layer[] {new Relu(), new Tanh()});
            else if (p == Layer.class) arguments.add(new Tanh());
            else if (p == Window.class) arguments.add(Window.of(2));
            else if (p == RandomGenerator.class) arguments.add(new Random(5));
            else if (p == boolean[][].class) arguments.add(new boolean[][] {{true, true}, {false, true}});
            else if (p == float[][].class) arguments.add(new float[][] {{1, -1}, {-1, 1}, {1, 1}});
            else throw new AssertionError("add an argument of type " + p + " for " + shortest + " here");
        }
        return (Layer) shortest.newInstance(arguments.toArray());
    }

    /** An input that the layer takes: the first of a few shapes that does not raise. */
    private static Tensor output(Layer layer) {
        int[][] shapes = {{2, 2, 6, 6}, {2, 2, 6}, {2, 2, 6, 6, 6}, {2, 1, 28, 28}, {2, 3, 32, 32}, {2, 3, 224, 224}, {2, 2}};
        RuntimeException last = null;
        for (int[] shape : shapes) {
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Random rng = new Random(9);
            for (int i = 0; i < values.length; i++) values[i] = rng.nextFloat();
            try {
                return layer.apply(Tensor.of(values, shape).requiresGrad(), Pass.training(new Random(3)));
            } catch (IllegalArgumentException e) {
                last = e;
            }
        }
        throw last;
    }

    private static List<Tensor> tensorFields(Layer layer) throws IllegalAccessException {
        List<Tensor> found = new ArrayList<>();
        for (Class<?> c = layer.getClass(); c != Layer.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getType() != Tensor.class || Modifier.isStatic(field.getModifiers())) continue;
                field.setAccessible(true);
                if (field.get(layer) != null) found.add((Tensor) field.get(layer));
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyParameterIsRegisteredAndReceivesAGradient(Class<?> type) throws ReflectiveOperationException {
        Layer layer = make(type);
        List<Tensor> registered = List.copyOf(layer.state().values());
        for (Tensor kept : tensorFields(layer))
            assertTrue(registered.contains(kept), type + " keeps a tensor " + kept.shape() + " that it does not register");
        Gradients gradients = output(layer).square().sum().backward();
        layer.parameters().forEach((path, p) -> {
            assertTrue(gradients.reached(p), type + ": nothing reaches " + path);
            assertTrue(gradients.of(p).abs().sum().item() > 0, type + ": the gradient of " + path + " is zero");
        });
        assertEquals(layer.parameters().values().stream().mapToLong(p -> p.shape().count()).sum(), layer.parameterCount());
        assertTrue(layer.toString().startsWith(type.getSimpleName()), layer.toString());
    }
}
