package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Numerals;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Slice;
import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The convolution as a kernel that slides over an image, place by place.
///
/// @param padded the image with its border
/// @param top rows of border above the image
/// @param left columns of border to its left
/// @param steps row by row
/// @param result what the engine's convolution gives
/// @param channels the same for several channels and kernels
/// @param sizes of outputs
public record SlidingWindow(
        Setting setting, Tensor padded, int top, int left, List<WindowStep> steps, Tensor result, ManyChannels channels,
        List<OutputSize> sizes)
        implements Example {
    /// More steps than these are told by their number.
    private static final int PRINTED = 12;

    public SlidingWindow {
        steps = List.copyOf(steps);
        sizes = List.copyOf(sizes);
    }

    /// What slides over what.
    ///
    /// @param image rows × columns
    /// @param kernel rows × columns
    /// @param fill the number in the border
    /// @param bias added to each sum
    public record Setting(Tensor image, Tensor kernel, int stride, Padding padding, float fill, float bias) {
        public Setting {
            if (image.shape().rank() != 2 || kernel.shape().rank() != 2) {
                throw new IllegalArgumentException(
                        "image and kernel must be matrices: got " + image.shape() + " and " + kernel.shape());
            }
        }

        /// The numbers 1 to 9 and a kernel that adds up two corners with a minus.
        public static Setting usual() {
            return new Setting(
                    Planes.counting(1, 3, 3), Planes.matrix(new float[] {-1, 0}, new float[] {0, -1}), 1, Padding.VALID,
                    0, 0);
        }

        /// Rows of the image with its border.
        public int paddedHeight() {
            return Math.max(image.shape().dim(0), window().paddedH());
        }

        public int paddedWidth() {
            return Math.max(image.shape().dim(1), window().paddedW());
        }

        private Shape images() {
            return Shape.batch(image.shape().dim(0), image.shape().dim(1), 1);
        }

        Window window() {
            Shape filters = Shape.of(kernel.shape().dim(0), kernel.shape().dim(1), 1, 1);
            return Convolution.of(stride, padding).window(images(), filters);
        }

        /// The image with its border. A border of another number: zeros around what is left without it.
        Node padded(Node plane) {
            Window window = window();
            int bottom = Math.max(0, window.paddedH() - window.top() - window.h());
            int right = Math.max(0, window.paddedW() - window.left() - window.w());
            Node shifted = plane.plus(Constant.of(-fill));
            return Pad.zero(2, window.left(), right).on(Pad.zero(1, window.top(), bottom).on(shifted))
                    .plus(Constant.of(fill));
        }

        /// b + Σ w · x at every place, of an image with its border.
        Node output(Calculation calculation, Node padded) {
            Tensor filters = Planes.shaped(kernel, kernel.shape().dim(0), kernel.shape().dim(1), 1, 1);
            Node sums = Convolution.of(stride, Padding.VALID).on(padded, calculation.parameter("filters", filters));
            return bias == 0 ? sums : sums.plus(calculation.parameter("bias", Tensor.of(Shape.of(1), bias)));
        }
    }

    /// An image of three channels and two kernels: each channel has its own part of a kernel, and the parts' results
    /// are added.
    ///
    /// @param image height × width × 3
    /// @param kernels height × width × 3 × 2
    /// @param parts for each kernel, the result of each channel alone
    /// @param sums for each kernel, what the engine's convolution gives
    public record ManyChannels(Tensor image, Tensor kernels, List<List<Tensor>> parts, List<Tensor> sums) {
        private static final int KERNELS = 2;

        static ManyChannels of(Backend backend) {
            Tensor image = Planes.stacked(
                    Planes.counting(1, 3, 3),
                    Planes.matrix(new float[] {0, 1, 0}, new float[] {1, 0, 1}, new float[] {0, 1, 0}),
                    Planes.matrix(new float[] {2, 2, 2}, new float[] {0, 0, 0}, new float[] {1, 1, 1}));
            Tensor kernels = Planes.shaped(
                    Planes.stacked(
                            Planes.matrix(new float[] {1, 0, 1, 1, -1, 0}, new float[] {0, -1, 1, 1, 0, 1}),
                            Planes.matrix(new float[] {0, 1, -1, 0, 1, 1}, new float[] {1, 0, 0, 1, -1, 0})),
                    2, 2, 3, KERNELS);
            Calculation calculation = new Calculation(backend);
            Node x = calculation.input("image", image);
            Node w = calculation.parameter("kernels", kernels);
            Convolution convolution = Convolution.of(1, Padding.VALID);
            List<Tensor> parts = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                Node channel = new Slice(3, c, c + 1).on(x);
                parts.add(calculation.value(convolution.on(channel, new Slice(2, c, c + 1).on(w))));
            }
            Tensor sum = calculation.value(convolution.on(x, w));
            List<List<Tensor>> byKernel = new ArrayList<>();
            List<Tensor> sums = new ArrayList<>();
            for (int k = 0; k < KERNELS; k++) {
                int kernel = k;
                byKernel.add(parts.stream().map(part -> Planes.channel(part, kernel)).toList());
                sums.add(Planes.channel(sum, k));
            }
            return new ManyChannels(image, kernels, byKernel, sums);
        }

        Tensor kernel(int k, int c) {
            return Planes.channel(Planes.shaped(kernels, 2, 2, 3 * KERNELS), c * KERNELS + k);
        }
    }

    public static SlidingWindow of(Setting setting, Backend backend) {
        Window window = setting.window();
        Calculation calculation = new Calculation(backend);
        Node kernel = calculation.parameter(
                "kernel", Planes.shaped(setting.kernel, window.r(), window.s(), 1));
        Node padded = setting.padded(calculation.plane("image", setting.image));
        Tensor border = calculation.value(padded);
        Tensor result = calculation.value(setting.output(calculation, padded));
        List<WindowStep> steps =
                WindowStep.all(calculation, padded, kernel, setting.stride, window.oh(), window.ow());
        return new SlidingWindow(
                setting, Planes.channel(border, 0), window.top(), window.left(), steps, Planes.channel(result, 0),
                ManyChannels.of(backend), OutputSize.table());
    }

    @Override
    public String title() {
        return "Convolution: a kernel slides over an image";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        int height = setting.kernel.shape().dim(0);
        int width = setting.kernel.shape().dim(1);
        page.add(Block.text("The kernel is laid on the image, the numbers that meet are multiplied, the products are"
                + " added: one number of the output. Then the kernel moves " + pixels(setting.stride) + " to the right,"
                + " at the end of a row " + pixels(setting.stride) + " down, and starts on the left again. The"
                + " numbers of the kernel are its weights. (In mathematics a convolution first turns the kernel by"
                + " 180°; networks do not, and what they do is called cross-correlation there.)"));
        boolean border = padded.values().length > setting.image.values().length;
        page.add(Block.row(
                Block.Grid.of("image", setting.image), new Block.Sign("∗"),
                Block.Grid.of("kernel", setting.kernel)));
        page.add(Block.lines("stride " + setting.stride + ", padding " + setting.padding + ", output "
                + result.shape().dim(0) + " × " + result.shape().dim(1)));
        page.add(Block.text("The stride is how many pixels the kernel moves at a time. Padding is a border around the"
                + " image: VALID means none, SAME as much as keeps the size at stride 1."));
        if (border) {
            page.add(Block.text("Around the image lies a border of " + number(setting.fill)
                    + ", so that the kernel also fits at the edge. An odd pixel goes to the bottom and the right."));
        }
        page.add(new Block.Heading("Step by step"));
        page.add(Block.text("Each number of the output is y = b + Σ w · x: Σ, the sum, of all products, plus a bias"
                + " b, one number for the whole kernel" + (setting.bias == 0 ? "; here b is 0." : ".")));
        page.add(Block.picture("convolution-steps.svg"));
        for (int i = 0; i < Math.min(PRINTED, steps.size()); i++) {
            WindowStep step = steps.get(i);
            page.add(Block.row(
                    Block.Grid.of("step " + (i + 1) + ", output " + step.row() + ", " + step.column(), padded)
                            .window(step.top(), step.left(), height, width),
                    new Block.Sign("×"), Block.Grid.of("kernel", setting.kernel), new Block.Sign("="),
                    Block.Grid.of("products", step.products()), new Block.Sign("→"),
                    Block.Grid.of("sum", Tensor.of(Shape.of(1, 1), step.sum()))));
            if (setting.bias != 0) {
                page.add(Block.lines(withBias(step)));
            }
        }
        if (steps.size() > PRINTED) {
            page.add(Block.text("And so on: these were " + PRINTED + " of " + steps.size() + " places."));
        }
        page.add(new Block.Heading("The output"));
        page.add(Block.row(Block.Grid.of("feature map", result)));
        addChannels(page);
        addSizes(page);
        return page;
    }

    private String withBias(WindowStep step) {
        return sum(setting.bias, step.sum(), result.at(step.row(), step.column()));
    }

    /// The bias, a sum of products and the output as one line.
    static String sum(float bias, float sum, float output) {
        return "b + Σ w · x = " + number(bias) + (sum < 0 ? " − " : " + ") + number(Math.abs(sum)) + " = "
                + number(output);
    }

    private static String pixels(int count) {
        return count == 1 ? "one pixel" : count + " pixels";
    }

    /// With two decimals, if it has any.
    static String number(float value) {
        return fixed(value, Numerals.decimals(2, value));
    }

    private void addChannels(List<Block> page) {
        page.add(new Block.Heading("Several channels, several kernels"));
        page.add(Block.text("A kernel has a part for each channel of the image. Each part slides over its channel, and"
                + " the results are added: one map a kernel, however many channels there are."));
        page.add(Block.picture("convolution-channels.svg"));
        page.add(Block.row(
                Block.Grid.of("red", Planes.channel(channels.image, 0)),
                Block.Grid.of("green", Planes.channel(channels.image, 1)),
                Block.Grid.of("blue", Planes.channel(channels.image, 2))));
        for (int k = 0; k < channels.sums.size(); k++) {
            List<Block.Piece> kernel = new ArrayList<>();
            List<Block.Piece> pieces = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                String colour = List.of("red", "green", "blue").get(c);
                kernel.add(Block.Grid.of("kernel " + (k + 1) + ", " + colour, channels.kernel(k, c)));
                pieces.add(Block.Grid.of("from " + colour, channels.parts.get(k).get(c)));
                pieces.add(new Block.Sign(c < 2 ? "+" : "="));
            }
            pieces.add(Block.Grid.of("map " + (k + 1), channels.sums.get(k)));
            page.add(new Block.Row(kernel));
            page.add(new Block.Row(pieces));
        }
    }

    private void addSizes(List<Block> page) {
        page.add(new Block.Heading("How large is the output?"));
        page.add(Block.text("The image has n rows, the kernel k, and the stride is s; the same holds for columns,"
                + " and for the window of a pooling (see fovea show pooling). ⌈ ⌉ rounds up to a whole number and ⌊ ⌋"
                + " down: ⌈2.5⌉ is 3, ⌊2.5⌋ is 2."));
        page.add(Block.lines(
                "VALID    ⌈(n − k + 1) / s⌉         no border",
                "SAME     ⌈n / s⌉                   as much border as that takes",
                "p        ⌊(n − k + 2p) / s⌋ + 1    p pixels of border on each side"));
        page.add(new Block.Table(
                List.of("image", "layer", "padding", "border", "output"),
                sizes.stream().map(OutputSize::row).toList(), List.of(1, 2)));
        page.add(Block.lines(sizes.getFirst().worked(), sizes.getLast().worked()));
    }

    @Override
    public Map<String, byte[]> pictures() {
        return WindowPictures.of(this);
    }
}
