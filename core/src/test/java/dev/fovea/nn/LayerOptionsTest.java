package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.op.Add;
import dev.fovea.op.Multiply;
import dev.fovea.op.Padding;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An option that changes nothing fails here: each method that gives a layer an option changes what a training
/// of it predicts, and no two options do the same.
class LayerOptionsTest {
    private static final Shape INPUT = Shape.of(8, 8, 4);

    /// Layers that differ in one option, by the call that gives it.
    record Options(Layer plain, Map<String, Layer> changed) {
        static Options of(Layer plain) {
            return new Options(plain, new LinkedHashMap<>());
        }

        Options with(String call, Layer layer) {
            changed.put(call, layer);
            return this;
        }

        @Override
        public String toString() {
            return plain.toString();
        }
    }

    static Stream<Options> options() {
        Conv2D conv = Conv2D.of(4, 3);
        Conv2DTranspose up = Conv2DTranspose.of(4, 3).stride(2);
        Conv1D line = Conv1D.of(4, 3);
        PReLU prelu = PReLU.of();
        MaxPool2D max = MaxPool2D.of(3);
        AveragePool2D average = AveragePool2D.of(3);
        Dense dense = Dense.of(6);
        BatchNorm norm = BatchNorm.of();
        Residual residual = Residual.of(Conv2D.of(4, 3).same());
        TableConv2D table = TableConv2D.of(3, List.of(List.of(0), List.of(1, 2)));
        Layer half = Sequential.of(Conv2D.of(2, 3), GlobalAveragePool2D.of());
        Split split = Split.columns(half, half);
        LayerGraph graph = LayerGraph.of(
                Vertex.of("curved", Activation.TANH, LayerGraph.INPUT),
                Vertex.of("sum", Apply.of(new Add()), "curved", LayerGraph.INPUT));
        Weight weight = Weight.of(4);
        return Stream.of(
                Options.of(conv)
                        .with("stride(int)", conv.stride(2))
                        .with("stride(int, int)", conv.stride(1, 2))
                        .with("same()", conv.same())
                        .with("padding(Padding)", conv.padding(Padding.of(1, 0, 0, 1)))
                        .with("padding(int)", conv.padding(2))
                        .with("dilation(int)", conv.dilation(2))
                        .with("groups(int)", conv.groups(2))
                        .with("withoutBias()", conv.withoutBias())
                        .with("relu()", conv.relu())
                        .with("activation(Activation)", conv.activation(Activation.TANH))
                        .with("weights(Initializer)", conv.weights(Initializer.heNormal()))
                        .with("bias(Initializer)", conv.bias(Initializer.ones())),
                Options.of(up)
                        .with("stride(int)", up.stride(3))
                        .with("stride(int, int)", up.stride(2, 3))
                        .with("same()", up.same())
                        .with("padding(Padding)", up.padding(Padding.of(1, 0, 0, 1)))
                        .with("padding(int)", up.padding(1))
                        .with("outputPadding(int)", up.outputPadding(1))
                        .with("dilation(int)", up.dilation(2))
                        .with("groups(int)", up.groups(2))
                        .with("withoutBias()", up.withoutBias())
                        .with("relu()", up.relu())
                        .with("activation(Activation)", up.activation(Activation.TANH))
                        .with("weights(Initializer)", up.weights(Initializer.heNormal()))
                        .with("bias(Initializer)", up.bias(Initializer.ones())),
                Options.of(series(line))
                        .with("stride(int)", series(line.stride(2)))
                        .with("same()", series(line.same()))
                        .with("padding(int, int)", series(line.padding(2, 1)))
                        .with("dilation(int)", series(line.dilation(2)))
                        .with("withoutBias()", series(line.withoutBias()))
                        .with("relu()", series(line.relu()))
                        .with("activation(Activation)", series(line.activation(Activation.TANH)))
                        .with("weights(Initializer)", series(line.weights(Initializer.heNormal())))
                        .with("bias(Initializer)", series(line.bias(Initializer.ones()))),
                Options.of(series(MaxPool1D.of(3)))
                        .with("stride(int)", series(MaxPool1D.of(3).stride(2)))
                        .with("same()", series(MaxPool1D.of(3).same()))
                        .with("padding(int, int)", series(MaxPool1D.of(3).padding(2, 0)))
                        .with("ceil()", series(MaxPool1D.of(3).stride(2).ceil())),
                Options.of(prelu)
                        .with("slope(double)", prelu.slope(-0.5)),
                Options.of(max)
                        .with("stride(int)", max.stride(2))
                        .with("stride(int, int)", max.stride(2, 1))
                        .with("same()", max.same())
                        .with("padding(Padding)", max.padding(Padding.of(2)))
                        .with("ceil()", max.stride(2).ceil()),
                Options.of(average)
                        .with("stride(int)", average.stride(2))
                        .with("stride(int, int)", average.stride(2, 1))
                        .with("same()", average.same())
                        .with("padding(Padding)", average.padding(Padding.of(2)))
                        .with("ceil()", average.stride(2).ceil()),
                Options.of(Sequential.of(Flatten.of(), dense))
                        .with("relu()", Sequential.of(Flatten.of(), dense.relu()))
                        .with("activation(Activation)",
                                Sequential.of(Flatten.of(), dense.activation(Activation.SIGMOID)))
                        .with("withoutBias()", Sequential.of(Flatten.of(), dense.withoutBias()))
                        .with("weights(Initializer)",
                                Sequential.of(Flatten.of(), dense.weights(Initializer.normal(0.1))))
                        .with("bias(Initializer)", Sequential.of(Flatten.of(), dense.bias(Initializer.normal(1)))),
                Options.of(norm)
                        .with("epsilon(double)", norm.epsilon(0.1))
                        .with("momentum(double)", norm.momentum(0.5))
                        .with("perNeuron()", norm.perNeuron())
                        .with("frozen()", norm.frozen()),
                Options.of(LayerNorm.of()).with("epsilon(double)", LayerNorm.of().epsilon(0.1)),
                Options.of(GroupNorm.of(2)).with("epsilon(double)", GroupNorm.of(2).epsilon(0.1)),
                Options.of(Resize2D.of(5))
                        .with("bilinear()", Resize2D.of(5).bilinear())
                        .with("alignCorners()", Resize2D.of(5).alignCorners()),
                Options.of(UpSampling2D.of(2))
                        .with("bilinear()", UpSampling2D.of(2).bilinear())
                        .with("alignCorners()", UpSampling2D.of(2).alignCorners()),
                Options.of(Sequential.of(Conv2D.of(8, 1), DepthToSpace.of(2)))
                        .with("pixelShuffle()", Sequential.of(Conv2D.of(8, 1), DepthToSpace.of(2).pixelShuffle())),
                Options.of(SqueezeExcite.of(3))
                        .with("activation(Activation)", SqueezeExcite.of(3).activation(Activation.SILU))
                        .with("gate(Activation)", SqueezeExcite.of(3).gate(Activation.HARD_SIGMOID)),
                Options.of(graph)
                        .with("output(String)", graph.output("curved")),
                Options.of(times(weight))
                        .with("initializer(Initializer)", times(weight.initializer(Initializer.ones())))
                        .with("fixed()", times(weight.fixed())),
                Options.of(Pad2D.of(2)).with("reflect()", Pad2D.of(2).reflect()),
                Options.of(Subsample2D.of(2))
                        .with("weights(Initializer)", Subsample2D.of(2).weights(Initializer.ones())),
                Options.of(table).with("weights(Initializer)", table.weights(Initializer.heNormal())),
                Options.of(split)
                        .with("extents(int[])", split.extents(3, 5))
                        .with("merge(Merge)", split.merge(Merge.SUM)),
                Options.of(residual)
                        .with("shortcut(Layer[])", residual.shortcut(Conv2D.of(4, 1)))
                        .with("activation(Activation)", residual.activation(Activation.NONE)));
    }

