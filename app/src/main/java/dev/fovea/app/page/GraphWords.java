package dev.fovea.app.page;

import dev.fovea.backend.PlanGraph.Node;
import dev.fovea.backend.PlanGraph.Place;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the words of a plan's table mean, those that are in it.
final class GraphWords {
    private static final String INDENT = "    ";

    private static final List<Word> WORDS = List.of(
            new Word("+", node -> !node.fused().isEmpty(),
                    "fused: the kernel does it to its own results while they are near, without a pass through memory"),
            new Word("batch norm", node -> node.fused().contains("batch norm"),
                    "folded: its factors are in the convolution's weights and bias before the first prediction"),
            new Word("6×4", node -> node.kernel().contains("×"),
                    "of such a kernel: the tile, rows × vectors of sums that stay in registers (Tile6x4); until the JVM"
                            + " has compiled it, a smaller one computes the same bits"),
            kernel("direct", "a convolution that reads the pixels under its filters where they lie"),
            kernel("im2col", "one that first copies what each filter sees, for one longer loop"),
            kernel("Winograd", "3×3 filters, 2×2 outputs at a time: 16 products where the definition has 36"),
            kernel("narrow", "a filter gradient of few output channels, with vectors along the filters' rows"),
            kernel("depthwise", "each channel has a filter of its own: no product of matrices, loops over channels"),
            kernel("product", "a product of matrices"),
            kernel("few rows", "a product of up to 4 rows: the time is that of reading the weights, once and in order"),
            kernel("scalar", "plain loops, without the Vector API"),
            kernel("element-wise, in blocks",
                    "a chain of operations, some hundred floats at a time: what one gives to the next stays in the"
                            + " first cache"),
            new Word(GraphTable.GIVEN, node -> GraphTable.reads(node).equals(GraphTable.GIVEN),
                    "a number or parameters that are there before the first step"),
            new Word("over 6", node -> node.place() instanceof Place.InPlace,
                    "in the place of step 6's output, which nobody reads afterwards"),
            new Word("own", node -> node.place() instanceof Place.Own,
                    "a buffer of the arena; buffers that live at different times share room (--plan)"),
            new Word("view", Node::isView, "the input's values under another shape: nothing is copied"),
            new Word("grads", node -> node.place() instanceof Place.Gradients,
                    "in the array of all gradients, which the optimizer reads"),
            new Word("states", node -> node.place() instanceof Place.States,
                    "among the states, such as running statistics, that the next step finds"));

    /// @param isIn whether a row has it
    private record Word(String word, Predicate<Node> isIn, String meaning) {}

    private GraphWords() {}

    private static Word kernel(String word, String meaning) {
        return new Word(word, node -> node.kernel().contains(word), meaning);
    }

    /// @param plans whose words to explain, once for all
    static List<String> lines(List<PlannedGraph> plans) {
        List<Node> nodes = plans.stream().flatMap(plan -> plan.graph().nodes().stream()).toList();
        Stream<Word> there = WORDS.stream().filter(word -> nodes.stream().anyMatch(word.isIn));
        return there.flatMap(word -> WrappedText.of(
                word.word + ": " + word.meaning, GraphTable.COLUMNS, INDENT, WrappedText.WORDS).stream()).toList();
    }
}
