package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Words;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One neuron, a = f(Σ xw + b): three inputs by hand, then nine pixels of a letter.
///
/// @param cases one neuron, given one input after the other
/// @param patches another one, whose weights are a small picture, on two places of a letter
public record Neuron(List<Case> cases, List<Case> patches) implements Example {
    /// The height of a drawn pixel.
    private static final double CELL = 30;

    public Neuron {
        cases = List.copyOf(cases);
        patches = List.copyOf(patches);
    }

    /// What a neuron makes of one input.
    ///
    /// @param name of the input, in words
    /// @param products of each input and its weight
    /// @param sum of the products
    /// @param before what goes into the activation: sum + bias
    public record Case(
            String name, Tensor inputs, Tensor weights, float bias, Tensor products, float sum, float before,
            float relu, float sigmoid, float tanh) {
        static Case of(String name, Tensor inputs, Tensor weights, float bias, Backend backend) {
            Calculation calculation = new Calculation(backend);
            Node x = calculation.parameter("x", inputs);
            Node w = calculation.parameter("w", weights);
            Node b = calculation.parameter("b", Tensor.of(Shape.SCALAR, bias));
            Node products = x.times(w);
            Node sum = Sum.over(IntStream.range(0, inputs.shape().rank()).toArray()).on(products);
            Node before = sum.plus(b);
            Map<String, Node> wanted = new LinkedHashMap<>();
            wanted.put("products", products);
            wanted.put("sum", sum);
            wanted.put("before", before);
            wanted.put("relu", new Relu().on(before));
            wanted.put("sigmoid", new Sigmoid().on(before));
            wanted.put("tanh", new Tanh().on(before));
            Map<String, Tensor> found = calculation.values(wanted);
            return new Case(
                    name, inputs, weights, bias, Calculation.value(found, "products"), number(found, "sum"),
                    number(found, "before"), number(found, "relu"), number(found, "sigmoid"), number(found, "tanh"));
        }

        private static float number(Map<String, Tensor> found, String name) {
            return Calculation.value(found, name).values()[0];
        }

        /// The products as a sum that is written out, such as `.40 − .20 + 1.00`.
        private String written(int decimals) {
            StringBuilder text = new StringBuilder();
            for (float product : products.values()) {
                text.append(text.isEmpty() ? fixed(product, decimals) : term(product, decimals));
            }
            return text.toString();
        }

        private static String term(float value, int decimals) {
            return (value < 0 ? " − " : " + ") + fixed(Math.abs(value), decimals);
        }

        /// The sum and the bias, written out.
        String biased(int decimals) {
            return fixed(sum, decimals) + term(bias, decimals);
        }
    }

    public static Neuron of(Backend backend) {
        Tensor weights = Tensor.of(Shape.of(3), .8f, .2f, .5f);
        float bias = -.4f;
        Tensor stroke = Planes.matrix(new float[] {1, -1, -1}, new float[] {-1, 1, -1}, new float[] {-1, -1, 1});
        Tensor letter = Letter.x().pixels();
        return new Neuron(
                List.of(
                        Case.of("first input", Tensor.of(Shape.of(3), .5f, -1, 2), weights, bias, backend),
                        Case.of("second input", Tensor.of(Shape.of(3), -1, 1, .5f), weights, bias, backend),
                        Case.of("nothing comes in", Tensor.zeros(Shape.of(3)), weights, bias, backend)),
                List.of(
                        Case.of("upper left arm", Planes.part(letter, 1, 1, 3, 3), stroke, -6, backend),
                        Case.of("the crossing", Planes.part(letter, 3, 3, 3, 3), stroke, -6, backend)));
    }

