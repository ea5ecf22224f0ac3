package dev.fovea.learn.network;

import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.nn.Network;
import dev.fovea.op.Add;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Convolution;
import dev.fovea.op.Input;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Parameter;
import dev.fovea.op.Primitive;
import dev.fovea.op.Relu;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Unary;
import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The stages of a network, read off the program that traces it.
final class Stages {
    private final Program program;
    /// The number of a value in the trace, by its id in the program.
    private final Map<Integer, Integer> numbers = new HashMap<>();
    /// How many steps read a value.
    private final Map<Integer, Integer> readers = new HashMap<>();
    private final Map<Integer, Integer> stageOf = new HashMap<>();
    private final List<Stage> stages = new ArrayList<>();

    private Stages(Program program) {
        this.program = program;
    }

    static List<Stage> of(Program trace) {
        return new Stages(trace).read();
    }

    private List<Stage> read() {
        int images = 0;
        for (Step step : program.steps()) {
            if (!step.backward()) {
                step.inputs().forEach(id -> readers.merge(id, 1, Integer::sum));
            }
        }
        for (int number = 1; program.outputs().containsKey(Network.VALUE + number); number++) {
            numbers.put(program.outputs().get(Network.VALUE + number), number);
        }
        for (int id = 0; id < program.values().size(); id++) {
            if (program.values().get(id).leaf() instanceof Input input
                    && input.name().equals(Network.IMAGES)) {
                images = id;
            }
        }
        add(images, new Stage(
                Stage.Kind.IMAGE, "Image", "", List.of(), shape(images), 0, null, null, null));
        program.steps().stream().filter(step -> numbers.containsKey(step.output())).forEach(this::take);
        return List.copyOf(stages);
    }

    private void take(Step step) {
        List<Integer> inputs = step.inputs().stream().filter(stageOf::containsKey).map(stageOf::get).toList();
        String bias = bias(step);
        if (bias != null) {
            int stage = inputs.getFirst();
            stages.set(stage, stages.get(stage).withBias(number(step), bias));
            stageOf.put(step.output(), stage);
            return;
        }
        Primitive operation = step.operation();
        Stage.Kind kind = kind(operation, inputs.size());
        boolean weighs = kind == Stage.Kind.CONVOLUTION || kind == Stage.Kind.DENSE;
        if (weighs && parameter(step) == null) {
            // Weights that are computed themselves, as those of partial connections are.
            kind = Stage.Kind.OTHER;
            weighs = false;
        }
        add(step.output(), new Stage(
                kind, name(operation), step.name(), inputs, shape(step.output()), number(step), window(step),
                weighs ? parameter(step) : null, null));
    }

    private void add(int value, Stage stage) {
        stageOf.put(value, stages.size());
        stages.add(stage);
    }

    private int number(Step step) {
        return numbers.getOrDefault(step.output(), 0);
    }

    private Shape shape(int value) {
        return program.values().get(value).shape().sample();
    }

    /// The bias's name, if a step adds one to a convolution or a product that nothing else reads.
    private @Nullable String bias(Step step) {
        if (!(step.operation() instanceof Add) || !stageOf.containsKey(step.inputs().getFirst())) {
            return null;
        }
        int sum = step.inputs().getFirst();
        Stage stage = stages.get(Objects.requireNonNull(stageOf.get(sum)));
        String name = parameter(step);
        boolean open = (stage.kind() == Stage.Kind.CONVOLUTION || stage.kind() == Stage.Kind.DENSE)
                && stage.bias() == null && readers.getOrDefault(sum, 0) == 1;
        boolean each = program.values().get(step.inputs().getLast()).shape().rank() == 1;
        return open && each ? name : null;
    }

    /// The name of the parameter that is a step's second input.
    private @Nullable String parameter(Step step) {
        return step.inputs().size() == 2
                && program.values().get(step.inputs().get(1)).leaf() instanceof Parameter parameter
                        ? parameter.name()
                        : null;
    }

    private @Nullable Window window(Step step) {
        List<Shape> shapes = step.inputs().stream().map(id -> program.values().get(id).shape()).toList();
        return switch (step.operation()) {
            case Convolution convolution -> convolution.window(shapes.get(0), shapes.get(1));
            case MaxPooling max -> max.pooling().window(shapes.getFirst());
            case AveragePooling average -> average.pooling().window(shapes.getFirst());
            default -> null;
        };
    }

    private static Stage.Kind kind(Primitive operation, int inputs) {
        return switch (operation) {
            case Convolution _ -> Stage.Kind.CONVOLUTION;
            case MatMul _ -> Stage.Kind.DENSE;
            case MaxPooling _, AveragePooling _ -> Stage.Kind.POOLING;
            case Reshaping _ -> Stage.Kind.FLATTEN;
            case Concatenate _ -> Stage.Kind.JOIN;
            case Add _ when inputs > 1 -> Stage.Kind.JOIN;
            case Unary _ -> Stage.Kind.ACTIVATION;
            default -> Stage.Kind.OTHER;
        };
    }

    private static String name(Primitive operation) {
        return operation instanceof Relu ? "ReLU" : operation.label();
    }
}
