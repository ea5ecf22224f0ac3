package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A network cut in two before its last weights: a body that makes features of images, and a head that makes classes
/// of features. A body that has learned many images serves other classes with a new head (Razavian et al., "CNN
/// features off-the-shelf", 2014; Yosinski et al., "How transferable are features in deep neural networks?", 2014).
///
/// The head is the last [Dense] layer, or the last convolution of 1×1, with what follows it.
///
/// @param name of the head's layer: its variables are `name.weights` and so on, in the head as in the network
/// @param body ends with the features; its variables have the names that they have in the network
/// @param layers the head, after the body
/// @param whole the network with this head
public record Head(String name, Layer body, Layer layers, Layer whole) {
    /// The network's head.
    ///
    /// @throws IllegalArgumentException if it has none, such as one that ends in several branches
    public static Head of(Network network) {
        return of(network, Math.toIntExact(network.output().size()));
    }

    /// The network's head with so many classes instead of its own.
    ///
    /// @throws IllegalArgumentException if it has none
    public static Head of(Network network, int classes) {
        List<String> parameters = List.copyOf(network.parameters().shapes().keySet());
        String name = parameters.isEmpty() ? "" : Scope.layer(parameters.getLast());
        Halves halves = new Cut(name, classes).of(network.layers());
        if (halves == null) {
            throw new IllegalArgumentException("the network has no head: expected that its last weights are those of a"
                    + " Dense layer or of a convolution of 1×1, with layers of one input after it: got "
                    + (name.isEmpty() ? "no weights" : name));
        }
        requireLast(network, name, halves);
        return new Head(name, halves.before(), halves.after(), halves.whole());
    }

    /// All variables but the head's own are the body's, in their shapes.
    private static void requireLast(Network network, String name, Halves halves) {
        Map<String, Shape> body = new Network(network.input(), halves.before()).parameters().shapes();
        network.parameters().shapes().forEach((String parameter, Shape shape) -> {
            if (!Scope.layer(parameter).equals(name) && !Objects.equals(shape, body.get(parameter))) {
                throw new IllegalArgumentException("the network has no head: after " + name + ", its last Dense layer"
                        + " or convolution of 1×1, or beside it, there is " + parameter);
            }
        });
    }

    /// What comes before the cut, what after it, and both as they were with the new head.
    private record Halves(Layer before, Layer after, Layer whole) {}

    /// Finds the head from behind.
    private record Cut(String name, int classes) {
        @Nullable Halves of(Layer layer) {
            return switch (layer) {
                case Sequential all -> sequence(all.layers());
                case LayerGraph graph -> graph(graph);
                case Named named -> within(named.layer(), inner -> inner.named(named.name()), false);
                case Penalised penalty -> within(
                        penalty.layer(), inner -> new Penalised(penalty.l1(), penalty.l2(), inner), true);
                case Dense dense -> head(new Dense(classes, dense.bias(), dense.activation(), dense.weightInitializer(),
                        dense.biasInitializer()));
                case Conv2D conv when conv.height() == 1 && conv.width() == 1 && conv.groups() == 1 ->
                    head(new Conv2D(classes, 1, 1, conv.strideH(), conv.strideW(), conv.padding(), conv.dilation(), 1,
                            conv.bias(), conv.activation(), conv.weightInitializer(), conv.biasInitializer()));
                default -> null;
            };
        }

        private Halves head(Layer layer) {
            return new Halves(Sequential.of(), layer.named(name), layer);
        }

        private interface Around {
            Layer layer(Layer inner);
        }

        private @Nullable Halves within(Layer inner, Around around, boolean isForHead) {
            Halves halves = of(inner);
            return halves == null ? null : new Halves(
                    around.layer(halves.before()), isForHead ? around.layer(halves.after()) : halves.after(),
                    around.layer(halves.whole()));
        }

        private @Nullable Halves sequence(List<Layer> layers) {
            for (int i = layers.size() - 1; i >= 0; i--) {
                Halves halves = of(layers.get(i));
                if (halves != null) {
                    List<Layer> before = new ArrayList<>(layers.subList(0, i));
                    before.add(halves.before());
                    List<Layer> after = new ArrayList<>(List.of(halves.after()));
                    after.addAll(layers.subList(i + 1, layers.size()));
                    List<Layer> whole = new ArrayList<>(layers);
                    whole.set(i, halves.whole());
                    return new Halves(new Sequential(before), new Sequential(after), new Sequential(whole));
                }
            }
            return null;
        }

        /// Goes back from the output as long as vertices take one value.
        private @Nullable Halves graph(LayerGraph graph) {
            Map<String, Vertex> vertices = graph.byName();
            List<Layer> after = new ArrayList<>();
            Vertex vertex = vertices.get(graph.output());
            while (vertex != null && vertex.inputs().size() == 1) {
                Halves halves = of(vertex.layer());
                if (halves != null) {
                    after.addFirst(halves.after());
                    return halves(graph, vertex, halves, after);
                }
                after.addFirst(vertex.layer().named(vertex.name()));
                vertex = vertices.get(vertex.inputs().getFirst());
            }
            return null;
        }

        private static Halves halves(LayerGraph graph, Vertex at, Halves halves, List<Layer> after) {
            List<Vertex> before = new ArrayList<>(graph.vertices().subList(0, graph.vertices().indexOf(at)));
            before.add(new Vertex(at.name(), halves.before(), at.inputs()));
            List<Vertex> whole = new ArrayList<>(graph.vertices());
            whole.set(whole.indexOf(at), new Vertex(at.name(), halves.whole(), at.inputs()));
            return new Halves(new LayerGraph(before, at.name()), new Sequential(after),
                    new LayerGraph(whole, graph.output()));
        }
    }
}