    @Override
    public String title() {
        return "One neuron: weights, a sum, a bias, a curve";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A neuron takes in some numbers. It multiplies each by a number of its own, a"
                + " weight, adds the products up, adds one more number, the bias, and puts what comes out through a"
                + " curve, its activation. Neurons that take in the same numbers are a layer; what a layer gives goes"
                + " into the next, and the layers together are a network. Training shows it examples and each time"
                + " changes the weights and biases a little, so that it errs less; nothing else in it can learn."));
        page.add(Block.lines("z = x₁·w₁ + x₂·w₂ + x₃·w₃ + b        a = f(z)"));
        page.add(Block.text("f is the curve: ReLU, sigmoid or tanh. In the last two, e is the number "
                + fixed((float) Math.E, 3) + "…, and e^z that number to the power of z."));
        page.add(Block.picture("neuron.svg"));
        for (Case one : cases) {
            page.add(new Block.Heading(capital(one.name)));
            page.add(new Block.Table(
                    List.of("", "1", "2", "3"),
                    List.of(
                            row("input x", one.inputs), row("weight w", one.weights),
                            row("product x·w", one.products)),
                    List.of()));
            page.add(Block.lines(
                    "sum      " + one.written(2) + " = " + fixed(one.sum, 2),
                    "bias     " + one.biased(2) + " = " + fixed(one.before, 2) + " = z",
                    "ReLU     the greater of 0 and " + fixed(one.before, 2) + " = " + fixed(one.relu, 2),
                    "sigmoid  1 / (1 + e^(−z)) = " + fixed(one.sigmoid, 3),
                    "tanh     (e^z − e^(−z)) / (e^z + e^(−z)) = " + fixed(one.tanh, 3)));
        }
        page.add(Block.text("A weight says how much an input counts, and its sign in which direction: input 1 counts"
                + " four times as much as input 2. The bias is what the neuron starts from when nothing comes in; here"
                + " it is below 0, so the inputs must bring " + fixed(-cases.getFirst().bias, 2)
                + " together before ReLU lets anything pass. Of the three curves a neuron has one: ReLU passes on what"
                + " is above 0 and nothing else, sigmoid answers between 0 and 1, tanh between −1 and 1 (see fovea"
                + " show activation)."));
        page.add(new Block.Heading("A neuron that looks at a picture"));
        page.add(Block.text("Its inputs may be pixels. This one sees 3 × 3 of them, 1 where there is ink and −1 where"
                + " there is paper, and its nine weights are a picture themselves: a stroke from the upper left to the"
                + " lower right. Where pixel and weight agree, the product is 1, else −1; so the sum is how many"
                + " agree less how many do not. The bias is −6: the neuron stays silent unless at least eight of the"
                + " nine agree (8 − 1 = 7). It looks at two places of the letter X:"));
        page.add(Block.picture("neuron-patch.svg"));
        for (Case patch : patches) {
            page.add(Block.row(
                    Block.Grid.of(patch.name, patch.inputs), new Block.Sign("×"),
                    Block.Grid.of("weights", patch.weights), new Block.Sign("="),
                    Block.Grid.of("products", patch.products)));
            page.add(Block.lines(
                    "sum " + fixed(patch.sum, 0) + "      bias " + patch.biased(0) + " = " + fixed(patch.before, 0)
                            + "      ReLU " + fixed(patch.relu, 0)));
        }
        page.add(Block.text("It answers at the arm and is silent at the crossing. The same neuron with the same weights"
                + " put at every place of a picture is a convolution (see fovea show convolution and fovea show xo)."));
        return page;
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static List<String> row(String name, Tensor numbers) {
        List<String> row = new ArrayList<>(List.of(name));
        for (float number : numbers.values()) {
            row.add(fixed(number, 2));
        }
        return row;
    }

    @Override
    public Map<String, byte[]> pictures() {
        List<Figure> neurons = new ArrayList<>();
        cases.forEach(one -> neurons.add(new NeuronWires(one).titled(capital(one.name))));
        List<Figure> looks = new ArrayList<>();
        for (Case patch : patches) {
            looks.add(Panel.row(
                    14, Drawn.signed(patch.inputs, CELL).titled(patch.name), Drawn.sign("×"),
                    Drawn.signed(patch.weights, CELL).titled("weights"), Drawn.sign("="),
                    Drawn.signed(patch.products, CELL).titled("products"), Drawn.sign("→"),
                    word("sum", fixed(patch.sum, 0)), Drawn.sign("→"),
                    word("+ bias", patch.biased(0) + " = " + fixed(patch.before, 0)), Drawn.sign("→"),
                    word("ReLU", fixed(patch.relu, 0))));
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("neuron.svg", Drawn.bytes(Panel.column(26, neurons.toArray(Figure[]::new)), title()));
        pictures.put("neuron-patch.svg", Drawn.bytes(
                Panel.column(26, looks.toArray(Figure[]::new)), "One neuron on two places of an X"));
        return pictures;
    }

    private static Figure word(String name, String number) {
        return Words.of(name + "\n" + number, Lettering.of(15).heavy().middle());
    }
}
