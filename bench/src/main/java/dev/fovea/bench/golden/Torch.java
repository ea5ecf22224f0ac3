package dev.fovea.bench.golden;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What the generator asks of libtorch, in Fovea's layout: images NHWC, filters HWIO, all float64.
final class Torch {
    /// Where the numbers come from, printed into every file.
    static final String SOURCE = "libtorch of org.bytedeco:pytorch "
            + Tensor.class.getPackage().getImplementationVersion();

    private Torch() {}

    static int size(long... shape) {
        int size = 1;
        for (long extent : shape) {
            size = Math.multiplyExact(size, Math.toIntExact(extent));
        }
        return size;
    }

    static Tensor tensor(double[] values, long... shape) {
        return shape.length == 0 ? Tensor.create(values, 1).reshape(shape) : Tensor.create(values, shape);
    }

    static Tensor vector(double... values) {
        return tensor(values, values.length);
    }

    /// The values in row-major order.
    static double[] values(Tensor tensor) {
        DoubleBuffer buffer = tensor.detach().to(ScalarType.Double).contiguous().createBuffer();
        double[] values = new double[Math.toIntExact(tensor.numel())];
        buffer.get(values);
        return values;
    }

    /// NHWC to NCHW, as a view that gradients flow through.
    static Tensor channelsFirst(Tensor image) {
        return image.permute(0, 3, 1, 2);
    }

    /// NCHW to NHWC.
    static Tensor channelsLast(Tensor image) {
        return image.permute(0, 2, 3, 1);
    }

    /// HWIO to OIHW.
    static Tensor outputsFirst(Tensor filters) {
        return filters.permute(3, 2, 0, 1);
    }

    static Tensor labels(Tensor labels) {
        return labels.to(ScalarType.Long);
    }

    static TensorOptional some(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    static Scalar number(double value) {
        return new Scalar(value);
    }

    static long[] pair(long a, long b) {
        return new long[] {a, b};
    }

    /// Writes Adam's betas. They are a C++ tuple that the bindings show as raw memory, where GCC's library keeps
    /// the last element first.
    static void betas(DoublePointer tuple, double b1, double b2) {
        if (tuple.get(0) != 0.999 || tuple.get(1) != 0.9) {
            throw new IllegalStateException("expected the default betas in memory as 0.999, 0.9: got "
                    + tuple.get(0) + ", " + tuple.get(1) + "; this platform keeps them in another order");
        }
        tuple.put(0, b2).put(1, b1);
    }

    /// Puts pixels of value `fill`, or mirrored ones, around an NCHW image.
    static Tensor pad(Tensor image, Border border, String mode, double fill) {
        long[] sides = {border.left(), border.right(), border.top(), border.bottom()};
        DoubleOptional value = mode.equals("constant") ? new DoubleOptional(fill) : new DoubleOptional();
        return torch.pad(image, sides, mode, value);
    }

    /// `x[…, from : to, …]` along one axis.
    static Tensor slice(Tensor x, int axis, long from, long to) {
        return torch.slice(x, axis, new LongOptional(from), new LongOptional(to), 1);
    }
}
