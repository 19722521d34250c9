package org.convbook.cnn.backend.cuda;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnDestroyTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionGroupCount;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionNdDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetFilterNdDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetTensorNdDescriptorEx;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.convbook.cnn.backend.ConvShape;
import org.convbook.cnn.backend.Shape;
import org.convbook.cnn.backend.WindowAxis;

/** A convolution as cuDNN wants it described: in two or three directions, one in one direction as one row high; padding alike on both sides. */
final class ConvDescriptors implements AutoCloseable {
    private static final WindowAxis ONE_ROW = new WindowAxis(1, 1, 0);

    final cudnnTensorDescriptor x = new cudnnTensorDescriptor();
    final cudnnFilterDescriptor w = new cudnnFilterDescriptor();
    final cudnnConvolutionDescriptor c = new cudnnConvolutionDescriptor();
    final cudnnTensorDescriptor y = new cudnnTensorDescriptor();

    /** Of values of one format, summed in float32. */
    ConvDescriptors(ConvShape s, Layout layout, Format type, int math) {
        int format = layout == Layout.NHWC ? cudnnTensorFormat.CUDNN_TENSOR_NHWC : cudnnTensorFormat.CUDNN_TENSOR_NCHW;
        String what = "describing a convolution";
        Libraries.check(cudnnCreateTensorDescriptor(x), what);
        Libraries.check(cudnnCreateFilterDescriptor(w), what);
        Libraries.check(cudnnCreateConvolutionDescriptor(c), what);
        Libraries.check(cudnnCreateTensorDescriptor(y), what);
        int[] in = sizes(s.input());
        Libraries.check(cudnnSetTensorNdDescriptorEx(x, format, type.cudnn, in.length, in), what);
        Libraries.check(cudnnSetFilterNdDescriptor(w, type.cudnn, format, in.length, sizes(s.weight())), what);
        Libraries.check(cudnnSetTensorNdDescriptorEx(y, format, type.cudnn, in.length, sizes(s.output())), what);
        Libraries.check(cudnnSetConvolutionNdDescriptor(c, in.length - 2, each(s, WindowAxis::padding), each(s, WindowAxis::stride),
            each(s, WindowAxis::dilation),
            cudnnConvolutionMode.CUDNN_CROSS_CORRELATION, cudnnDataType.CUDNN_DATA_FLOAT), what);
        Libraries.check(cudnnSetConvolutionGroupCount(c, s.groups()), what);
        math(math);
    }

    void math(int math) {
        Libraries.check(cudnnSetConvolutionMathType(c, math), "choosing how a convolution multiplies");
    }

    private static int[] sizes(Shape s) {
        return s.rank() > 3 ? s.sizes() : new int[] {s.size(0), s.size(1), 1, s.size(2)};
    }

    private static int[] each(ConvShape s, ToIntFunction<WindowAxis> number) {
        List<WindowAxis> axes = s.axes().size() > 1 ? s.axes() : Stream.of(ONE_ROW, s.axes().get(0)).toList();
        return axes.stream().mapToInt(number).toArray();
    }

    /** The sizes of the images without batch and channels in three directions, as our own kernels want them. */
    private static int[] spatial(Shape s) {
        return IntStream.range(2, 5).map(axis -> axis + s.rank() - 5).map(axis -> axis < 2 ? 1 : s.size(axis)).toArray();
    }

    /** The kernels' ConvSizes. */
    static int[] kernelSizes(ConvShape s) {
        IntStream first = IntStream.of(s.input().size(0), s.input().size(1), s.weight().size(0), s.groups());
        List<WindowAxis> axes = IntStream.range(0, 3).map(i -> i + s.axes().size() - 3).mapToObj(i -> i < 0 ? ONE_ROW : s.axes().get(i)).toList();
        IntStream windows = Stream.<ToIntFunction<WindowAxis>>of(WindowAxis::kernel, WindowAxis::stride, WindowAxis::padding, WindowAxis::dilation)
            .flatMapToInt(number -> axes.stream().mapToInt(number));
        return Stream.of(first, IntStream.of(spatial(s.input())), IntStream.of(spatial(s.output())), windows).flatMapToInt(i -> i).toArray();
    }

    @Override
    public void close() {
        cudnnDestroyTensorDescriptor(x);
        cudnnDestroyFilterDescriptor(w);
        cudnnDestroyConvolutionDescriptor(c);
        cudnnDestroyTensorDescriptor(y);
    }
}
