package dev.fovea.train;

import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;
import java.util.function.Supplier;

/// What writes the parts of a training into files and reads them: they must know parts of your own.
///
/// ```java
/// Codecs.of(Layers.codec(Swish.class))
///         .optimizers(Optimizers.codec().with("mine", Mine.class).with(Schedules.codec().with("own", Own.class)))
/// ```
///
/// The registries are read when something is written or read: a program that saves nothing does not wait for them.
public final class Codecs {
    private final Supplier<RecordCodec<Layer>> layers;
    private final Supplier<RecordCodec<Optimizer>> optimizers;

    private Codecs(Supplier<RecordCodec<Layer>> layers, Supplier<RecordCodec<Optimizer>> optimizers) {
        this.layers = layers;
        this.optimizers = optimizers;
    }

    /// Those of the registries.
    public static Codecs registered() {
        return new Codecs(Layers::codec, Optimizers::codec);
    }

    /// With layers of one's own.
    public static Codecs of(RecordCodec<Layer> layers) {
        return new Codecs(() -> layers, Optimizers::codec);
    }

    /// With optimizers of one's own.
    public Codecs optimizers(RecordCodec<Optimizer> optimizers) {
        return new Codecs(layers, () -> optimizers);
    }

    /// Writes and reads layers with their initializers.
    public RecordCodec<Layer> layers() {
        return layers.get();
    }

    /// Writes and reads optimizers with their schedules.
    public RecordCodec<Optimizer> optimizers() {
        return optimizers.get();
    }
}