    /// Settings that are given when the layer is made.
    static Stream<Options> settings() {
        return Stream.of(
                Options.of(Dropout.of(0.2)).with("rate", Dropout.of(0.3)),
                Options.of(StochasticDepth.of(0.2)).with("rate", StochasticDepth.of(0.6)),
                Options.of(SqueezeExcite.of(1)).with("reduced", SqueezeExcite.of(2)),
                Options.of(ChannelShuffle.of(1)).with("groups", ChannelShuffle.of(2)),
                Options.of(DepthToSpace.of(1)).with("block", DepthToSpace.of(2)),
                Options.of(ELU.of(1)).with("alpha", ELU.of(0.5)),
                Options.of(GroupNorm.of(1)).with("groups", GroupNorm.of(2)),
                Options.of(HardTanh.of())
                        .with("least", HardTanh.of(-0.5, 1))
                        .with("most", HardTanh.of(-1, 0.5)),
                Options.of(LayerScale.of(0.1)).with("start", LayerScale.of(0.2)),
                Options.of(LeakyReLU.of(0.1)).with("slope", LeakyReLU.of(0.2)),
                Options.of(LocalResponseNorm.of(1, 1, 0.1, 0.75))
                        .with("radius", LocalResponseNorm.of(2, 1, 0.1, 0.75))
                        .with("bias", LocalResponseNorm.of(1, 2, 0.1, 0.75))
                        .with("alpha", LocalResponseNorm.of(1, 1, 0.2, 0.75))
                        .with("beta", LocalResponseNorm.of(1, 1, 0.1, 0.5)),
                Options.of(ScaledTanh.of())
                        .with("amplitude", ScaledTanh.of(1, 2.0 / 3))
                        .with("slope", ScaledTanh.of(1.7159, 1)),
                Options.of(auxiliary(0.1)).with("weight", auxiliary(0.3)),
                Options.of(Penalised.l2(0, Conv2D.of(2, 3)))
                        .with("l2", Penalised.l2(0.1, Conv2D.of(2, 3)))
                        .with("l1", Penalised.l1(0.1, Conv2D.of(2, 3))));
    }

