package dev.fovea.bench.golden;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Max, average and global average pooling.
final class PoolingCases {
    private PoolingCases() {}

    static Golden max() {
        return Golden.of(
                "max-pooling",
                "Padding counts as minus infinity; the gradient goes to the maximum. ceil: the last windows may reach"
                        + " past the border but start inside the image or its leading padding. No ties in the inputs.",
                cases(true));
    }

    static Golden average() {
        return Golden.of(
                "average-pooling",
                "Padding is left out of the mean. ceil as in max-pooling. SAME and asymmetric padding: libtorch's"
                        + " window sums of the zero-padded image divided by its window sums of ones.",
                cases(false));
    }

    static Golden globalAverage() {
        return Golden.of(
                "global-average-pooling",
                "The mean over height and width: (n,h,w,c) to (n,c).",
                List.of(global(2, 5, 7, 3), global(3, 1, 1, 4), global(1, 4, 4, 17)));
    }

    private static List<Case> cases(boolean max) {
        return List.of(
                pool(max, "2x2", new Window(2, 2, 2, 2, false), Border.VALID, 2, 6, 4, 3),
                pool(max, "2x2 on odd sizes", new Window(2, 2, 2, 2, false), Border.VALID, 1, 7, 5, 2),
                pool(max, "2x2 on odd sizes ceil", new Window(2, 2, 2, 2, true), Border.VALID, 1, 7, 5, 2),
                pool(max, "2x2 stride 1", new Window(2, 2, 1, 1, false), Border.VALID, 1, 4, 5, 3),
                same(max, "2x2 on odd sizes same", new Window(2, 2, 2, 2, false), 1, 7, 5, 2),
                same(max, "2x2 stride 1 same", new Window(2, 2, 1, 1, false), 1, 4, 5, 3),
                same(max, "3x3 stride 2 same", new Window(3, 3, 2, 2, false), 2, 8, 7, 2),
                same(max, "3x3 stride 1 same", new Window(3, 3, 1, 1, false), 1, 4, 5, 3),
                pool(max, "3x3 stride 2", new Window(3, 3, 2, 2, false), Border.VALID, 1, 8, 7, 2),
                pool(max, "3x3 stride 2 ceil", new Window(3, 3, 2, 2, true), Border.VALID, 1, 8, 6, 2),
                pool(max, "3x3 stride 2 padding 1", new Window(3, 3, 2, 2, false), Border.of(1, 1, 1, 1), 1, 7, 6, 2),
                pool(max, "3x3 stride 2 padding 1 ceil", new Window(3, 3, 2, 2, true), Border.of(1, 1, 1, 1),
                        1, 6, 8, 2),
                pool(max, "2x2 stride 3 padding 1 ceil", new Window(2, 2, 3, 3, true), Border.of(1, 1, 1, 1),
                        1, 5, 6, 2),
                pool(max, "3x2 stride 1x2", new Window(3, 2, 1, 2, false), Border.VALID, 1, 5, 6, 3),
                pool(max, "3x3 stride 2 asymmetric padding", new Window(3, 3, 2, 2, false), Border.of(0, 1, 2, 0),
                        1, 6, 7, 2),
                pool(max, "4x4 stride 3", new Window(4, 4, 3, 3, false), Border.VALID, 1, 10, 7, 1));
    }

    private static Case same(boolean max, String name, Window window, long... shape) {
        Border border = Border.same(
                (int) shape[1], (int) shape[2], window.h(), window.w(), window.strideH(), window.strideW());
        return pool(max, name, window, border, shape);
    }

    private static Case pool(boolean max, String name, Window window, Border border, long... shape) {
        Draw draw = Draw.of((max ? "max " : "average ") + name);
        return Case.of(name)
                .with("window", List.of(window.h(), window.w()))
                .with("stride", List.of(window.strideH(), window.strideW()))
                .with("padding", border.word())
                .with("ceil", window.ceil())
                .input("x", draw.distinct(shape))
                .differentiate(in -> {
                    Tensor x = Torch.channelsFirst(in.get("x"));
                    return Torch.channelsLast(max ? window.max(x, border) : window.average(x, border));
                });
    }

    private static Case global(long... shape) {
        return Case.of(shape[1] + "x" + shape[2] + "x" + shape[3])
                .input("x", Draw.of("global average " + shape[3]).values(shape))
                .differentiate(in -> torch.adaptive_avg_pool2d(Torch.channelsFirst(in.get("x")), 1, 1)
                        .reshape(shape[0], shape[3]));
    }

    private record Window(int h, int w, int strideH, int strideW, boolean ceil) {
        Tensor max(Tensor x, Border border) {
            // With ceil libtorch must know the padding itself, for it decides which windows exist.
            Tensor image = ceil ? x : Torch.pad(x, border, "constant", Double.NEGATIVE_INFINITY);
            return torch.max_pool2d(image, extent(), stride(), own(border), Torch.pair(1, 1), ceil);
        }

        Tensor average(Tensor x, Border border) {
            if (ceil || border.isSymmetric()) {
                long[] pads = Torch.pair(border.top(), border.left());
                return torch.avg_pool2d(x, extent(), stride(), pads, ceil, false, new LongOptional());
            }
            Tensor pixels = torch.ones_like(x.detach());
            return sums(Torch.pad(x, border, "constant", 0)).div(sums(Torch.pad(pixels, border, "constant", 0)));
        }

        private Tensor sums(Tensor padded) {
            return torch.avg_pool2d(
                    padded, extent(), stride(), Torch.pair(0, 0), false, true, new LongOptional(1));
        }

        private long[] own(Border border) {
            if (ceil && !border.isSymmetric()) {
                throw new IllegalArgumentException("libtorch pads both sides alike with ceil: got " + border);
            }
            return ceil ? Torch.pair(border.top(), border.left()) : Torch.pair(0, 0);
        }

        private long[] extent() {
            return Torch.pair(h, w);
        }

        private long[] stride() {
            return Torch.pair(strideH, strideW);
        }
    }
}
