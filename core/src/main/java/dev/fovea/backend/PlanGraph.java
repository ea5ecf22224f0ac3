package dev.fovea.backend;

import dev.fovea.tensor.Shape;
import java.util.List;

/// A compiled plan as people can follow it: what runs after what, on which values, and where these lie.
///
/// @param nodes in order; the index of each is its number in [MemoryPlan.Buffer]
/// @param before how many steps the program has without fusion
public record PlanGraph(List<Node> nodes, int before) {
    public PlanGraph {
        nodes = List.copyOf(nodes);
    }

    /// A step, or another view of what one computed.
    ///
    /// @param fused what it does to its operation's output, in order: adds the `bias`, `ReLU`; a `batch norm` is folded
    ///     into the weights
    /// @param chain the element-wise operations that run as one, in order, of which the step's label is the formula;
    ///     empty where it is no chain
    /// @param kernel names what computes it; of a view, that nothing does
    /// @param reads the operation's inputs, then those of what was fused into it
    /// @param bytes of the output, for the batch
    public record Node(
            PlanStep step, List<String> fused, List<String> chain, String kernel, List<Read> reads, Shape output,
            long bytes, Place place) {
        public Node {
            fused = List.copyOf(fused);
            chain = List.copyOf(chain);
            reads = List.copyOf(reads);
        }

        /// Whether it takes no time: the output is an input under another shape.
        public boolean isView() {
            return place instanceof Place.View;
        }
    }

    /// A value that a node reads.
    public sealed interface Read {
        Shape shape();
    }

    /// What another node computes.
    ///
    /// @param node its index
    public record Computed(int node, Shape shape) implements Read {}

    /// What is there before the plan runs.
    ///
    /// @param name of an input, a parameter or a state; `constant` for a number of the program
    public record Given(String name, Shape shape) implements Read {}

    /// Where an output lies.
    public sealed interface Place {
        /// In a buffer of its own, whose room earlier and later outputs may have.
        record Own() implements Place {}

        /// Over what another node has computed and nobody reads any more.
        ///
        /// @param node its index
        record InPlace(int node) implements Place {}

        /// Where its input lies.
        record View() implements Place {}

        /// Among the gradients, which the optimizer reads.
        record Gradients() implements Place {}

        /// Where the state lies whose new value it is.
        record States() implements Place {}
    }

    /// What takes time, in order.
    public List<PlanStep> steps() {
        return nodes.stream().filter(node -> !node.isView()).map(Node::step).toList();
    }
}
