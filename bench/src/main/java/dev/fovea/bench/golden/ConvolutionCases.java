package dev.fovea.bench.golden;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Convolutions: every kernel size, stride, dilation, grouping and padding that layers use.
final class ConvolutionCases {
    private ConvolutionCases() {}

    static Golden convolution() {
        return Golden.of(
                "convolution",
                "Cross-correlation of x (n,h,w,c) with w (r,s,c/groups,k). SAME: ceil(n/stride) outputs, the odd pixel"
                        + " of padding at the bottom and right. Explicit padding is [top, bottom, left, right].",
                List.of(
                        geometry(1, 1).image(2, 3, 4, 3).filters(5).padding("SAME").run("1x1"),
                        geometry(1, 1).stride(2, 2).image(1, 5, 4, 3).filters(2).padding("SAME").run("1x1 stride 2"),
                        geometry(2, 2).image(1, 4, 5, 2).filters(2).padding("SAME").run("2x2 same"),
                        geometry(2, 2).stride(2, 2).image(1, 7, 5, 2).filters(3).padding("VALID")
                                .run("2x2 stride 2 valid"),
                        geometry(3, 3).image(2, 3, 5, 3).filters(4).padding("SAME").run("3x3 same"),
                        geometry(3, 3).image(1, 6, 5, 2).filters(2).padding("VALID").run("3x3 valid"),
                        geometry(3, 3).stride(2, 2).image(1, 6, 5, 2).filters(3).padding("SAME")
                                .run("3x3 stride 2 same"),
                        geometry(3, 3).stride(3, 3).image(1, 8, 10, 1).filters(2).padding("SAME")
                                .run("3x3 stride 3 same"),
                        geometry(4, 4).image(2, 5, 4, 1).filters(3).padding("SAME").run("4x4 same"),
                        geometry(4, 4).stride(2, 2).image(1, 7, 6, 1).filters(2).padding("SAME")
                                .run("4x4 stride 2 same"),
                        geometry(5, 5).image(1, 5, 6, 1).filters(2).padding("SAME").run("5x5 same"),
                        geometry(5, 5).stride(2, 2).image(1, 9, 8, 1).filters(2).padding("VALID")
                                .run("5x5 stride 2 valid"),
                        geometry(3, 1).image(1, 5, 3, 3).filters(2).padding("SAME").run("3x1 same"),
                        geometry(1, 4).stride(1, 2).image(1, 4, 7, 2).filters(3).padding("SAME")
                                .run("1x4 stride 1x2 same"),
                        geometry(3, 2).stride(2, 1).image(1, 5, 4, 2).filters(2).padding(1, 0, 0, 2)
                                .run("3x2 stride 2x1 asymmetric padding"),
                        geometry(3, 3).image(1, 3, 4, 2).filters(2).padding(2, 2, 2, 2).run("3x3 full padding"),
                        geometry(3, 3).stride(2, 2).image(1, 5, 6, 2).filters(2).padding(0, 1, 0, 1)
                                .run("3x3 stride 2 asymmetric padding"),
                        geometry(3, 3).dilation(2, 2).image(1, 6, 7, 1).filters(2).padding("SAME")
                                .run("3x3 dilation 2 same"),
                        geometry(3, 2).dilation(1, 3).stride(2, 1).image(1, 6, 7, 1).filters(2).padding("VALID")
                                .run("3x2 dilation 1x3 stride 2x1 valid"),
                        geometry(3, 3).groups(2).image(1, 4, 3, 4).filters(4).padding("SAME").run("3x3 groups 2"),
                        geometry(3, 3).groups(3).stride(2, 2).image(1, 5, 5, 3).filters(3).padding("SAME")
                                .run("3x3 depthwise stride 2"),
                        geometry(5, 3).groups(2).image(1, 5, 4, 2).filters(4).padding("SAME")
                                .run("5x3 depthwise multiplier 2"),
                        geometry(3, 3).image(1, 1, 1, 3).filters(2).padding("SAME").run("3x3 on one pixel")));
    }

    static Golden biasedRelu() {
        Draw draw = Draw.of("convolution bias relu");
        Case example = Case.of("3x3 same bias relu")
                .with("padding", "SAME")
                .input("x", draw.values(2, 5, 4, 3))
                .input("w", draw.uniform(-1, 1, 3, 3, 3, 5))
                .input("b", draw.values(5))
                .differentiate(in -> {
                    Tensor x = Torch.channelsFirst(in.get("x"));
                    TensorOptional bias = Torch.some(in.get("b"));
                    long[] one = Torch.pair(1, 1);
                    Tensor y = torch.conv2d(x, Torch.outputsFirst(in.get("w")), bias, one, one, one, 1);
                    return Torch.channelsLast(torch.relu(y));
                });
        return Golden.of(
                "convolution-bias-relu", "y = max(0, x * w + b): what a fused epilogue must equal.", List.of(example));
    }

