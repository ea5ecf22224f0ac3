package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Svg;
import dev.fovea.graph.Differentiation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Slice;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which patch of the input one output of each layer sees: r = r + (k − 1) · product of the strides before. The engine
/// checks it: the gradient of the middle output by the input is greater than 0 there and nowhere else.
public record ReceptiveField(List<Seen> networks) implements Example {
    public ReceptiveField {
        networks = List.copyOf(networks);
    }

    /// A network, up to its dense layers.
    ///
    /// @param side of its images in pixels
    public record Seen(String name, int side, List<Field> fields) {
        public Seen {
            fields = List.copyOf(fields);
        }
    }

    /// What one output of a layer sees.
    ///
    /// @param layer kernel or window and stride, in words
    /// @param output rows of its output
    /// @param jump pixels of the input from one output to the next: the product of the strides up to here
    /// @param size rows of the input that one output sees, by the formula
    /// @param patch where the gradient of the middle output is not 0
    public record Field(String layer, int kernel, int stride, int output, int jump, int size, Patch patch) {}

    /// A rectangle of the input.
    ///
    /// @param filled how many numbers in it are not 0
    public record Patch(int top, int left, int height, int width, int filled) {}

    /// A layer as far as it matters here.
    private record Sliding(String name, int kernel, int stride, Padding padding, boolean pools) {
        static Sliding pool(Pooling pooling) {
            return new Sliding("pooling", pooling.height(), pooling.strideH(), pooling.padding(), true);
        }

        /// Every weight positive and no maximum, so that whatever an output can see has a part in it.
        Node on(Node x, Calculation calculation) {
            if (pools) {
                return new AveragePooling(Pooling.of(kernel, stride).padding(padding)).on(x);
            }
            Tensor mean = Tensor.zeros(Shape.of(kernel, kernel, 1, 1));
            Arrays.fill(mean.values(), 1f / (kernel * kernel));
            return Convolution.of(stride, padding).on(x, calculation.parameter("mean of " + kernel, mean));
        }
    }

    public static ReceptiveField of(Backend backend) {
        Sequential small = Sequential.of(
                Conv2D.of(8, 3).relu(), Conv2D.of(8, 3).relu(), MaxPool2D.of(2), Conv2D.of(16, 3).relu(),
                Flatten.of(), Dense.of(10));
        return new ReceptiveField(List.of(
                seen("A small network", small, 16, backend), seen("LeNet-5", zoo("lenet5"), 32, backend),
                seen("VGG-16", zoo("vgg16"), 224, backend)));
    }

    private static Layer zoo(String id) {
        return Zoo.named(id).layers(Zoo.named(id).input(), Zoo.named(id).classes());
    }

    private static Seen seen(String name, Layer layers, int side, Backend backend) {
        List<Field> fields = new ArrayList<>();
        Calculation calculation = new Calculation(backend);
        Node image = calculation.plane("image", Tensor.zeros(Shape.of(side, side)));
        Node x = image;
        int size = 1;
        int jump = 1;
        for (Sliding layer : sliding(((Sequential) layers).layers())) {
            x = layer.on(x, calculation);
            size += (layer.kernel - 1) * jump;
            jump *= layer.stride;
            fields.add(new Field(
                    layer.name + " " + layer.kernel + "×" + layer.kernel, layer.kernel, layer.stride,
                    x.shape().dim(1), jump, size, patch(calculation, image, x)));
        }
        return new Seen(name, side, fields);
    }

    private static List<Sliding> sliding(List<Layer> layers) {
        List<Sliding> found = new ArrayList<>();
        for (Layer layer : layers) {
            switch (layer) {
                case Conv2D conv ->
                    found.add(new Sliding("convolution", conv.height(), conv.strideH(), conv.padding(), false));
                case MaxPool2D pool -> found.add(Sliding.pool(pool.pooling()));
                case AveragePool2D pool -> found.add(Sliding.pool(pool.pooling()));
                default -> { }
            }
        }
        return found;
    }

    private static Patch patch(Calculation calculation, Node image, Node x) {
        int middle = (x.shape().dim(1) - 1) / 2;
        Node output = new Slice(2, middle, middle + 1).on(new Slice(1, middle, middle + 1).on(x));
        Node loss = Sum.over(0, 1, 2, 3).on(output.times(Constant.of(1)));
        Node gradient = Objects.requireNonNull(Differentiation.of(loss, List.of(image)).byNode().get(image));
        Tensor slopes = Planes.channel(calculation.value(gradient), 0);
        int side = slopes.shape().dim(0);
        int top = side;
        int left = side;
        int bottom = -1;
        int right = -1;
        int filled = 0;
        for (int i = 0; i < slopes.values().length; i++) {
            if (slopes.values()[i] != 0) {
                top = Math.min(top, i / side);
                bottom = Math.max(bottom, i / side);
                left = Math.min(left, i % side);
                right = Math.max(right, i % side);
                filled++;
            }
        }
        return new Patch(top, left, bottom - top + 1, right - left + 1, filled);
    }

