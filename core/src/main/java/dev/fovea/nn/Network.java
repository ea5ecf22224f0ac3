package dev.fovea.nn;

import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.graph.TopologicalOrder;
import dev.fovea.op.Identity;
import dev.fovea.op.Input;
import dev.fovea.op.Leaf;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Penalty;
import dev.fovea.op.State;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Layers for samples of one shape: what there is to know about a network before it has numbers. Two are equal if their
/// inputs and layers are.
///
/// The layers are built twice at most, for inference and for training, when first asked for; what else is asked reads
/// those graphs. Only a training that freezes layers, or that looks at the statistics of a batch, builds one more.
public final class Network {
    /// The name of the images in programs.
    public static final String IMAGES = "images";
    /// The name of the labels in programs.
    public static final String LABELS = "labels";
    /// The name of the network's output in programs.
    public static final String OUTPUT = "output";
    /// The name of the loss in programs.
    public static final String LOSS = "loss";
    /// The name of what the gradients of [#trace] begin with.
    public static final String UPSTREAM = "upstream";
    /// The names of the values of [#trace] begin so; a number follows.
    public static final String VALUE = "value ";
    /// The names of the gradients of [#trace] begin so; the number of their value follows.
    public static final String GRADIENT = "gradient ";
    /// The name of the random stream that initialises the network, because other streams of the same seed must differ.
    private static final String INITIAL = "initial";

    private final Shape input;
    private final Layer layers;
    private volatile @Nullable Built inference;
    private volatile @Nullable Built training;

    /// @param input the shape of one sample, such as 28 × 28 × 1
    public Network(Shape input, Layer layers) {
        if (input.isBatched() || input.rank() == 0) {
            throw new IllegalArgumentException("a network's input is the shape of one sample: got " + input);
        }
        this.input = input;
        this.layers = layers;
    }

    public Shape input() {
        return input;
    }

    public Layer layers() {
        return layers;
    }

    /// Parameters or states by name: shapes and first values.
    public record Variables(Map<String, Shape> shapes, Map<String, Initializer> initializers) {
        /// Writes the first values; each variable draws from a stream of its own name.
        public void fill(Seed seed, String name, float[] into, int offset) {
            Shape shape = Objects.requireNonNull(shapes.get(name));
            Objects.requireNonNull(initializers.get(name))
                    .fill(shape, seed.derive(INITIAL).derive(name), into, offset);
        }
    }

    private record Built(GraphBuilder graph, Node input, Node output) {}

    private Built built(GraphBuilder.Mode mode, Set<String> frozen) {
        GraphBuilder graph = new GraphBuilder(mode, frozen);
        Node x = new Input(IMAGES, input.batched()).on();
        Node y = new Scope(graph).layer(layers, x);
        if (!y.shape().isBatched()) {
            throw new IllegalArgumentException("a network puts out something for each sample: got " + y.shape()
                    + " for a whole batch; leave axis 0 of operations as it is");
        }
        return new Built(graph, x, y);
    }

    /// Threads that ask at the same time may build one each. That does no harm, because all are alike.
    private Built inferred() {
        Built known = inference;
        if (known == null) {
            known = built(GraphBuilder.Mode.INFERENCE, Set.of());
            inference = known;
        }
        return known;
    }

    private Built trained() {
        Built known = training;
        if (known == null) {
            known = built(GraphBuilder.Mode.TRAINING, Set.of());
            training = known;
        }
        return known;
    }

    private Built trained(Set<String> frozen) {
        return frozen.isEmpty() ? trained() : built(GraphBuilder.Mode.TRAINING, frozen);
    }

    /// The shape of the output for one sample.
    public Shape output() {
        return inferred().output().shape().sample();
    }

    /// What its outputs are: logits, or probabilities already.
    public OutputKind outputs() {
        return OutputKind.of(inferred().output());
    }

    public Variables parameters() {
        GraphBuilder graph = trained().graph();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        graph.parameters().keySet().forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
        return new Variables(shapes, graph.initializers());
    }

    public Variables states() {
        GraphBuilder graph = trained().graph();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        graph.states().keySet().forEach((State state) -> shapes.put(state.name(), state.shape()));
        return new Variables(shapes, graph.initializers());
    }

    /// The program that predicts: from [#IMAGES] to [#OUTPUT].
    public Program inference() {
        Built built = inferred();
        return Program.of(Map.of(OUTPUT, built.output()), built.graph().names());
    }

    /// The program that predicts as [#inference] does, but batch norm uses the statistics of the batch, as in training.
    public Program batchStatistics() {
        Built built = built(GraphBuilder.Mode.BATCH_STATISTICS, Set.of());
        return Program.of(Map.of(OUTPUT, built.output()), built.graph().names());
    }

    /// The program that shows what each layer makes of an image: from [#IMAGES] to the output of every layer, in the
    /// order and by the names of the summary. A layer that only passes its input on, as dropout then does, has none.
    public Program activations() {
        Built built = inferred();
        return Program.of(built.graph().activations(built.output()), built.graph().names());
    }

    /// The program that gives what one layer makes of an image: from [#IMAGES] to [#OUTPUT].
    ///
    /// @param layer a name of [#activations]
    /// @throws IllegalArgumentException if no layer of that name has an output of its own
    public Program features(String layer) {
        Built built = inferred();
        Map<String, Node> outputs = built.graph().activations(built.output());
        Node output = outputs.get(layer);
        if (output == null) {
            throw new IllegalArgumentException("no layer with an output of its own is named " + Excerpt.of(layer)
                    + ": there are " + Excerpt.of(String.join(", ", outputs.keySet())));
        }
        return Program.of(Map.of(OUTPUT, output), built.graph().names());
    }

