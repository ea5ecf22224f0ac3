package dev.fovea.backend.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Divide;
import dev.fovea.op.Exp;
import dev.fovea.op.Input;
import dev.fovea.op.Log;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Power;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which steps become chains, what these are called, and how long they get.
class ChainsPlanTest {
    private static final Node X = new Input("x", Shape.batch(6)).on();

    private static List<Instruction> plan(Node output) {
        return Fusion.of(Program.of(Map.of("y", output), Map.of()));
    }

    private static List<String> labels(Node output) {
        return plan(output).stream().map(Instruction::label).toList();
    }

    /// With the gradient by a parameter w.
    private static List<Instruction> training(Node w, Node output) {
        Node loss = Sum.over(0).on(output);
        Differentiation gradients = Differentiation.of(loss, List.of(w));
        return Fusion.of(Program.of(
                Map.of("loss", loss), Map.of(), Map.of("w", gradients.byNode().get(w)), gradients.origins(), Map.of()));
    }

    private static Node softmax(Node x) {
        return new Softmax().on(x);
    }

    private static Node sigmoid(Node x) {
        return new Sigmoid().on(x);
    }

    @Test
    void areCalledByTheirFormula() {
        assertThat(labels(X.times(sigmoid(X)))).containsExactly("x · sigmoid(x)");
        assertThat(labels(X.plus(-3).times(0.1).plus(X))).containsExactly("(x − 3) · 0.1 + x");
        assertThat(labels(X.minus(X.minus(new Negate().on(X))))).containsExactly("x − (x − −x)");
        assertThat(labels(new Divide().on(new Power(2).on(X), X.times(X.plus(X)))))
                .containsExactly("x^2 / (x · (x + x))");
        assertThat(labels(new Tanh().on(softmax(X)).plus(new Input("z", Shape.batch(6)).on())))
                .containsExactly("Softmax", "tanh(x) + y");
        Node both = X.plus(sigmoid(X)).times(X.minus(sigmoid(X)));
        assertThat(labels(both.times(both))).containsExactly("Sigmoid, Add, Subtract, Multiply (6 steps)");
    }

    @Test
    void aStepAloneStaysWhatItIs() {
        assertThat(labels(sigmoid(softmax(X)))).containsExactly("Softmax", "Sigmoid");
        assertThat(plan(sigmoid(X))).singleElement().satisfies(one -> assertThat(one.chain()).isNull());
    }

    @Test
    void anotherShapeEndsAChain() {
        Node scale = new Exp().on(new Parameter("s", Shape.SCALAR).on());
        assertThat(labels(sigmoid(X).times(scale))).containsExactly("Exp", "sigmoid(x) · y");
        Node column = new Parameter("c", Shape.of(4, 1)).on();
        Node image = new Input("image", Shape.batch(4, 3)).on();
        assertThat(labels(sigmoid(sigmoid(image).plus(column)))).containsExactly("Sigmoid", "Add", "Sigmoid");
    }

    /// Were the product computed late, two values in place of one would be kept until then.
    @Test
    void aChainKeepsNoMoreValuesAlive() {
        Node one = softmax(X);
        Node far = softmax(softmax(X.times(3)));
        assertThat(labels(new Tanh().on(one).plus(far)))
                .as("one value for one").contains("tanh(x) + y").doesNotContain("Tanh");
        Node two = softmax(X).times(softmax(X.plus(2)));
        assertThat(labels(two.plus(far))).as("two values for one").doesNotContain("x · y + z");
    }

    /// What the backward pass reads is computed anew from x if that is there anyway, not from two values that are not.
    @Test
    void theBackwardPassRepeatsWhatCostsNothingToKeep() {
        Node w = new Parameter("w", Shape.of(6)).on();
        Node x = softmax(w);
        assertThat(repeated(training(w, x.times(sigmoid(x))))).containsExactly("Sigmoid");
        Node first = new Slice(0, 0, 3).on(w);
        Node second = new Slice(0, 3, 6).on(w);
        Node cut = softmax(sigmoid(first.plus(second)));
        assertThat(repeated(training(w, cut))).isEmpty();
        Node one = new Slice(0, 0, 3).on(w);
        assertThat(repeated(training(w, new Tanh().on(one).times(sigmoid(one)))))
                .as("one value for two").containsExactly("Tanh", "Sigmoid");
    }

    @Test
    void whatTakesLongIsNotRepeated() {
        Node w = new Parameter("w", Shape.of(6)).on();
        Node x = softmax(w);
        assertThat(repeated(training(w, x.times(new Log().on(x))))).isEmpty();
        Node three = x.times(sigmoid(x)).times(new Tanh().on(x)).times(new Exp().on(x));
        assertThat(repeated(training(w, three)).stream().filter(List.of("Sigmoid", "Tanh", "Exp")::contains))
                .as("two curves at most").hasSize(2);
    }

    private static List<String> repeated(List<Instruction> plan) {
        List<String> repeated = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        for (Instruction instruction : plan) {
            List<Chain.Link> links = instruction.chain() == null ? List.of() : instruction.chain().links();
            for (Chain.Link link : links) {
                if (seen.contains(link.output())) {
                    repeated.add(link.operation().label());
                }
                seen.add(link.output());
            }
            seen.add(instruction.output());
        }
        return repeated;
    }

    @Test
    void chainsHaveALength() {
        Node x = X;
        for (int i = 0; i < 100; i++) {
            x = new Relu().on(x.plus(-1));
        }
        assertThat(plan(x)).hasSize(7).allSatisfy(one -> assertThat(one.chain().links()).hasSizeLessThanOrEqualTo(32));
        assertThat(plan(x)).allSatisfy(one -> assertThat(one.chain().rows()).isEqualTo(1));
    }

    /// A sum of twenty values from the last to the first needs all of them at once.
    @Test
    void rowsAreFew() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            nodes.add(X.times(i));
        }
        Node sum = nodes.getLast();
        for (Node node : nodes.reversed()) {
            sum = node.plus(sum.times(sum));
        }
        List<Instruction> plan = plan(sum);
        assertThat(plan).hasSizeBetween(2, 20);
        for (Instruction instruction : plan) {
            if (instruction.chain() != null) {
                assertThat(instruction.chain().rows()).isLessThanOrEqualTo(8);
            }
        }
    }
}
