package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Penalty;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a layer is built: gives it variables with names, and knows whether the graph is for training.
public final class Scope {
    private final GraphBuilder graph;
    private final String path;
    private final @Nullable Penalty penalty;
    private final Map<String, Integer> counts;
    private final boolean shared;

    Scope(GraphBuilder graph) {
        this(graph, "", null, new HashMap<>(), false);
    }

    /// @param shared whether variables of equal names are one
    private Scope(
            GraphBuilder graph, String path, @Nullable Penalty penalty, Map<String, Integer> counts, boolean shared) {
        this.graph = graph;
        this.path = path;
        this.penalty = penalty;
        this.counts = counts;
        this.shared = shared;
    }

    /// Whether the graph will be trained: dropout drops.
    public boolean isTraining() {
        return graph.mode() == GraphBuilder.Mode.TRAINING;
    }

    /// Whether batch norm uses the batch's statistics, as in training. A layer whose parameters are all frozen does
    /// not: what is frozen computes as in inference.
    public boolean usesBatchStatistics() {
        return graph.mode() != GraphBuilder.Mode.INFERENCE && !graph.isFrozen(path);
    }

    /// A weight that training changes, of which penalties are taken.
    ///
    /// @param name within the layer, such as `filters`
    public Node weights(String name, Shape shape, Initializer initializer) {
        Node node = parameter(name, shape, initializer);
        graph.weight(full(name));
        if (penalty != null) {
            graph.penalise(node, penalty);
        }
        return node;
    }

    /// A parameter that training changes, free of penalties: a bias, a scale.
    public Node parameter(String name, Shape shape, Initializer initializer) {
        return graph.parameter(new Parameter(full(name), shape), initializer, shared);
    }

    /// A value that is kept and saved but has no gradient.
    public Node state(String name, Shape shape, Initializer initializer) {
        return graph.state(new State(full(name), shape), initializer, shared);
    }

    /// Gives a state a new value at the end of each training step; ignored in a layer whose parameters are all frozen.
    public void update(String name, Node value) {
        if (!graph.isFrozen(path)) {
            graph.update(full(name), value);
        }
    }

    /// Adds `weight` times the training's loss of a side output to the loss; ignored outside of training.
    ///
    /// @param output as the network's own output, such as a logit for each class
    public void auxiliary(Node output, double weight) {
        graph.auxiliary(output, (float) weight);
    }

    /// A number that tells this layer's random stream from all others in the network.
    public int stream() {
        return graph.stream();
    }

    /// Builds a layer inside this one, under a counted name.
    public Node layer(Layer layer, Node x) {
        if (!layer.isTransparent()) {
            return layer(layer, x, counted(layer.type()));
        }
        graph.enter(layer);
        Node y = layer.build(x, this);
        graph.leave();
        return y;
    }

    Node layer(Layer layer, Node x, String name) {
        return layer(layer, List.of(x), name);
    }

    /// Builds a layer after any number of nodes, under a given name.
    Node layer(Layer layer, List<Node> inputs, String name) {
        graph.enter(layer);
        Node y;
        if (layer.isTransparent()) {
            y = layer.build(inputs, new Scope(graph, join(path, name), penalty, new HashMap<>(), shared));
        } else {
            Scope inner = new Scope(graph, join(path, name), penalty, counts, shared);
            y = graph.layer(layer, inputs, inner, join(path, name));
        }
        graph.leave();
        return y;
    }

    /// Builds a layer whose variables are those of all places with this key, wherever they are.
    Node shared(String key, Layer layer, Node x) {
        return new Scope(graph, "", penalty, new HashMap<>(), true).layer(layer, x, key);
    }

    Node penalised(Penalty penalty, Layer layer, Node x) {
        return layer(layer, x, penalty);
    }

    private Node layer(Layer layer, Node x, Penalty penalty) {
        return new Scope(graph, path, penalty, counts, shared).layer(layer, x);
    }

    private String full(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The path of the layer that a variable belongs to, by the variable's full name.
    static String layer(String variable) {
        return variable.substring(0, Math.max(0, variable.lastIndexOf('.')));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /// `conv2d`, then `conv2d_1`, `conv2d_2`, …, as Keras counts.
    private String counted(String type) {
        String base = snake(type);
        int count = counts.merge(base, 1, Integer::sum);
        return count == 1 ? base : base + "_" + (count - 1);
    }

    /// `conv2d` of `Conv2D`, `max_pool2d` of `MaxPool2D`: an underscore where a capital follows a small letter.
    private static String snake(String type) {
        StringBuilder text = new StringBuilder();
        boolean small = false;
        for (char letter : type.toCharArray()) {
            if (small && letter >= 'A' && letter <= 'Z') {
                text.append('_');
            }
            text.append(letter);
            small = letter >= 'a' && letter <= 'z';
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /// Builds a list of layers one after the other.
    Node sequence(List<Layer> layers, Node x) {
        Node y = x;
        for (Layer layer : new ArrayList<>(layers)) {
            y = layer(layer, y);
        }
        return y;
    }
}
