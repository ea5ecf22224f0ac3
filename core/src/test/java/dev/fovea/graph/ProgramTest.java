package dev.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.op.Convolution;
import dev.fovea.op.Identity;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Parameter;
import dev.fovea.op.Reshaping;
import dev.fovea.op.RunningStatistics;
import dev.fovea.op.State;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static Node parameter(String name, int... dims) {
        return new Parameter(name, Shape.of(dims)).on();
    }

    @Test
    void stepsComeAfterWhatTheyRead() {
        Node a = parameter("a", 4);
        Node sum = new Negate().on(a).plus(new Negate().on(a.times(a)));
        Program program = Program.of(Map.of("y", sum.times(sum)), Map.of());
        Set<Integer> known = new HashSet<>();
        program.values().stream().filter(value -> value.leaf() != null).forEach(value -> known.add(value.id()));
        for (Step step : program.steps()) {
            assertThat(known).containsAll(step.inputs());
            assertThat(known.add(step.output())).isTrue();
        }
        assertThat(program.steps()).hasSize(5);
    }

    @Test
    void equalLeavesAreOneValue() {
        Node product = parameter("w", 4).times(parameter("w", 4));
        Program program = Program.of(Map.of("y", product), Map.of());
        assertThat(program.values()).hasSize(2);
        assertThat(program.steps().getFirst().inputs()).containsExactly(0, 0);
    }

    @Test
    void aGradientThatIsSharedIsCopied() {
        Node a = parameter("a", 4);
        Node gradient = new Negate().on(a);
        Program program = Program.of(Map.of("y", gradient), Map.of(),
                new java.util.TreeMap<>(Map.of("a", gradient, "b", gradient, "c", a,
                        "d", new Reshaping(Shape.of(2, 2)).on(new Negate().on(a)))),
                Map.of(), Map.of());
        assertThat(new HashSet<>(program.gradients().values())).hasSize(4);
        assertThat(program.gradients().values()).doesNotContain(program.output("y").id());
        assertThat(program.steps().stream().filter(step -> step.operation() instanceof Identity)).hasSize(4);
    }

    @Test
    void aNewStateThatIsSharedIsCopied() {
        Node state = new State("s", Shape.of(4)).on();
        Node next = new Negate().on(state);
        Program program = Program.of(Map.of("y", next), new java.util.TreeMap<>(Map.of("s", next, "t", state)),
                Map.of(), Map.of(), Map.of());
        assertThat(new HashSet<>(program.updates().values())).hasSize(2);
        assertThat(program.updates().values()).doesNotContain(program.output("y").id());
    }

    /// An average that only its own step reads is renewed where it lies; all other new states wait for the last reader.
    @Test
    void aNewStateIsWrittenAfterTheOldOneWasRead() {
        Node averages = new State("averages", Shape.of(2, 4)).on();
        Node batch = parameter("batch", 2, 4);
        Node x = new Input("x", Shape.batch(4)).on();
        Node mean = new RunningStatistics(0.1f).on(averages, batch, x);
        Node turned = new State("turned", Shape.of(3, 3)).on();
        Node read = new State("read", Shape.of(4)).on();
        Node next = read.plus(1);
        Program program = Program.of(
                Map.of("y", new Negate().on(x)),
                Map.of("averages", mean, "turned", new Transpose(List.of(1, 0)).on(turned), "read", next),
                Map.of("w", parameter("w", 4).times(read)), Map.of(), Map.of());
        List<Step> steps = program.steps();
        assertThat(steps.stream().filter(step -> step.output() == program.updates().get("averages")).toList())
                .extracting(Step::operation).containsExactly(new RunningStatistics(0.1f));
        assertThat(steps.subList(steps.size() - 2, steps.size())).allSatisfy(
                step -> assertThat(step.operation()).isInstanceOf(Identity.class));
        assertThat(steps.subList(steps.size() - 2, steps.size())).extracting(Step::output)
                .containsExactlyInAnyOrder(program.updates().get("turned"), program.updates().get("read"));
    }

    @Test
    void countsMultiplyAdds() {
        Node x = new Input("x", Shape.batch(8, 8, 3)).on();
        Node y = Convolution.of(1, Padding.SAME).on(x, parameter("w", 3, 3, 3, 5));
        Node flat = new Reshaping(Shape.batch(320)).on(y);
        Program program = Program.of(Map.of("y", MatMul.plain().on(flat, parameter("v", 320, 10))), Map.of());
        assertThat(program.multiplyAdds()).isEqualTo(8 * 8 * 5 * 27 + 3200);
    }

    @Test
    void anUnknownOutputIsNamed() {
        Program program = Program.of(Map.of("y", new Negate().on(parameter("a", 4))), Map.of());
        assertThatThrownBy(() -> program.output("z")).hasMessage("the program gives [y]: asked for z");
    }

    @Test
    void deepGraphsDoNotOverflowTheStack() {
        Node node = parameter("a", 1);
        for (int i = 0; i < 50_000; i++) {
            node = new Negate().on(node);
        }
        assertThat(Program.of(Map.of("y", node), Map.of()).steps()).hasSize(50_000);
    }
}
