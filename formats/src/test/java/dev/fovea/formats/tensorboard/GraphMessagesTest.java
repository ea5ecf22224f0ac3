package dev.fovea.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.tensorboard.wire.Wire;
import dev.fovea.graph.Program;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Cos;
import dev.fovea.op.Input;
import dev.fovea.op.Node;
import dev.fovea.op.Sin;
import dev.fovea.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphMessagesTest {
    private static final Network NETWORK = new Network(
            Shape.of(8, 8, 3),
            Sequential.of(
                    Conv2D.of(4, 3).same().relu(), MaxPool2D.of(2),
                    Residual.of(Sequential.of(Conv2D.of(4, 3).same(), BatchNorm.of())),
                    Flatten.of(), Dense.of(5)));

    @Test
    void eachInputOfANodeIsANode() {
        for (Program program : List.of(
                NETWORK.inference(), NETWORK.evaluation(Loss.crossEntropy()),
                NETWORK.training(Loss.crossEntropy(), name -> true))) {
            Wire.GraphDef graph = GraphMessages.of(program);
            Set<String> names = names(graph);
            assertThat(names).hasSameSizeAs(graph.getNodeList());
            assertThat(names).allMatch(name -> name.matches("[A-Za-z0-9.][A-Za-z0-9._/-]*"));
            for (Wire.NodeDef node : graph.getNodeList()) {
                assertThat(names).as(node.getName()).containsAll(node.getInputList());
            }
            assertThat(graph.getNodeList().stream().filter(node -> !node.getAttrOrThrow("_output_shapes").hasList()))
                    .isEmpty();
            assertThat(operations(graph)).isEqualTo(program.steps().size());
        }
    }

    @Test
    void noNodeIsAlsoTheBoxOfOthers() {
        Set<String> names = names(GraphMessages.of(NETWORK.training(Loss.crossEntropy(), name -> true)));
        Set<String> boxes = new HashSet<>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                boxes.add(name.substring(0, slash));
            }
        }
        assertThat(names).doesNotContainAnyElementsOf(boxes);
    }

    @Test
    void layersAreBoxesAndTheBackwardPassIsApart() {
        Wire.GraphDef graph = GraphMessages.of(NETWORK.training(Loss.crossEntropy(), name -> true));
        assertThat(names(graph))
                .contains(
                        "images", "labels", "conv2d/Convolution", "conv2d/filters", "conv2d/bias", "dense/weights",
                        "max_pool2d", "loss/SoftmaxCrossEntropy", "gradients/conv2d/Convolution.FilterGradient");
        Wire.NodeDef convolution = node(graph, "conv2d/Convolution");
        assertThat(convolution.getOp()).isEqualTo("Convolution");
        assertThat(convolution.getInputList()).containsExactly("images", "conv2d/filters");
        assertThat(convolution.getAttrOrThrow("_output_shapes").getList().getShape(0).getDimList())
                .extracting(Wire.TensorShapeProto.Dim::getSize)
                .containsExactly(-1L, 8L, 8L, 4L);
        assertThat(node(graph, "images").getOp()).isEqualTo("Placeholder");
        assertThat(node(graph, "conv2d/filters").getOp()).isEqualTo("VariableV2");
    }

    @Test
    void theScalarGraphOfTheArticleKeepsItsNames() {
        Node x = new Input("x", Shape.SCALAR).on();
        Node y = new Input("y", Shape.SCALAR).on();
        Node cos = new Cos().on(x);
        Node sin = new Sin().on(y);
        Node mult = cos.times(sin);
        Node div = x.over(y);
        Node add = mult.plus(div);
        Program program = Program.of(
                Map.of("z", add), Map.of(cos, "cos", sin, "sin", mult, "mult", div, "div", add, "add"));
        Wire.GraphDef graph = GraphMessages.of(program);
        assertThat(names(graph)).containsExactlyInAnyOrder("x", "y", "cos", "sin", "mult", "div", "add");
        assertThat(node(graph, "add").getInputList()).containsExactly("mult", "div");
    }

    @Test
    void penaltiesBelongToTheLoss() {
        Network network = new Network(
                Shape.of(6), Sequential.of(Penalised.l2(0.01, Dense.of(3))));
        Wire.GraphDef graph = GraphMessages.of(network.training(Loss.crossEntropy(), name -> true));
        Set<String> outside = names(graph).stream()
                .filter(name -> !name.startsWith("loss/") && !name.startsWith("gradients/"))
                .collect(Collectors.toSet());
        assertThat(outside)
                .containsExactlyInAnyOrder(
                        "images", "labels", "dense/weights", "dense/bias", "dense/MatMul", "dense/Add");
    }

    private static Set<String> names(Wire.GraphDef graph) {
        return graph.getNodeList().stream().map(Wire.NodeDef::getName).collect(Collectors.toSet());
    }

    private static long operations(Wire.GraphDef graph) {
        return graph.getNodeList().stream()
                .filter(node -> !Set.of("Placeholder", "VariableV2", "Const").contains(node.getOp()))
                .count();
    }

    private static Wire.NodeDef node(Wire.GraphDef graph, String name) {
        return graph.getNodeList().stream().filter(node -> node.getName().equals(name)).findFirst().orElseThrow();
    }
}
