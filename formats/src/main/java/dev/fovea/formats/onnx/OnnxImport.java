package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.LayerGraph;
import dev.fovea.safetensors.SafetensorsHeader;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads a model's nodes, one after the other, into a graph of layers.
final class OnnxImport {
    private static final long FLOAT = 1;

    private final OnnxModel model;
    private final OnnxModel.Port port;
    private final Vertices vertices;
    private final Map<String, OnnxValue> values = new HashMap<>();
    private final Flow input;

    /// What was read: either a network, or, where the output does not depend on the input, numbers.
    ///
    /// @param sample the shape of the network's input
    /// @param variables by name, as they lie
    /// @param isWhole whether the file's first axis belongs to the sample, and is no batch
    record Result(
            @Nullable LayerGraph graph, Shape sample, Map<String, Numbers> variables, boolean isWhole,
            @Nullable Numbers constant) {}

    private OnnxImport(OnnxModel model, OnnxModel.Port port, Map<String, Numbers> bound, int lead) {
        this.model = model;
        this.port = port;
        int[] dims = extents(port, lead);
        int[] order = lead == 0 && dims.length == 4 && !isChannelsLast(model, port.name())
                ? Flow.channelsLast(4) : Flow.identity(dims.length);
        Shape shape = Shape.of(Arrays.stream(order).map(axis -> dims[axis]).toArray());
        this.input = Flow.of(LayerGraph.INPUT, shape, order);
        this.vertices = new Vertices(shape, lead, model.opset());
        values.putAll(model.tensors());
        values.putAll(bound);
        values.put(port.name(), input);
    }

    /// @param output the name of a value; null for the graph's first output
    /// @param bound inputs that are known
    /// @throws FileException one line, without the file's name
    static Result read(OnnxModel file, @Nullable String output, Map<String, Numbers> bound) {
        OnnxModel model = Idioms.recognised(file);
        OnnxModel.Port port = input(model, bound);
        String wanted = output == null ? firstOutput(model) : output;
        try {
            if (port.dims().size() > 1) {
                try {
                    return new OnnxImport(model, port, bound, 0).result(wanted);
                } catch (BatchMisfit e) {
                    requireWhole(port, e);
                }
            }
            return new OnnxImport(model, port, bound, 1).result(wanted);
        } catch (IllegalArgumentException e) {
            throw new FileException("expected a network, got one that cannot be: " + e.getMessage(), e);
        } catch (BatchMisfit e) {
            throw new FileException("expected a network of samples, got one that mixes them: " + e.getMessage(), e);
        }
    }

    /// A graph whose first axis is no batch must say its extent.
    private static void requireWhole(OnnxModel.Port port, BatchMisfit misfit) {
        if (port.dims().getFirst() < 1) {
            throw new FileException("expected a network of samples, got one that mixes them: " + misfit.getMessage(),
                    misfit);
        }
    }

    private static String firstOutput(OnnxModel model) {
        if (model.outputs().isEmpty()) {
            throw new FileException("expected a graph with an output, got one without");
        }
        return model.outputs().getFirst().name();
    }

    /// The only input that is not known.
    private static OnnxModel.Port input(OnnxModel model, Map<String, Numbers> bound) {
        List<OnnxModel.Port> open = model.inputs().stream()
                .filter(input -> !model.tensors().containsKey(input.name()) && !bound.containsKey(input.name()))
                .toList();
        if (open.size() != 1) {
            throw new FileException("expected a network of one input, got " + open.size() + ": "
                    + open.stream().limit(10).map(input -> SafetensorsHeader.quote(input.name())).toList());
        }
        if (open.getFirst().type() != FLOAT) {
            throw new FileException("expected an input of floats, got element type " + open.getFirst().type()
                    + " of ONNX; export the model with float inputs");
        }
        return open.getFirst();
    }

    /// The input's extents; the first is the batch, or a batch of one lies before it.
    private static int[] extents(OnnxModel.Port port, int lead) {
        int[] dims = new int[lead + port.dims().size()];
        dims[0] = Shape.N;
        for (int i = lead; i < dims.length; i++) {
            long extent = port.dims().get(i - lead);
            if (i > 0 && (extent < 1 || extent > Shape.MOST)) {
                throw new FileException("expected an input " + SafetensorsHeader.quote(port.name())
                        + " whose extents are said but for the batch, got " + port.dims()
                        + "; export the model for one size of image");
            }
            dims[i] = i == 0 ? Shape.N : (int) extent;
        }
        return dims.length == 1 ? new int[] {Shape.N, 1} : dims;
    }