    static Golden transposed() {
        return Golden.of(
                "transposed-convolution",
                "conv_transpose2d of x (n,h,w,k) with w (r,s,c/groups,k): the gradient of a convolution by its image."
                        + " `padding` is cut on all sides, `outputPadding` added at the bottom and the right.",
                List.of(
                        transposed("3x3", new int[] {3, 3}, 1, 0, 0, 1, 1, 2, 3, 4, 3),
                        transposed("2x2 stride 2", new int[] {2, 2}, 2, 0, 0, 1, 1, 1, 3, 4, 3),
                        transposed("3x3 stride 2 padding 1 output padding 1", new int[] {3, 3}, 2, 1, 1, 1, 1, 2, 4, 3,
                                2),
                        transposed("4x4 stride 2 padding 1", new int[] {4, 4}, 2, 1, 0, 1, 1, 1, 3, 3, 2),
                        transposed("3x2 stride 3 output padding 2", new int[] {3, 2}, 3, 0, 2, 1, 1, 1, 3, 2, 2),
                        transposed("3x3 dilation 2 padding 1", new int[] {3, 3}, 1, 1, 0, 2, 1, 1, 4, 3, 2),
                        transposed("3x3 groups 2 stride 2", new int[] {3, 3}, 2, 1, 1, 1, 2, 1, 3, 3, 4)));
    }

    private static Case transposed(
            String name, int[] size, int stride, int padding, int more, int dilation, int groups, long... shape) {
        int filters = 4;
        Draw draw = Draw.of("transposed convolution " + name);
        return Case.of(name)
                .with("stride", stride)
                .with("padding", padding)
                .with("outputPadding", more)
                .with("dilation", dilation)
                .with("groups", groups)
                .input("x", draw.values(shape))
                .input("w", draw.uniform(-1, 1, size[0], size[1], filters / groups, shape[3]))
                .differentiate(in -> Torch.channelsLast(torch.conv_transpose2d(
                        Torch.channelsFirst(in.get("x")), Torch.outputsFirst(in.get("w")), new TensorOptional(),
                        Torch.pair(stride, stride), Torch.pair(padding, padding), Torch.pair(more, more), groups,
                        Torch.pair(dilation, dilation))));
    }

    private static Geometry geometry(int r, int s) {
        return new Geometry(r, s, 1, 1, 1, 1, 1, new long[0], 0, Border.VALID);
    }

    /// One convolution in the making.
    private record Geometry(
            int r, int s, int strideH, int strideW, int dilationH, int dilationW, int groups, long[] shape,
            int filters, Border border) {

        Geometry stride(int vertical, int horizontal) {
            return with(draft -> {
                draft.strideH = vertical;
                draft.strideW = horizontal;
            });
        }

        Geometry dilation(int vertical, int horizontal) {
            return with(draft -> {
                draft.dilationH = vertical;
                draft.dilationW = horizontal;
            });
        }

        Geometry groups(int count) {
            return with(draft -> draft.groups = count);
        }

        Geometry image(long... extents) {
            return with(draft -> draft.shape = extents);
        }

        Geometry filters(int count) {
            return with(draft -> draft.filters = count);
        }

        Geometry padding(String word) {
            int reachH = (r - 1) * dilationH + 1;
            int reachW = (s - 1) * dilationW + 1;
            return padded(
                    word.equals("VALID")
                            ? Border.VALID
                            : Border.same((int) shape[1], (int) shape[2], reachH, reachW, strideH, strideW));
        }

        Geometry padding(int top, int bottom, int left, int right) {
            return padded(Border.of(top, bottom, left, right));
        }

        private Geometry padded(Border around) {
            return with(draft -> draft.border = around);
        }

        /// A copy in the making: what a wither does not set stays as it is here.
        private final class Draft {
            int strideH = strideH();
            int strideW = strideW();
            int dilationH = dilationH();
            int dilationW = dilationW();
            int groups = groups();
            long[] shape = shape();
            int filters = filters();
            Border border = border();

            Geometry geometry() {
                return new Geometry(r, s, strideH, strideW, dilationH, dilationW, groups, shape, filters, border);
            }
        }

        private Geometry with(Consumer<Draft> change) {
            Draft draft = new Draft();
            change.accept(draft);
            return draft.geometry();
        }

        Case run(String name) {
            Draw draw = Draw.of("convolution " + name);
            return Case.of(name)
                    .with("stride", List.of(strideH, strideW))
                    .with("dilation", List.of(dilationH, dilationW))
                    .with("groups", groups)
                    .with("padding", border.word())
                    .input("x", draw.values(shape))
                    .input("w", draw.uniform(-1, 1, r, s, shape[3] / groups, filters))
                    .differentiate(in -> forward(in.get("x"), in.get("w")));
        }

        private Tensor forward(Tensor x, Tensor w) {
            Tensor padded = Torch.pad(Torch.channelsFirst(x), border, "constant", 0);
            Tensor y = torch.conv2d(
                    padded, Torch.outputsFirst(w), new TensorOptional(), Torch.pair(strideH, strideW),
                    Torch.pair(0, 0), Torch.pair(dilationH, dilationW), groups);
            return Torch.channelsLast(y);
        }
    }
}