    /// Behind what makes a series of the image.
    private static Layer series(Layer layer) {
        return Sequential.of(Reshape.of(64, 4), layer);
    }

    /// The channels of the image, each times a number of its own and more.
    private static Layer times(Weight weight) {
        return LayerGraph.of(
                Vertex.of("tried", weight),
                Vertex.of("product", Apply.of(new Multiply()), LayerGraph.INPUT, "tried"),
                Vertex.of("sum", Apply.of(new Add()), "product", LayerGraph.INPUT));
    }

    private static Layer auxiliary(double weight) {
        return Sequential.of(Conv2D.of(2, 3), Auxiliary.of(weight, Flatten.of(), Dense.of(3)));
    }

    @ParameterizedTest
    @MethodSource({"options", "settings"})
    void eachOptionChangesThePrediction(Options options) {
        Map<List<Float>, String> seen = new LinkedHashMap<>(Map.of(prediction(options.plain()), "the plain layer"));
        options.changed().forEach((call, layer) -> {
            String same = seen.put(prediction(layer), call);
            assertThat(same).as("what " + call + " does the same as, in " + layer).isNull();
        });
        assertThat(prediction(options.plain())).as("equal layers").isIn(seen.keySet());
    }

    @Test
    void everyOptionOfEveryLayerIsTried() {
        Set<String> expected = new TreeSet<>();
        Set<String> tried = new TreeSet<>();
        for (Class<? extends Layer> type : Layers.all()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers())
                            && !Modifier.isStatic(method.getModifiers())
                            && method.getReturnType() == type && !method.isSynthetic())
                    .forEach(method -> expected.add(type.getSimpleName() + "." + call(method)));
        }
        options().forEach(options -> options.changed().keySet().forEach(call -> {
            Layer layer = switch (options.plain()) {
                case Sequential list -> list.layers().getLast();
                case LayerGraph graph when graph.byName().get("tried") instanceof Vertex tested -> tested.layer();
                case Layer plain -> plain;
            };
            tried.add(layer.getClass().getSimpleName() + "." + call);
        }));
        assertThat(tried).isEqualTo(expected);
    }

    private static String call(Method method) {
        return Arrays.stream(method.getParameters())
                .map(Parameter::getType)
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    /// What a network with this layer says of an image after six steps.
    private static List<Float> prediction(Layer layer) {
        Seed seed = Seed.of(12);
        float[] values = new float[Math.toIntExact(12 * INPUT.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.normal(i);
        }
        int[] classes = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
        Dataset data = ArrayDataset.of(INPUT, values, classes, List.of("a", "b", "c"));
        Layer whole = Sequential.of(layer, Flatten.of(), Dense.of(3).named("after"));
        Model model = Model.of(whole, data, Seed.of(6));
        model.fit(data, Fit.epochs(3).batch(6).optimizer(Sgd.of(0.05)));
        Tensor image = new Tensor(INPUT, Arrays.copyOf(values, Math.toIntExact(INPUT.size())));
        return new ArrayList<>(model.predict(image).probabilities());
    }
}
