package org.convbook.cnn.tensor;

import static org.convbook.cnn.Expect.error;
import static org.convbook.cnn.Expect.tensor;
import static org.convbook.cnn.Expect.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.backend.Backends;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.java.JavaBackend;
import org.junit.jupiter.api.Test;

class TensorTest {
    private final Backend other = JavaBackend.floats();

    @Test
    void valuesMustFillTheShape() {
        error(ShapeException.class, "Tensor: 5 values do not fill [2, 3], which has 6", () -> Tensor.of(new float[5], 2, 3));
        error(ShapeException.class, "set: 5 values do not fill [2, 3], which has 6", () -> Tensor.zeros(2, 3).set(new float[5]));
        error(IllegalArgumentException.class, "a shape has no negative size, got [2, -3]", () -> Tensor.zeros(2, -3));
        error(IllegalArgumentException.class, "too many values for one tensor: [65536, 65536]", () -> Tensor.zeros(65536, 65536));
    }

    @Test
    void printsItsFirstValues() {
        assertEquals("Tensor [2, 3] on java: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0", tensor("1 2 3 4 5 6", 2, 3).toString());
        assertEquals("Tensor [] on java: 7.0", tensor("7").toString());
        assertEquals("Tensor [0, 2] on java: ", Tensor.zeros(0, 2).toString());
        assertEquals("Tensor [9] on java: 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, …", Tensor.zeros(9).toString());
    }

    @Test
    void itemIsTheOnlyValue() {
        assertEquals(7, tensor("7", 1, 1).item());
        error(ShapeException.class, "item: one value is expected, got [2]", () -> Tensor.zeros(2).item());
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Tensor a = Tensor.zeros(2, 3);
        error(ShapeException.class, "add: [2, 3] and [2] do not fit: sizes must be equal, or 1, counted from the last axis",
            () -> a.add(Tensor.zeros(2)));
        error(ShapeException.class, "max: [2, 3] and [2, 2] do not fit: sizes must be equal, or 1, counted from the last axis",
            () -> a.max(Tensor.zeros(2, 2)));
        error(ShapeException.class, "matmul: [rows, inner] and [inner, columns] are expected, got [2, 3] and [2, 3]", () -> a.matmul(a));
        error(ShapeException.class, "reshape: [2, 3] has 6 values, [4, 1] has 4", () -> a.reshape(4, -1));
        error(ShapeException.class, "reshape: one size may be -1, got [-1, -1]", () -> a.reshape(-1, -1));
        error(ShapeException.class, "transpose: the axes of [2, 3] each once are expected, got [0, 0]", () -> a.transpose(0, 0));
        error(ShapeException.class, "slice: there is no part 1 to 4 of axis 1 in [2, 3]", () -> a.slice(1, 1, 4));
        error(ShapeException.class, "sum: there is no axis 2 in [2, 3]", () -> a.sum(2));
        error(ShapeException.class, "mean: there is no axis -3 in [2, 3]", () -> a.mean(-3));
        error(ShapeException.class, "concat: [2, 3] and [3, 3] must agree but for axis 1", () -> Tensor.concat(1, a, Tensor.zeros(3, 3)));
        error(ShapeException.class, "concat: needs at least one tensor", () -> Tensor.concat(0));
        error(ShapeException.class, "softmax: works along axis 1 of [N, K, …], got [6]", () -> a.reshape(6).softmax());
    }

    @Test
    void aConvolutionChecksAllItIsGiven() {
        Tensor x = Tensor.zeros(1, 2, 5, 5);
        error(ShapeException.class, "conv2d: weight has a 5x5 kernel, expected 3x3\n  input   [1, 2, 5, 5]   NCHW\n  weight  [4, 2, 5, 5]",
            () -> x.conv(Tensor.zeros(4, 2, 5, 5), null, Window.of(3), 1));
        error(ShapeException.class,
            "conv2d: weight has 3 axes, expected 4: [out, in/groups, kH, kW]\n  input   [1, 2, 5, 5]   NCHW\n  weight  [4, 2, 3]",
            () -> x.conv(Tensor.zeros(4, 2, 3), null, Window.of(3), 1));
        error(ShapeException.class, "conv2d: 2 groups do not divide 3 filters\n  input   [1, 2, 5, 5]   NCHW\n  weight  [3, 1, 3, 3]",
            () -> x.conv(Tensor.zeros(3, 1, 3, 3), null, Window.of(3), 2));
        error(ShapeException.class, "conv2d: bias is [3], expected [4]\n  input   [1, 2, 5, 5]   NCHW\n  weight  [4, 2, 3, 3]",
            () -> x.conv(Tensor.zeros(4, 2, 3, 3), Tensor.zeros(3), Window.of(3), 1));
        error(ShapeException.class, "linear: weight [out, in] and bias [out] are expected, got [4, 2] and [3]",
            () -> Tensor.zeros(1, 2).linear(Tensor.zeros(4, 2), Tensor.zeros(3)));
    }

