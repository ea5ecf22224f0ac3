package dev.fovea.explain.architecture;

import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Merge;
import dev.fovea.nn.Named;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.nn.Split;
import dev.fovea.nn.Summary;
import dev.fovea.nn.Vertex;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Takes a network apart: its layers one after the other in the order in which they are built, which is that of the
/// summary's rows.
public final class Anatomy {
    private final List<Summary.Row> rows;
    private int next;

    private Anatomy(List<Summary.Row> rows) {
        this.rows = rows;
    }

    /// What a network is made of.
    public static Part.Sequence of(Network network) {
        return new Anatomy(network.summary("").rows()).sequence(network.layers(), network.input());
    }

    /// The same with repeats folded.
    public static Part.Sequence folded(Network network) {
        return Repeats.of(of(network));
    }

    private Part.Sequence sequence(Layer layer, Shape input) {
        List<Part> parts = new ArrayList<>();
        add(layer, input, parts);
        return new Part.Sequence(parts, input);
    }

    /// Adds the parts of a layer and returns the shape of what they give.
    private Shape add(Layer layer, Shape input, List<Part> parts) {
        return switch (layer) {
            case Sequential(List<Layer> layers) -> {
                Shape shape = input;
                for (Layer inner : layers) {
                    shape = add(inner, shape, parts);
                }
                yield shape;
            }
            case LayerGraph graph -> graph(graph, input, parts);
            case Named named -> add(named.layer(), input, parts);
            case Penalised penalised -> add(penalised.layer(), input, parts);
            case Shared shared -> add(shared.layer(), input, parts);
            case Residual residual -> {
                List<Part.Sequence> branches =
                        List.of(sequence(residual.body(), input), sequence(residual.shortcut(), input));
                yield add(fork("residual", branches, Part.Join.ADDITION, PieceWords.then(residual.activation()), input),
                        parts);
            }
            case Branches(List<Layer> branches) -> add(
                    fork("branches", branches.stream().map(branch -> sequence(branch, input)).toList(),
                            Part.Join.CONCATENATION, List.of(), input),
                    parts);
            case Split split -> add(split(split, input), parts);
            case Auxiliary auxiliary -> {
                Part.Sequence classifier = sequence(auxiliary.classifier(), input);
                parts.add(new Part.Side(row().name(), auxiliary.weight(), classifier));
                yield input;
            }
            default -> block(layer, input, parts);
        };
    }

    /// The vertices one after the other, in their order: which takes which is not drawn.
    private Shape graph(LayerGraph graph, Shape input, List<Part> parts) {
        Map<String, Shape> shapes = new HashMap<>(Map.of(LayerGraph.INPUT, input));
        for (Vertex vertex : graph.vertices()) {
            Shape first = vertex.inputs().isEmpty() ? Shape.SCALAR : shapes.get(vertex.inputs().getFirst());
            shapes.put(vertex.name(), add(vertex.layer(), Objects.requireNonNull(first), parts));
        }
        return Objects.requireNonNull(shapes.get(graph.output()));
    }

    private static Shape add(Part.Fork fork, List<Part> parts) {
        parts.add(fork);
        return fork.output();
    }

    /// The row of a fork comes after those of its branches.
    private Part.Fork fork(
            String label, List<Part.Sequence> branches, Part.Join join, List<String> then, Shape input) {
        Summary.Row row = row();
        long inside = branches.stream().mapToLong(Part::parameters).sum();
        return new Part.Fork(row.name(), label, branches, join, then, input, row.output(), inside + row.parameters());
    }

    private Part.Fork split(Split split, Shape input) {
        List<Part.Sequence> branches = new ArrayList<>();
        for (int i = 0; i < split.parts().size(); i++) {
            branches.add(sequence(split.parts().get(i), slice(split, input, i)));
        }
        Part.Join join = split.merge() == Merge.SUM ? Part.Join.ADDITION : Part.Join.CONCATENATION;
        return fork("split of " + split.axis().name().toLowerCase(Locale.ROOT), branches, join, List.of(), input);
    }

    private static Shape slice(Split split, Shape input, int part) {
        int axis = switch (split.axis()) {
            case ROWS -> 0;
            case COLUMNS -> 1;
            case CHANNELS -> input.rank() - 1;
        };
        int[] dims = input.dims();
        dims[axis] = split.extents().isEmpty() ? dims[axis] / split.parts().size() : split.extents().get(part);
        return Shape.of(dims);
    }

    /// A layer of its own, or what follows the one before.
    private Shape block(Layer layer, Shape input, List<Part> parts) {
        long parameters = 0;
        Summary.Row row = row();
        // A layer that others have written may have layers inside, whose rows come first.
        while (!(row.type().equals(layer.type()) && row.call().equals(layer.toString()))) {
            parameters += row.parameters();
            row = row();
        }
        parameters += row.parameters();
        List<String> then = PieceWords.then(layer);
        boolean follows = PieceWords.follows(layer) && !parts.isEmpty() && parts.getLast() instanceof Part.Block;
        if (follows && row.output().equals(input)) {
            Part.Block before = (Part.Block) parts.removeLast();
            List<String> all = new ArrayList<>(before.then());
            all.addAll(then);
            parts.add(new Part.Block(
                    before.kind(), before.name(), before.label(), before.settings(), all, before.input(), input,
                    before.parameters() + parameters));
        } else if (!(then.isEmpty() && PieceWords.follows(layer))) {
            PieceWords words = PieceWords.of(layer, row.window());
            parts.add(new Part.Block(
                    words.kind(), row.name(), words.label(), words.settings(), words.then(), input, row.output(),
                    parameters));
        }
        return row.output();
    }

    private Summary.Row row() {
        return rows.get(next++);
    }
}
