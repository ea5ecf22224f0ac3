package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.graph.Differentiation;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How gradients pass a dense, a max-pooling, an average-pooling and a convolution layer, each beside its finite
/// difference; and a whole small network.
///
/// @param product of two small matrices, worked out
public record GradientChecks(MatrixProduct product, List<Check> checks, SmallNetwork network)
        implements Example {
    /// A power of two: with whole numbers, differences over it are exact.
    private static final float STEP = 1 / 16f;

    /// Of the dense layer.
    private static final float[] X = {1, -2, 3};
    private static final float[][] WEIGHTS = {{2, -1}, {0, 1}, {1, 3}};

    /// The height of a matrix's cells in pixels.
    private static final double CELL = 30;

    public GradientChecks {
        checks = List.copyOf(checks);
    }

    /// One layer. The loss is Σ dy · y, so that dy is what comes from the layers behind.
    ///
    /// @param layer in words
    /// @param lesson what to see
    /// @param y the output
    /// @param dy the gradient of the loss with respect to the output
    /// @param by the gradients with respect to what goes in
    /// @param again the gradient with respect to the input, computed as another convolution; empty for other layers
    public record Check(String layer, String lesson, Tensor y, Tensor dy, List<By> by, List<Tensor> again) {
        public Check {
            by = List.copyOf(by);
            again = List.copyOf(again);
        }

        /// Its picture, such as `backprop-max-pooling.svg`.
        private String file() {
            return "backprop-" + layer.substring(0, layer.indexOf(',')).toLowerCase(Locale.ROOT).replace(' ', '-')
                    + ".svg";
        }

        /// The matrices that are drawn.
        private Stream<Tensor> drawn() {
            return Stream.concat(
                    Stream.of(y, dy), by.stream().flatMap(one -> Stream.of(one.value, one.gradient, one.difference)));
        }
    }

    /// A gradient, beside (J(v + h) − J(v − h)) / 2h for each number v.
    ///
    /// @param name of what it is with respect to
    /// @param gradient by differentiation
    /// @param difference by two runs forward for each number
    /// @param largestError the largest distance between the two
    public record By(String name, Tensor value, Tensor gradient, Tensor difference, float largestError) {}

    public static GradientChecks of(Backend backend) {
        return new GradientChecks(
                MatrixProduct.of(Planes.matrix(X), Planes.matrix(WEIGHTS), backend),
                List.of(dense(backend), maximum(backend), average(backend), convolution(backend)),
                SmallNetwork.of(backend));
    }

    private static Check dense(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor x = Tensor.of(Shape.of(3), X);
        Tensor weights = Planes.matrix(WEIGHTS);
        Tensor bias = Tensor.of(Shape.of(2), 1, -1);
        Node input = calculation.input("x", x);
        Node w = calculation.parameter("W", weights);
        Node b = calculation.parameter("b", bias);
        Map<String, Node> by = new LinkedHashMap<>();
        by.put("x", input);
        by.put("W", w);
        by.put("b", b);
        Node y = MatMul.plain().on(input, w).plus(b);
        return check(
                "Dense, y = x W + b",
                "The gradient goes back through the same weights: dx = dy Wᵀ. Each weight gets what came in times what"
                        + " comes back: dW = xᵀ dy; each bias gets what comes back.",
                calculation, y, Tensor.of(Shape.of(2), 1, 2), by, Map.of("x", x, "W", weights, "b", bias), List.of());
    }

    private static Tensor image() {
        return Planes.matrix(
                new float[] {1, 3, 2, 1}, new float[] {4, 6, 5, 0}, new float[] {7, 2, 9, 8}, new float[] {0, 1, 3, 4});
    }

    private static Check maximum(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node x = calculation.plane("x", image());
        return check(
                "Max pooling, 2 × 2, stride 2",
                "Only the greatest number of a window decides the output, so the whole gradient goes to it. The others"
                        + " get nothing: changing them a little changes nothing.",
                calculation, new MaxPooling(Pooling.of(2, 2)).on(x), Planes.counting(1, 2, 2), Map.of("x", x),
                Map.of("x", image()), List.of());
    }

    private static Check average(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node x = calculation.plane("x", image());
        return check(
                "Average pooling, 2 × 2, stride 2",
                "All numbers of a window count alike, so each gets a quarter of the gradient.",
                calculation, new AveragePooling(Pooling.of(2, 2)).on(x), Planes.counting(1, 2, 2), Map.of("x", x),
                Map.of("x", image()), List.of());
    }

    private static Check convolution(Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor image = Planes.counting(1, 3, 3);
        Tensor kernel = Planes.matrix(new float[] {-1, 2}, new float[] {3, -1});
        Tensor dy = Planes.matrix(new float[] {1, 2}, new float[] {-1, 1});
        Node x = calculation.plane("x", image);
        Node w = calculation.parameter("w", Planes.shaped(kernel, 2, 2, 1, 1));
        Map<String, Node> by = new LinkedHashMap<>();
        by.put("x", x);
        by.put("w", w);
        Node y = Convolution.of(1, Padding.VALID).on(x, w);
        Calculation other = new Calculation(backend);
        Tensor turned = Planes.matrix(new float[] {-1, 3}, new float[] {2, -1});
        Tensor again = other.value(Convolution.of(1, Padding.of(1))
                .on(other.plane("dy", dy), other.parameter("w", Planes.shaped(turned, 2, 2, 1, 1))));
        return check(
                "Convolution, 2 × 2",
                "Backward is a convolution again: dx is dy with a border of one zero, under the kernel turned by 180°;"
                        + " and dw is x under dy as a kernel.",
                calculation, y, dy, by, Map.of("x", image, "w", kernel), List.of(Planes.channel(again, 0)));
    }

    private static Check check(
            String layer, String lesson, Calculation calculation, Node y, Tensor dy, Map<String, Node> by,
            Map<String, Tensor> values, List<Tensor> again) {
        int[] axes = IntStream.range(0, y.shape().rank()).toArray();
        Tensor upstream = new Tensor(y.shape().sample(), dy.values());
        Node loss = Sum.over(axes).on(y.times(Constant.of(upstream)));
        Differentiation differentiation = Differentiation.of(loss, by.values());
        Map<String, Node> wanted = new LinkedHashMap<>();
        wanted.put("y", y);
        wanted.put("loss", loss);
        by.forEach((name, node) -> wanted.put(
                "d" + name, Objects.requireNonNull(differentiation.byNode().get(node))));
        Calculation.Run run = calculation.compile(wanted);
        Map<String, Tensor> numbers = run.values();
        List<By> found = new ArrayList<>();
        by.forEach((name, node) -> {
            Tensor value = Calculation.value(values, name);
            Tensor gradient = matrix(new Tensor(value.shape(), Calculation.value(numbers, "d" + name).values()));
            Tensor difference = matrix(difference(run, name, node, value));
            found.add(new By(name, matrix(value), gradient, difference, distance(gradient, difference)));
        });
        Tensor output = new Tensor(dy.shape(), Calculation.value(numbers, "y").values());
        return new Check(layer, lesson, matrix(output), matrix(dy), found, again);
    }

    private static Tensor difference(Calculation.Run run, String name, Node node, Tensor value) {
        Shape shape = node.shape().sample();
        Tensor difference = Tensor.zeros(value.shape());
        for (int i = 0; i < difference.values().length; i++) {
            float[] moved = value.values().clone();
            moved[i] += STEP;
            float above = loss(run.with(name, new Tensor(shape, moved)));
            moved[i] -= 2 * STEP;
            float below = loss(run.with(name, new Tensor(shape, moved)));
            difference.values()[i] = (above - below) / (2 * STEP);
        }
        run.with(name, new Tensor(shape, value.values()));
        return difference;
    }

    private static float loss(Calculation.Run run) {
        return Calculation.value(run.values(), "loss").values()[0];
    }

    private static float distance(Tensor a, Tensor b) {
        float distance = 0;
        for (int i = 0; i < a.values().length; i++) {
            distance = Math.max(distance, Math.abs(a.values()[i] - b.values()[i]));
        }
        return distance;
    }

    /// A vector as a matrix of one row.
    private static Tensor matrix(Tensor tensor) {
        return tensor.shape().rank() == 1 ? Planes.shaped(tensor, 1, tensor.shape().dim(0)) : tensor;
    }

    @Override
    public String title() {
        return "Backpropagation: how gradients pass a layer";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("Going back, a layer is given dy: how the loss changes with each number of its output, the"
                + " gradient by y. It works out two things: dx, the gradient by its input, which the layer before is"
                + " given, and the gradients by what it learns, which say how to change that."));
        page.add(Block.text("Each gradient stands beside a finite difference: one number is moved up and down by 1/16,"
                + " the layer is run both times, and the change of the loss is divided by 1/8, the whole move. That"
                + " needs no rules, and must come out the same."));
        page.add(new Block.Heading("First: the product of two matrices"));
        page.add(Block.text("The number in row i and column j of a product x W is row i of x times column j of W,"
                + " number by number, and added up. So each column of W holds the weights of one neuron:"));
        page.add(Block.row(
                Block.Grid.of("x", product.left()), new Block.Sign("·"), Block.Grid.of("W", product.right()),
                new Block.Sign("="), Block.Grid.of("x W", product.result())));
        page.add(new Block.Lines(product.worked()));
        page.add(Block.text("A dense layer adds a bias to each and gives y. In the next lines, Wᵀ, W transposed, is W"
                + " with its rows for columns."));
        for (Check check : checks) {
            page.add(new Block.Heading(check.layer));
            page.add(Block.text(check.lesson));
            page.add(Block.picture(check.file()));
            page.add(Block.row(
                    Block.Grid.of("output y", check.y), Block.Grid.of("dy, from behind", check.dy)));
            for (By by : check.by) {
                page.add(Block.row(
                        Block.Grid.of(by.name, by.value), new Block.Sign("→"),
                        Block.Grid.of("gradient d" + by.name, by.gradient),
                        Block.Grid.of("finite difference", by.difference)));
            }
            check.again.forEach(again -> page.add(Block.row(
                    Block.Grid.of("dx as a convolution of dy", again))));
            float worst = 0;
            for (By by : check.by) {
                worst = Math.max(worst, by.largestError);
            }
            page.add(Block.lines("largest difference between gradient and finite difference: " + worst));
        }
        network.addTo(page);
        return page;
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (Check check : checks) {
            List<Figure> parts = new ArrayList<>();
            double across = Drawn.across(check.drawn().map(values -> Drawn.signed(values, CELL)));
            parts.add(Panel.row(
                    20, Drawn.signed(check.y, CELL).across(across).titled("output y"),
                    Drawn.signed(check.dy, CELL).across(across).titled("dy, from behind")));
            for (By by : check.by) {
                parts.add(Panel.row(
                        20, Drawn.signed(by.value, CELL).across(across).titled(by.name), Drawn.sign("→"),
                        Drawn.signed(by.gradient, CELL).across(across).titled("gradient d" + by.name), Drawn.sign("="),
                        Drawn.signed(by.difference, CELL).across(across).titled("finite difference")));
            }
            pictures.put(check.file(), Drawn.bytes(Panel.column(14, parts.toArray(Figure[]::new)), check.layer));
        }
        pictures.put("backprop-network.svg", Drawn.bytes(
                network.diagram(), "A whole network: numbers forward, derivatives backward"));
        return pictures;
    }
}
