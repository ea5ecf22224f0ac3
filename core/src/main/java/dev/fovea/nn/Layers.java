package dev.fovea.nn;

import dev.fovea.json.Defaults;
import dev.fovea.json.RecordCodec;
import dev.fovea.op.Add;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import java.util.List;

/// The registry of layers: one line each lets networks with it be saved and loaded, and says what files leave out.
/// Users add their own: `Layers.codec(Swish.class)`, or with defaults to be left out
/// `Layers.codec().with("Swish", Defaults.of(Swish.of(1), "beta"))`.
public final class Layers {
    private static final List<Defaults> RECORDS = List.of(
            Defaults.of(Apply.of(new Add()), "operation"),
            Defaults.of(Auxiliary.of(1), "weight", "classifier"),
            Defaults.of(AveragePool2D.of(1), "pooling"),
            Defaults.of(BatchNorm.of()),
            Defaults.of(Branches.of(Activation.NONE), "branches"),
            Defaults.of(ChannelShuffle.of(1), "groups"),
            Defaults.of(ChannelsLast.of()),
            Defaults.of(Conv1D.of(1, 1), "filters", "size"),
            Defaults.of(Conv2D.of(1, 1), "filters", "height", "width"),
            Defaults.of(Conv2DTranspose.of(1, 1), "filters", "height", "width"),
            Defaults.of(Dense.of(1), "units"),
            Defaults.of(DepthToSpace.of(1), "block"),
            Defaults.of(Dropout.of(0), "rate"),
            Defaults.of(ELU.of(1), "alpha"),
            Defaults.of(Flatten.of()),
            Defaults.of(GlobalAveragePool2D.of()),
            Defaults.of(GroupNorm.of(1), "groups"),
            Defaults.of(HardTanh.of()),
            Defaults.of(LayerGraph.of(), "vertices", "output"),
            Defaults.of(LayerNorm.of()),
            Defaults.of(LayerScale.of(1), "start"),
            Defaults.of(LeakyReLU.of(0), "slope"),
            Defaults.of(LocalResponseNorm.of(1, 1, 1, 1), "normalization"),
            Defaults.of(MaxPool1D.of(1), "pooling"),
            Defaults.of(MaxPool2D.of(1), "pooling"),
            Defaults.of(new Named("layer", Activation.NONE), "name", "layer"),
            Defaults.of(PReLU.of()),
            Defaults.of(Pad2D.of(0), "padding"),
            Defaults.of(PadChannels.of(1), "channels"),
            Defaults.of(Penalised.l2(0, Activation.NONE), "layer"),
            Defaults.of(RadialBasis.of("+"), "codes"),
            Defaults.of(Reshape.of(1), "sample"),
            Defaults.of(Residual.of(), "body"),
            Defaults.of(Resize2D.of(1), "height", "width"),
            Defaults.of(ScaledTanh.of()),
            Defaults.of(Sequential.of(), "layers"),
            Defaults.of(Shared.of("key", Activation.NONE), "key", "layer"),
            Defaults.of(Split.rows(Activation.NONE), "axis", "parts"),
            Defaults.of(SqueezeExcite.of(1), "reduced"),
            Defaults.of(StochasticDepth.of(0), "rate"),
            Defaults.of(Subsample2D.of(1), "size", "initializer"),
            Defaults.of(TableConv2D.of(1, List.of(List.of(0))), "size", "table"),
            Defaults.of(UpSampling2D.of(1), "vertical", "horizontal"),
            Defaults.of(Weight.of(1), "shape"));

    private static final Defaults EXPLICIT =
            Defaults.of(new Padding.Explicit(0, 0, 0, 0), "top", "bottom", "left", "right");

    private static final RecordCodec<Padding> PADDINGS = RecordCodec.of("padding", Padding.class)
            .with("same", Defaults.of(new Padding.Same()))
            .with("explicit", EXPLICIT);

    private static final RecordCodec<Initializer> INITIALIZERS = RecordCodec.of("initializer", Initializer.class)
            .with("constant", Defaults.of(new Initializer.Fill(0), "value"))
            .with("fanInUniform", Defaults.of(new Initializer.FanInUniform(1), "bound"))
            .with("normal", Defaults.of(new Initializer.NormalInitializer(0, 1), "std"))
            .with("truncatedNormal", Defaults.of(new Initializer.TruncatedNormal(1), "std"))
            .with("uniform", Defaults.of(new Initializer.UniformInitializer(1), "bound"))
            .with("varianceScaling", Defaults.of(
                    new VarianceScaling(1, VarianceScaling.Mode.FAN_AVERAGE, VarianceScaling.Distribution.UNIFORM),
                    "scale", "mode", "distribution"));

    private static final RecordCodec<Layer> CODEC = registered();

    private Layers() {}

    private static RecordCodec<Layer> registered() {
        RecordCodec<Layer> codec = RecordCodec.of("layer", Layer.class)
                .with("Activation", Activation.Plain.class)
                .with(PADDINGS)
                .with(INITIALIZERS)
                .with(Operations.codec())
                .with(EXPLICIT,
                        Defaults.of(Vertex.of("layer", Activation.NONE), "name", "layer", "inputs"),
                        Defaults.of(Pooling.of(1, 1), "height", "width", "strideH", "strideW"),
                        Defaults.of(new LocalResponseNormalization(1, 1, 1, 1), "radius", "bias", "alpha", "beta"));
        for (Defaults layer : RECORDS) {
            codec = codec.with(layer.usual().getClass().getSimpleName(), layer);
        }
        return codec;
    }

    public static List<Class<? extends Layer>> all() {
        return List.copyOf(CODEC.types().values());
    }

    /// Writes and reads layers of the registry, and of `more`.
    ///
    /// @throws IllegalArgumentException if two of them have one name
    @SafeVarargs
    public static RecordCodec<Layer> codec(Class<? extends Layer>... more) {
        RecordCodec<Layer> codec = CODEC;
        for (Class<? extends Layer> type : more) {
            codec = codec.with(type.getSimpleName(), type);
        }
        return codec;
    }

    /// Writes and reads initializers. Layers take some of your own:
    /// `Layers.codec().with(Layers.initializers().with("mine", Mine.class))`.
    public static RecordCodec<Initializer> initializers() {
        return INITIALIZERS;
    }
}