    /// Whether the file itself moves channels of the input from the last place to the second.
    private static boolean isChannelsLast(OnnxModel model, String input) {
        List<OnnxNode> users = model.nodes().stream().filter(node -> node.inputs().contains(input)).toList();
        return !users.isEmpty() && users.stream().allMatch(node -> node.operator().equals("Transpose")
                && Arrays.equals(node.wholes("perm"), new long[] {0, 3, 1, 2}));
    }

    private Result result(String output) {
        boolean[] isNeeded = needed(output);
        for (int i = 0; i < isNeeded.length; i++) {
            if (isNeeded[i]) {
                read(model.nodes().get(i));
            }
        }
        boolean isWhole = vertices.lead() == 1;
        return switch (values.get(output)) {
            case null -> throw new FileException("expected an output among the values, got "
                    + SafetensorsHeader.quote(output) + "; there are "
                    + model.outputs().stream().limit(10).map(port -> SafetensorsHeader.quote(port.name())).toList());
            case Numbers numbers -> new Result(null, input.shape().sample(), Map.of(), isWhole, numbers);
            case Flow flow -> new Result(
                    vertices.graph(finished(flow).vertex()), input.shape().sample(), vertices.variables(), isWhole,
                    null);
        };
    }

    /// Images as Fovea has them, all else in ONNX's order.
    private Flow finished(Flow flow) {
        vertices.enter(new OnnxNode("output", "output", "", List.of(), List.of(), Map.of()));
        Axing axing = new Axing(vertices);
        Flow x = vertices.lead() == 0 && flow.rank() == 4 && flow.order()[0] == 0
                ? axing.channelsLast(flow) : axing.ordered(flow, Flow.identity(flow.rank()));
        return x.rank() == 1 ? vertices.reshaped(x, Shape.batch(1), 0, 1) : x;
    }

    /// Which nodes the output depends on.
    private boolean[] needed(String output) {
        boolean[] isNeeded = new boolean[model.nodes().size()];
        Set<String> names = new HashSet<>(List.of(output));
        for (int i = isNeeded.length - 1; i >= 0; i--) {
            OnnxNode node = model.nodes().get(i);
            if (node.outputs().stream().anyMatch(name -> !name.isEmpty() && names.contains(name))) {
                isNeeded[i] = true;
                names.addAll(node.inputs());
            }
        }
        return isNeeded;
    }

    private void read(OnnxNode node) {
        try {
            List<OnnxValue> outputs = outputs(node);
            for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
                values.put(node.outputs().get(i), outputs.get(i));
            }
        } catch (FileException | IllegalArgumentException | ArithmeticException e) {
            throw new FileException(node.title() + ": " + e.getMessage(), e);
        } catch (BatchMisfit e) {
            throw e.at(node.title());
        } catch (IndexOutOfBoundsException | NoSuchElementException | NegativeArraySizeException e) {
            throw new FileException(node.title() + ": expected inputs and attributes as ONNX defines them for opset "
                    + model.opset() + ", got others", e);
        }
    }

    private List<OnnxValue> outputs(OnnxNode node) {
        List<@Nullable OnnxValue> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            @Nullable OnnxValue value = values.get(name);
            if (value == null && !name.isEmpty()) {
                throw new FileException("expected the value " + SafetensorsHeader.quote(name)
                        + " before it, got none: an output that is not read, or nodes out of order");
            }
            inputs.add(value);
        }
        vertices.enter(node);
        NodeCall call = new NodeCall(node, inputs, vertices);
        boolean isKnown = inputs.stream().allMatch(value -> value == null || value instanceof Numbers);
        @Nullable List<OnnxValue> folded = isKnown && node.domain().isEmpty() ? ConstantFolding.folded(call) : null;
        if (folded != null) {
            return folded;
        }
        Operators.@Nullable Reading reading = node.domain().isEmpty() ? Operators.byName().get(node.operator()) : null;
        if (reading == null || isKnown) {
            throw new FileException("expected an operator that Fovea reads, got "
                    + (node.domain().isEmpty() ? "" : Naming.printable(node.domain()) + ".")
                    + Naming.printable(node.operator()) + " of opset " + model.opset()
                    + (isKnown && reading != null ? " of constants" : "")
                    + "; export the model without it, or simplify it (onnxsim)");
        }
        return reading.read(call);
    }

    @Override
    public String toString() {
        return "import of " + port.name() + " with axes " + IntStream.range(0, input.rank()).boxed().toList();
    }
}
