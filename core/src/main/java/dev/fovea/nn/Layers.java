package dev.fovea.nn;

import dev.fovea.json.RecordCodec;
import dev.fovea.op.Padding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The registry of layers: one line each lets networks with it be saved and loaded. Users add their own:
/// `Layers.codec(Swish.class)`.
public final class Layers {
    private static final List<Class<? extends Layer>> ALL = List.of(
            Activation.class,
            Auxiliary.class,
            AveragePool2D.class,
            BatchNorm.class,
            Branches.class,
            ChannelsLast.class,
            Conv2D.class,
            Dense.class,
            Dropout.class,
            ELU.class,
            Flatten.class,
            GlobalAveragePool2D.class,
            LeakyReLU.class,
            LocalResponseNorm.class,
            MaxPool2D.class,
            Named.class,
            Pad2D.class,
            PadChannels.class,
            Penalised.class,
            RadialBasis.class,
            Reshape.class,
            Residual.class,
            ScaledTanh.class,
            Sequential.class,
            Shared.class,
            Split.class,
            Subsample2D.class,
            TableConv2D.class);

    private static final RecordCodec<Padding> PADDINGS = new RecordCodec<>(
            "padding", Map.of("same", Padding.Same.class, "explicit", Padding.Explicit.class));

    private static final RecordCodec<Initializer> INITIALIZERS = new RecordCodec<>(
            "initializer",
            Map.of(
                    "constant", Initializer.Fill.class,
                    "fanInUniform", Initializer.FanInUniform.class,
                    "normal", Initializer.NormalInitializer.class,
                    "truncatedNormal", Initializer.TruncatedNormal.class,
                    "uniform", Initializer.UniformInitializer.class,
                    "varianceScaling", VarianceScaling.class));

    private Layers() {}

    public static List<Class<? extends Layer>> all() {
        return ALL;
    }

    /// Writes and reads layers of the registry, and of `more`.
    @SafeVarargs
    public static RecordCodec<Layer> codec(Class<? extends Layer>... more) {
        Map<String, Class<? extends Layer>> types = new LinkedHashMap<>();
        ALL.forEach(type -> types.put(type.getSimpleName(), type));
        for (Class<? extends Layer> type : more) {
            if (types.put(type.getSimpleName(), type) != null) {
                throw new IllegalArgumentException("two layers are named " + type.getSimpleName());
            }
        }
        Holder holder = new Holder();
        RecordCodec<Layer> codec = new RecordCodec<>(
                "layer", types,
                Map.of(Layer.class, holder::codec, Padding.class, () -> PADDINGS, Initializer.class,
                        () -> INITIALIZERS));
        holder.codec = codec;
        return codec;
    }

    /// Layers contain layers, so the codec contains itself.
    private static final class Holder {
        private @org.jspecify.annotations.Nullable RecordCodec<?> codec;

        RecordCodec<?> codec() {
            return java.util.Objects.requireNonNull(codec);
        }
    }
}
