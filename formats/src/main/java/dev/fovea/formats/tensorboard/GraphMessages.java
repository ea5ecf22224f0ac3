package dev.fovea.formats.tensorboard;

import com.google.protobuf.ByteString;
import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.graph.Value;
import dev.fovea.nn.Network;
import dev.fovea.op.Constant;
import dev.fovea.op.Input;
import dev.fovea.op.Leaf;
import dev.fovea.op.Parameter;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A program as TensorBoard's graph. A node is called by its layer and its operation, `conv2d/Convolution`, which
/// makes each layer a box that opens; the backward pass lies in a box `gradients`, and what no layer claims, in a
/// training program, in a box `loss`.
final class GraphMessages {
    private static final int PRODUCER = 22;
    private static final String LOSS = "loss/";
    private static final String GRADIENTS = "gradients/";

    private final Program program;
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> boxes;
    private final Map<String, Long> members;

    private GraphMessages(Program program) {
        this.program = program;
        this.members = program.steps().stream().collect(Collectors.groupingBy(this::scope, Collectors.counting()));
        this.boxes = boxes();
    }

    static Wire.GraphDef of(Program program) {
        return new GraphMessages(program).graph();
    }

    private Wire.GraphDef graph() {
        Wire.GraphDef.Builder graph =
                Wire.GraphDef.newBuilder().setVersions(Wire.VersionDef.newBuilder().setProducer(PRODUCER));
        for (Value value : program.values()) {
            if (value.leaf() != null && !(value.leaf() instanceof Constant)) {
                graph.addNode(leaf(value, value.leaf(), name(value.leaf())));
            }
        }
        for (Step step : program.steps()) {
            for (int id : step.inputs()) {
                Value input = program.values().get(id);
                if (input.leaf() instanceof Constant constant && !names.containsKey(id)) {
                    graph.addNode(leaf(input, constant, scope(step) + name(constant)));
                }
            }
            graph.addNode(node(step));
        }
        return graph.build();
    }

    private Wire.NodeDef leaf(Value value, Leaf leaf, String name) {
        String own = unique(value.id(), name);
        return Wire.NodeDef.newBuilder()
                .setName(own)
                .setOp(switch (leaf) {
                    case Input _ -> "Placeholder";
                    case Parameter _, State _ -> "VariableV2";
                    case Constant _ -> "Const";
                })
                .putAttr("dtype", type())
                .putAttr("shape", Wire.AttrValue.newBuilder().setShape(shape(value.shape())).build())
                .putAttr("_output_shapes", shapes(value.shape()))
                .build();
    }

    private static String name(Leaf leaf) {
        return switch (leaf) {
            case Input input -> input.name();
            case Parameter parameter -> parameter.name().replace('.', '/');
            case State state -> state.name().replace('.', '/');
            case Constant _ -> "Constant";
        };
    }

    private Wire.NodeDef node(Step step) {
        Wire.NodeDef.Builder node = Wire.NodeDef.newBuilder()
                .setName(unique(step.output(), nodeName(step)))
                .setOp(step.operation().label());
        for (int input : step.inputs()) {
            node.addInput(names.getOrDefault(input, ""));
        }
        Shape shape = program.values().get(step.output()).shape();
        ByteString call = ByteString.copyFromUtf8(step.operation().toString());
        return node.putAttr("T", type())
                .putAttr("_output_shapes", shapes(shape))
                .putAttr("operation", Wire.AttrValue.newBuilder().setS(call).build())
                .build();
    }

    /// A layer that is a single operation needs no box.
    private String nodeName(Step step) {
        String scope = scope(step);
        boolean alone = scope.length() > 1 && members.getOrDefault(scope, 0L) == 1 && !boxes.contains(scope);
        return alone ? scope.substring(0, scope.length() - 1) : scope + step.operation().label();
    }

    /// The box of a step: empty, or ending in a slash.
    private String scope(Step step) {
        boolean unclaimed = step.name().equals(step.operation().label());
        boolean trains = program.outputs().containsKey(Network.LOSS);
        String box = unclaimed ? trains ? LOSS : "" : step.name() + "/";
        return step.backward() ? GRADIENTS + box : box;
    }

    /// Boxes that hold variables or other boxes.
    private Set<String> boxes() {
        Set<String> found = new HashSet<>();
        for (String scope : members.keySet()) {
            addOuter(found, scope.isEmpty() ? scope : scope.substring(0, scope.length() - 1));
        }
        for (Value value : program.values()) {
            if (value.leaf() != null) {
                addOuter(found, name(value.leaf()));
            }
        }
        for (Step step : program.steps()) {
            if (step.inputs().stream().anyMatch(id -> program.values().get(id).leaf() instanceof Constant)) {
                found.add(scope(step));
            }
        }
        return found;
    }

    private static void addOuter(Set<String> into, String name) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            into.add(name.substring(0, slash + 1));
        }
    }

    /// A name that no other node has, of the characters that TensorBoard takes.
    private String unique(int id, String wanted) {
        String plain = wanted.replaceAll("[^A-Za-z0-9./_-]", "_").replaceFirst("^[^A-Za-z0-9.]", ".");
        String name = plain;
        for (int i = 1; !taken.add(name); i++) {
            name = plain + "_" + i;
        }
        names.put(id, name);
        return name;
    }

    private static Wire.AttrValue type() {
        return Wire.AttrValue.newBuilder().setType(Wire.DataType.DT_FLOAT).build();
    }

    private static Wire.AttrValue shapes(Shape shape) {
        return Wire.AttrValue.newBuilder()
                .setList(Wire.AttrValue.ListValue.newBuilder().addShape(shape(shape)))
                .build();
    }

    /// The batch axis is −1, which stands for an unknown extent in both worlds.
    private static Wire.TensorShapeProto shape(Shape shape) {
        Wire.TensorShapeProto.Builder message = Wire.TensorShapeProto.newBuilder();
        for (int dim : shape.dims()) {
            message.addDim(Wire.TensorShapeProto.Dim.newBuilder().setSize(dim));
        }
        return message.build();
    }
}
