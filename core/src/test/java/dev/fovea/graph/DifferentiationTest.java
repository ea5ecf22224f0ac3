package dev.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.op.Add;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Parameter;
import dev.fovea.op.Relu;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferentiationTest {
    private static Node parameter(String name, int... dims) {
        return new Parameter(name, Shape.of(dims)).on();
    }

    private static Node images() {
        return new Input("x", Shape.batch(3)).on();
    }

    private static Node loss(Node y) {
        return Mean.over(0, 1).on(y);
    }

    private static List<String> labels(Program program) {
        return program.steps().stream().map(step -> step.operation().label()).toList();
    }

    @Test
    void gradientsOfAValueThatTwoReadAreAdded() {
        Node w = parameter("w", 4);
        Node loss = Sum.over(0).on(new Relu().on(w).plus(w));
        Node gradient = Differentiation.of(loss, List.of(w)).byNode().get(w);
        assertThat(gradient.operation()).isInstanceOf(Add.class);
        assertThat(gradient.inputs()).hasSize(2);
        assertThat(gradient.shape()).isEqualTo(w.shape());
    }

    @Test
    void aValueReadThriceGetsTwoAdditions() {
        Node w = parameter("w", 4);
        Node loss = Sum.over(0).on(w.times(w).plus(w));
        Program program = program(loss, w);
        assertThat(program.steps().stream().filter(step -> step.backward() && step.operation() instanceof Add))
                .hasSize(2);
    }

    private static Program program(Node loss, Node... wanted) {
        Differentiation differentiation = Differentiation.of(loss, List.of(wanted));
        Map<String, Node> gradients = new java.util.LinkedHashMap<>();
        for (Node node : wanted) {
            gradients.put(((Parameter) node.operation()).name(), differentiation.byNode().get(node));
        }
        return Program.of(Map.of("loss", loss), Map.of(), gradients, differentiation.origins(), Map.of());
    }

    /// Two layers; without a gradient for the first, nothing of it is computed.
    @Test
    void frozenParametersCostNothing() {
        Node w1 = parameter("w1", 3, 5);
        Node w2 = parameter("w2", 5, 2);
        Node hidden = new Relu().on(MatMul.plain().on(images(), w1));
        Node loss = loss(MatMul.plain().on(hidden, w2));
        List<String> all = labels(program(loss, w1, w2));
        List<String> frozen = labels(program(loss, w2));
        assertThat(all).filteredOn("MatMul"::equals).hasSize(5);
        assertThat(frozen).filteredOn("MatMul"::equals).hasSize(3);
        assertThat(all).contains("Relu.Gradient");
        assertThat(frozen).doesNotContain("Relu.Gradient");
    }

    @Test
    void aParameterThatTheLossDoesNotDependOnHasNoGradient() {
        Node w = parameter("w", 3, 2);
        Node other = parameter("other", 2);
        Differentiation differentiation = Differentiation.of(loss(MatMul.plain().on(images(), w)), List.of(w, other));
        assertThat(differentiation.byNode()).containsOnlyKeys(w);
    }

    @Test
    void gradientsNextToTheLossComeFirst() {
        Node w1 = parameter("w1", 3, 5);
        Node w2 = parameter("w2", 5, 2);
        Node loss = loss(MatMul.plain().on(MatMul.plain().on(images(), w1), w2));
        assertThat(Differentiation.of(loss, List.of(w1, w2)).byNode().keySet()).containsExactly(w2, w1);
    }

    @Test
    void backwardNodesKnowTheirForwardNode() {
        Node w = parameter("w", 3, 2);
        Node product = MatMul.plain().on(images(), w);
        Node loss = loss(product);
        Differentiation differentiation = Differentiation.of(loss, List.of(w));
        assertThat(differentiation.origins()).containsEntry(differentiation.byNode().get(w), product);
        Program program = Program.of(Map.of("loss", loss), Map.of(), Map.of("w", differentiation.byNode().get(w)),
                differentiation.origins(), Map.of(product, "dense", loss, "mean"));
        assertThat(program.steps()).extracting(Step::name).containsExactly("dense", "mean", "mean", "dense");
        assertThat(program.steps()).extracting(Step::backward).containsExactly(false, false, true, true);
    }

    @Test
    void onlyAScalarIsDifferentiated() {
        Node w = parameter("w", 3, 2);
        Operation product = MatMul.plain();
        assertThatThrownBy(() -> Differentiation.of(product.on(images(), w), List.of(w)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only a scalar can be differentiated, such as a loss's mean over the batch: got N×2");
    }
}
