package dev.fovea.train;

import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;

/// What writes the parts of a training into files and reads them: they must know parts of your own.
///
/// ```java
/// Codecs.of(Layers.codec(Swish.class))
///         .optimizers(Optimizers.codec().with("mine", Mine.class).with(Schedules.codec().with("own", Own.class)))
/// ```
///
/// @param layers with their initializers
/// @param optimizers with their schedules
public record Codecs(RecordCodec<Layer> layers, RecordCodec<Optimizer> optimizers) {
    /// Those of the registries.
    public static Codecs registered() {
        return of(Layers.codec());
    }

    /// With layers of one's own.
    public static Codecs of(RecordCodec<Layer> layers) {
        return new Codecs(layers, Optimizers.codec());
    }

    /// With optimizers of one's own.
    public Codecs optimizers(RecordCodec<Optimizer> optimizers) {
        return new Codecs(layers, optimizers);
    }
}