    @Override
    public String title() {
        return "The receptive field: what one output sees of the picture";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("An output of a convolution of 3 × 3 sees 3 × 3 pixels. An output of the next layer sees"
                + " 3 × 3 outputs of the first, and so more pixels. That patch of the picture is its receptive field."
                + " With a kernel or window of k rows, and s the product of all strides before the layer, the field r"
                + " grows:"));
        page.add(Block.lines("r ← r + (k − 1) · s        from r = 1, a pixel itself, and s = 1"));
        page.add(Block.picture("receptive-field.svg"));
        for (Seen network : networks) {
            page.add(new Block.Heading(network.name + ", " + network.side + " × " + network.side + " pixels"));
            page.add(new Block.Table(
                    List.of("layer", "stride", "output", "r = r + (k − 1) · s", "field", "measured"),
                    rows(network), List.of(3)));
        }
        page.add(Block.text("The column on the right is measured: the engine computes for every pixel how much the"
                + " middle output changes when the pixel changes a little, the gradient (see fovea show graph). Where"
                + " it is not 0 the output sees the pixel: that is the field. For this all weights are set to the same"
                + " positive number, and pooling takes the mean, because of a maximum only one pixel counts."));
        page.add(Block.text("Two layers of 3 × 3 see as much as one of 5 × 5, three as much as one of 7 × 7, with fewer"
                + " weights: that is the idea of VGG, networks of 2014 (see fovea show history). A stride, or"
                + " pooling, makes every layer behind it see more."));
        return page;
    }

    private static List<List<String>> rows(Seen network) {
        List<List<String>> rows = new ArrayList<>();
        int size = 1;
        int jump = 1;
        for (Field field : network.fields) {
            rows.add(List.of(
                    field.layer, Integer.toString(field.stride), square(field.output, field.output),
                    size + " + " + (field.kernel - 1) + " · " + jump, Integer.toString(field.size),
                    square(field.patch.height, field.patch.width)));
            size = field.size;
            jump = field.jump;
        }
        return rows;
    }

    private static String square(int rows, int columns) {
        return rows + "×" + columns;
    }

    @Override
    public Map<String, byte[]> pictures() {
        Figure[] nested = networks.stream()
                .map(network -> new Nested(network).titled(
                        network.name, "what the middle output of each layer sees of " + square(
                                network.side, network.side) + " pixels"))
                .toArray(Figure[]::new);
        return Map.of("receptive-field.svg", Drawn.bytes(Panel.row(50, nested), title()));
    }

    /// The picture with the fields as squares, their names beside it.
    private record Nested(Seen network) implements Figure {
        private static final double SIDE = 260;
        private static final double NAMES = 190;
        private static final double LINE = 18;

        /// Where there are many layers, those that pool, and the first.
        private List<Field> shown() {
            List<Field> all = network.fields;
            return all.size() <= 6
                    ? all
                    : all.stream().filter(field -> field.stride > 1 || field == all.getFirst()).toList();
        }

        @Override
        public double width() {
            return SIDE + NAMES;
        }

        @Override
        public double height() {
            return SIDE;
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            double pixel = SIDE / network.side;
            svg.rect(x, y, SIDE, SIDE, 0, Ink.fill(0xF6F8FA).border(Colours.MUTED, 1));
            if (network.side <= 32) {
                for (int i = 1; i < network.side; i++) {
                    svg.line(x + i * pixel, y, x + i * pixel, y + SIDE, Ink.line(Colours.GRID, .75));
                    svg.line(x, y + i * pixel, x + SIDE, y + i * pixel, Ink.line(Colours.GRID, .75));
                }
            }
            List<Field> shown = shown();
            for (int i = shown.size() - 1; i >= 0; i--) {
                Patch patch = shown.get(i).patch;
                int colour = Colours.series(i);
                svg.rect(
                        x + patch.left * pixel, y + patch.top * pixel, patch.width * pixel, patch.height * pixel, 0,
                        Ink.fill(Colours.mix(Colours.WHITE, colour, .18)).border(colour, 2));
                svg.rect(x + SIDE + 14, y + 4 + i * LINE, 11, 11, 0, Ink.fill(colour));
                svg.text(
                        x + SIDE + 31, y + 14 + i * LINE, shown.get(i).layer + ": "
                                + square(patch.height, patch.width), Lettering.of(12));
            }
        }
    }
}
