package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Input;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.State;
import dev.fovea.op.Sum;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A step reads the states as they were before it, whatever the order in which new ones are computed.
class StateTest {
    private static final Shape ROW = Shape.of(3);

    private static Node state(String name, Shape shape) {
        return new State(name, shape).on();
    }

    private static Store store(Map<String, Shape> states) {
        return new Store(Layout.of(Map.of("w", ROW)), Layout.of(states));
    }

    /// loss = Σ x · w · s, so dw = Σ x · s with the s of before the step.
    private static Program program(Map<String, Node> updates) {
        Node w = new Parameter("w", ROW).on();
        Node x = new Input("x", ROW.batched()).on();
        Node loss = Sum.over(0, 1).on(x.times(w).times(state("s", ROW)));
        Differentiation differentiation = Differentiation.of(loss, List.of(w));
        Map<String, Node> gradients = new LinkedHashMap<>();
        differentiation.byNode().forEach((node, gradient) -> gradients.put("w", gradient));
        return Program.of(Map.of("loss", loss), updates, gradients, differentiation.origins(), Map.of());
    }

    private static float[] gradient(Program program, Store store) {
        store.write("w", Tensor.of(ROW, 1, 1, 1));
        store.write("s", Tensor.of(ROW, 1, 2, 3));
        Frame frame = Backends.shared().compile(program, store, 2).frame();
        frame.bind("x", new float[] {1, 1, 1, 10, 10, 10}, 0);
        frame.run(2, 0);
        int from = store.parameters().place("w").from();
        return java.util.Arrays.copyOfRange(frame.gradients(), from, from + 3);
    }

    @Test
    void gradientsReadTheStateOfBeforeTheStep() {
        Store store = store(Map.of("s", ROW));
        assertThat(gradient(program(Map.of("s", state("s", ROW).plus(100))), store)).containsExactly(11, 22, 33);
        assertThat(store.read("s").values()).containsExactly(101, 102, 103);
    }

    @Test
    void statesChangePlaces() {
        Store store = store(Map.of("s", ROW, "t", ROW));
        store.write("t", Tensor.of(ROW, 7, 8, 9));
        Program program = program(Map.of("s", state("t", ROW), "t", state("s", ROW)));
        assertThat(gradient(program, store)).containsExactly(11, 22, 33);
        assertThat(store.read("s").values()).containsExactly(7, 8, 9);
        assertThat(store.read("t").values()).containsExactly(1, 2, 3);
    }

    @Test
    void aStateIsTransposed() {
        Shape square = Shape.of(3, 3);
        Store store = store(Map.of("s", ROW, "t", square));
        store.write("t", Tensor.of(square, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        gradient(program(Map.of("t", new Transpose(List.of(1, 0)).on(state("t", square)))), store);
        assertThat(store.read("t").values()).containsExactly(1, 4, 7, 2, 5, 8, 3, 6, 9);
    }

    /// A layer that gives its state a value of another shape.
    private record Careless(boolean known) implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            Node s = known ? scope.state("s", ROW, Initializer.zeros()) : x;
            scope.update("s", x);
            return x.plus(s);
        }
    }

    @Test
    void refusesNewValuesThatDoNotFit() {
        assertThatThrownBy(() -> Sequential.of(new Careless(true)).network(ROW).states())
                .hasMessage("careless: the new value of careless.s must have its shape 3: got N×3");
        assertThatThrownBy(() -> Sequential.of(new Careless(false)).network(ROW).states())
                .hasMessage("careless: no state is named careless.s: make it with Scope.state before it is updated");
    }
}