    /// The program that shows one prediction whole, forward and backward: from [#IMAGES] to all that is computed of
    /// them, `value 0`, `value 1`, … in the order of the computation, of which value 0 is the images and the last the
    /// output; and from [#UPSTREAM], of the output's shape, to the gradient of Σ upstream · output by each of those
    /// values that it depends on, by the same numbers.
    ///
    /// With 1 at one class and 0 elsewhere, upstream asks what moves the class's output; with p − y (probabilities less
    /// one-hot label), what moves the cross-entropy of logits.
    public Program trace() {
        Built built = inferred();
        List<Node> nodes = computed(built.output());
        Node upstream = new Input(UPSTREAM, built.output().shape()).on();
        int[] axes = IntStream.range(0, built.output().shape().rank()).toArray();
        Differentiation gradients = Differentiation.of(Sum.over(axes).on(built.output().times(upstream)), nodes);
        Map<String, Node> outputs = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            outputs.put(VALUE + i, readable(nodes.get(i)));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node gradient = gradients.byNode().get(nodes.get(i));
            if (gradient != null) {
                outputs.put(GRADIENT + i, readable(gradient));
            }
        }
        return Program.of(outputs, Map.of(), Map.of(), gradients.origins(), built.graph().names());
    }

    /// What is computed of the images, they themselves first, each after what it is computed of.
    private static List<Node> computed(Node output) {
        Set<Node> computed = new LinkedHashSet<>();
        for (Node node : TopologicalOrder.of(List.of(output))) {
            if (node.operation() instanceof Input || node.inputs().stream().anyMatch(computed::contains)) {
                computed.add(node);
            }
        }
        return List.copyOf(computed);
    }

    /// A program gives what it computes, no leaf.
    private static Node readable(Node node) {
        return node.operation() instanceof Leaf ? new Identity().on(node) : node;
    }

    /// The program that evaluates: from [#IMAGES] and [#LABELS] to [#OUTPUT] and [#LOSS] (without penalties). A loss
    /// that takes logits takes the logarithms of a network's probabilities, so that cross-entropy is −ln p; of
    /// probabilities that are separate, p is the share of their sum.
    public Program evaluation(Loss loss) {
        Built built = inferred();
        Node labels = new Input(LABELS, loss.labels(built.output().shape())).on();
        Map<String, Node> outputs = new LinkedHashMap<>();
        outputs.put(OUTPUT, built.output());
        Node scores = loss.takesLogits() ? OutputKind.of(built.output()).logits(built.output()) : built.output();
        outputs.put(LOSS, loss.build(scores, labels));
        return Program.of(outputs, built.graph().names());
    }

    /// The program that trains: from [#IMAGES] and [#LABELS] to [#OUTPUT], [#LOSS] (with penalties and side outputs),
    /// the gradients of the trainable parameters, and new states. A layer none of whose parameters is trainable is
    /// frozen: its states stay as they are, and batch norm uses its running averages, as in inference.
    ///
    /// @param trainable which parameters, by name, have gradients
    public Program training(Loss loss, Predicate<String> trainable) {
        Built built = trained(frozen(trainable));
        GraphBuilder graph = built.graph();
        Node labels = new Input(LABELS, loss.labels(built.output().shape())).on();
        Node total = loss.build(built.output(), labels);
        for (Map.Entry<Node, Float> side : graph.auxiliaries().entrySet()) {
            checkAuxiliary(side.getKey(), built.output());
            total = total.plus(loss.build(side.getKey(), labels).times(side.getValue()));
        }
        for (Map.Entry<Node, Penalty> penalty : graph.penalties().entrySet()) {
            total = total.plus(penalty.getValue().on(penalty.getKey()));
        }
        Map<Node, String> wanted = new LinkedHashMap<>();
        graph.parameters().forEach((Parameter parameter, Node node) -> {
            if (trainable.test(parameter.name())) {
                wanted.put(node, parameter.name());
            }
        });
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "no parameter is trainable: leave some unfrozen, or add a layer that has any");
        }
        Differentiation differentiation = Differentiation.of(total, wanted.keySet());
        Map<String, Node> gradients = new LinkedHashMap<>();
        differentiation.byNode().forEach((node, gradient) ->
                gradients.put(Objects.requireNonNull(wanted.get(node)), gradient));
        if (gradients.isEmpty()) {
            throw new IllegalArgumentException("the loss depends on no trainable parameter: got " + wanted.values());
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        outputs.put(OUTPUT, built.output());
        outputs.put(LOSS, total);
        return Program.of(outputs, graph.updates(), gradients, differentiation.origins(), graph.names());
    }

    /// The layers that have parameters, none of which is trainable.
    private Set<String> frozen(Predicate<String> trainable) {
        Set<String> frozen = new HashSet<>();
        Set<String> trained = new HashSet<>();
        for (String parameter : parameters().shapes().keySet()) {
            (trainable.test(parameter) ? trained : frozen).add(Scope.layer(parameter));
        }
        frozen.removeAll(trained);
        return frozen;
    }

    private static void checkAuxiliary(Node side, Node output) {
        if (!side.shape().equals(output.shape())) {
            throw new IllegalArgumentException("an auxiliary classifier must end as the network does, with "
                    + output.shape().sample() + " values: got " + side.shape().sample());
        }
    }

    /// The table of the layers.
    public Summary summary(String name) {
        Built built = inferred();
        return new Summary(name, input, built.graph().rows(built.output()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network that && input.equals(that.input) && layers.equals(that.layers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, layers);
    }

    @Override
    public String toString() {
        return "Network[input=" + input + ", layers=" + layers + "]";
    }
}