    @Test
    void poolingChecksItsWindow() {
        Tensor x = Tensor.zeros(1, 2, 5, 5);
        error(IllegalArgumentException.class, "maxPool2d: padding may be half the kernel at most, got kernel 2x2, stride 1, padding 2",
            () -> x.maxPool2d(Window.of(2).padding(2)));
        error(IllegalArgumentException.class, "avgPool2d: a pooling window has no dilation, got kernel 2x2, stride 1, padding 0, dilation 2",
            () -> x.avgPool2d(Window.of(2).dilation(2), true));
    }

    @Test
    void aTensorOnTheHostJoinsOneOnADevice() {
        Tensor device = Tensor.of(other, new float[] {1, 2}, 1, 2);
        Tensor host = tensor("3 4", 1, 2);
        values("4 6", host.add(device), 1, 2);
        assertSame(other, host.add(device).backend());
        assertSame(other, Tensor.concat(0, host, device).backend());
        values("3 4 1 2", Tensor.concat(0, host, device), 2, 2);
        Tensor image = Tensor.of(other, new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        values("20", image.conv(Tensor.full(Backends.java(), 2, Shape.of(1, 1, 2, 2)), Tensor.zeros(1), Window.of(2), 1), 1, 1, 1, 1);
        values("11 13", device.linear(tensor("3 4 5 4", 2, 2), Tensor.zeros(2)), 1, 2);
    }

    @Test
    void tensorsOfTwoDevicesDoNotMix() {
        Tensor a = Tensor.of(other, new float[] {1, 2}, 1, 2);
        Tensor tracked = tensor("1 2", 1, 2).requiresGrad();
        String message = ": one tensor is on java, the other on java; move the model with net.to(backend), or a tensor with to(backend)";
        error(IllegalArgumentException.class, "add" + message, () -> tracked.add(a));
        error(IllegalArgumentException.class, "concat" + message, () -> Tensor.concat(0, a, tracked));
        error(IllegalArgumentException.class, "conv2d" + message,
            () -> Tensor.zeros(1, 1, 1, 2).to(other).conv(tracked.reshape(1, 1, 1, 2), null, Window.of(1, 2), 1));
    }

    @Test
    void toCopiesOnlyToAnotherBackend() {
        Tensor a = tensor("1 2", 2);
        assertSame(a, a.to(Backends.java()));
        assertNotSame(a, a.to(other));
        values("1 2", a.to(other), 2);
        Tensor parameter = tensor("1 2", 2).requiresGrad();
        parameter.moveTo(other);
        assertSame(other, parameter.backend());
        values("1 2", parameter, 2);
    }

    @Test
    void valuesByHand() {
        Tensor a = tensor("1 -2 3 -4", 2, 2);
        values("1 2 3 4", a.abs(), 2, 2);
        values("1 4 9 16", a.square(), 2, 2);
        values("1 0 3 0", a.relu(), 2, 2);
        values("1 0 1 0", a.step(), 2, 2);
        values("-0.5 1 -1.5 2", a.div(-2), 2, 2);
        values("0 -3 2 -5", a.sub(1), 2, 2);
        values("1 1 3 1", a.max(tensor("1", 1)), 2, 2);
        values("-2", a.sum());
        values("-0.5", a.mean());
        values("4 -6", a.sum(0), 1, 2);
        values("-0.5 -0.5", a.mean(-1), 2, 1);
        values("1 3 -2 -4", a.transpose(1, 0), 2, 2);
        values("-2 -4", a.slice(1, 1, 2), 2, 1);
        values("1 -2 3 -4", a.reshape(-1), 4);
        values("-5 6 -9 10", a.matmul(a), 2, 2);
        values("0.5 1", tensor("1 2", 1, 2).linear(tensor("0.5 0 0 0.5", 2, 2), null), 1, 2);
        values("2", tensor("4").sqrt());
        values("0", tensor("1").log());
        values("1", tensor("0").exp());
    }
}
