package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.fovea.op.Add;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Multiply;
import dev.fovea.op.Operation;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Graphs of layers against the nested layers that say the same, and against numbers worked by hand.
class LayerGraphTest {
    private static final Shape IMAGE = Shape.of(8, 8, 4);
    private static final Conv2D SAME = Conv2D.of(4, 3).same();

    /// A graph, and layers with variables of the same names that compute the same.
    record Twin(LayerGraph graph, Layer nested) {}

    static Stream<Twin> twins() {
        return Stream.of(
                new Twin(
                        LayerGraph.of(
                                Vertex.of("a", SAME.relu(), LayerGraph.INPUT),
                                Vertex.of("b", SAME, "a"),
                                Vertex.of("sum", Apply.of(new Add()), "b", LayerGraph.INPUT),
                                Vertex.of("relu", Activation.RELU, "sum")),
                        Residual.of(SAME.relu().named("a"), SAME.named("b"))),
                new Twin(
                        LayerGraph.of(
                                Vertex.of("a", Conv2D.of(2, 1), LayerGraph.INPUT),
                                Vertex.of("b", MaxPool2D.of(3).stride(1).same(), LayerGraph.INPUT),
                                Vertex.of("c", Apply.of(new Concatenate(3)), "a", "b")),
                        Branches.of(Conv2D.of(2, 1).named("a"), MaxPool2D.of(3).stride(1).same())),
                new Twin(
                        LayerGraph.of(
                                Vertex.of("left", Apply.of(new Slice(2, 0, 4)), LayerGraph.INPUT),
                                Vertex.of("right", Apply.of(new Slice(2, 4, 8)), LayerGraph.INPUT),
                                Vertex.of("a", SAME, "left"),
                                Vertex.of("b", SAME, "right"),
                                Vertex.of("c", Apply.of(new Add()), "a", "b")),
                        Split.columns(SAME.named("a"), SAME.named("b")).merge(Merge.SUM)),
                // A list inside a vertex: its layers are counted in the vertex's own name.
                new Twin(
                        LayerGraph.of(Vertex.of("block", Sequential.of(SAME, BatchNorm.of()), LayerGraph.INPUT)),
                        Sequential.of(Sequential.of(SAME, BatchNorm.of()).named("block"))));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void saysTheSameAsNestedLayersToTheBit(Twin twin) {
        assertThat(prediction(twin.graph())).isNotEmpty().containsExactly(prediction(twin.nested()));
        assertThat(new Network(IMAGE, twin.graph().named("whole")).parameters().shapes())
                .isEqualTo(new Network(IMAGE, twin.nested().named("whole")).parameters().shapes());
    }

    @Test
    void multipliesByItsWeightAndByNumbersThatStay() {
        LayerGraph graph = LayerGraph.of(
                Vertex.of("trained", Weight.of(2).initializer(Initializer.constant(3))),
                Vertex.of("kept", Weight.of(2).initializer(Initializer.constant(-2)).fixed()),
                Vertex.of("product", Apply.of(new Multiply()), "trained", "kept"),
                Vertex.of("output", Apply.of(new Multiply()), LayerGraph.INPUT, "product"));
        Network network = new Network(Shape.of(2), graph);
        assertThat(network.parameters().shapes()).containsOnlyKeys("trained.weight");
        assertThat(network.states().shapes()).containsOnlyKeys("kept.weight");
        assertThat(Outputs.of(graph, Shape.of(2), 1, -5)).containsExactly(-6, 30);
    }

    @Test
    void theSummaryHasALineForEachVertex() {
        LayerGraph graph = LayerGraph.of(
                Vertex.of("stem", SAME, LayerGraph.INPUT),
                Vertex.of("join", Apply.of(new Add()), "stem", LayerGraph.INPUT));
        assertThat(new Network(IMAGE, graph).summary("graph").rows())
                .extracting(Summary.Row::name, Summary.Row::type)
                .containsExactly(
                        tuple("stem", "Conv2D"), tuple("join", "Add"));
    }

    @Test
    void refusesWhatIsNoGraph() {
        Vertex a = Vertex.of("a", SAME, LayerGraph.INPUT);
        assertThatThrownBy(() -> LayerGraph.of(a, a)).hasMessageContaining("two vertices are named a");
        assertThatThrownBy(() -> LayerGraph.of(Vertex.of("input", SAME, LayerGraph.INPUT)))
                .hasMessageContaining("two vertices are named input");
        assertThatThrownBy(() -> LayerGraph.of(Vertex.of("b", SAME, "a"), a))
                .hasMessageContaining("b takes a, which must be \"input\" or the name of a vertex before it");
        assertThatThrownBy(() -> LayerGraph.of(a).output("c"))
                .hasMessageContaining("the output is the name of a vertex: got c");
        assertThatThrownBy(() -> Vertex.of("1a", SAME, LayerGraph.INPUT))
                .hasMessageContaining("starting with a letter");
        assertThatThrownBy(() -> new Network(IMAGE, LayerGraph.of(a, Vertex.of("two", SAME, "a", "a"))).output())
                .hasMessageContaining("two: Conv2D takes one input: got 2");
        assertThatThrownBy(() -> new Network(IMAGE, LayerGraph.of(Vertex.of("w", Weight.of(2), "input"))).output())
                .hasMessageContaining("Weight takes no input: got 8×8×4");
        assertThatThrownBy(() -> new Network(IMAGE, LayerGraph.of(
                        Vertex.of("sum", Apply.of(new Add()), LayerGraph.INPUT))).output())
                .hasMessageContaining("sum: Add");
    }

    @Test
    void everyOperationOfTheRegistryIsOneThatCanBeWritten() {
        for (Class<? extends Operation> type : Operations.all()) {
            assertThat(type.isRecord()).as(type.getSimpleName()).isTrue();
        }
        Layer layer = Apply.of(new Slice(1, 2, 5));
        assertThat(Layers.codec().write(layer).toString()).contains("\"operation\"").contains("\"Slice\"");
        assertThat(Layers.codec().read(Layers.codec().write(layer))).isEqualTo(layer);
    }

    private static float[] prediction(Layer layer) {
        return Outputs.of(layer.named("whole"), IMAGE, Outputs.random(IMAGE));
    }
}
