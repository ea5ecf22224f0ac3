package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.io.FileException;
import dev.fovea.json.Defaults;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Node;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ConstantRate;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.Position;
import dev.fovea.optim.Schedule;
import dev.fovea.optim.Schedules;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers, initializers, optimizers and schedules of one's own: saved where a codec knows them, refused before any
/// training where none does.
class OwnPartsTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 96);

    @TempDir
    Path folder;

    /// Steps of one size, in the direction of a running mean.
    record OwnOptimizer(Schedule schedule, float keep, float weightDecay) implements Optimizer {
        static OwnOptimizer of(Schedule schedule) {
            return new OwnOptimizer(schedule, 0.9f, 0);
        }

        @Override
        public List<String> slots() {
            return List.of("mean");
        }

        @Override
        public void update(
                long step, float rate, float decay, float[] parameters, float[] gradients, float[][] slots, int from,
                int to) {
            float[] mean = slots[0];
            for (int i = from; i < to; i++) {
                mean[i] = keep * mean[i] + (1 - keep) * gradients[i];
                parameters[i] -= rate * (Math.signum(mean[i]) + decay * parameters[i]);
            }
        }
    }

    record Halving(double rate, int steps) implements Schedule {
        @Override
        public double rate(Position position) {
            return rate / (1 + position.step() / steps);
        }
    }

    record Twice(Layer inside) implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return scope.layer(inside, x).times(2);
        }
    }

    record Rising(float step) implements Initializer {
        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                into[offset + i] = step * (i % 7 - 3);
            }
        }
    }

    private static final Codecs OWN = Codecs.of(
                    Layers.codec(Twice.class).with(Layers.initializers().with("rising", Rising.class)))
            .optimizers(Optimizers.codec()
                    .with("own", Defaults.of(OwnOptimizer.of(ConstantRate.of(1)), "schedule"))
                    .with(Schedules.codec().with("halving", Halving.class)));

    private static Model model(Layer layers, Codecs codecs) {
        return Model.of("own", new Network(DIGITS.sample(), layers), Preprocessing.of(DIGITS), DIGITS.labels(),
                Seed.of(4), Backends.shared(), codecs);
    }

    private static Layer layers() {
        return Sequential.of(Flatten.of(), new Twice(Dense.of(12).relu().weights(new Rising(0.01f))), Dense.of(10));
    }

    private static Fit fit(Optimizer optimizer) {
        return Fit.epochs(3).batch(16).optimizer(optimizer).seed(Seed.of(2));
    }

    @Test
    void areSavedAndResumedToTheSameBits() {
        Fit fit = fit(OwnOptimizer.of(new Halving(0.01, 5)));
        Trainer.Saving whole = new Trainer.Saving(folder.resolve("whole"), 0);
        model(layers(), OWN).trainer(fit, DIGITS, null, whole).run(List.of());
        Trainer.Saving cut = new Trainer.Saving(folder.resolve("cut"), 0);
        model(layers(), OWN).trainer(fit.steps(8), DIGITS, null, cut).run(List.of());
        Trainer second = model(layers(), OWN).trainer(fit, DIGITS, null, cut);
        second.resume(cut.last());
        second.run(List.of());
        assertThat(Fingerprint.of(cut.last())).isEqualTo(Fingerprint.of(whole.last()));
        Model loaded = Model.load(whole.last(), Backends.shared(), OWN);
        assertThat(loaded.network().layers()).isEqualTo(layers());
        assertThat(CheckpointFile.read(whole.last()).optimizer()).hasToString(
                "{\"type\":\"own\",\"schedule\":{\"type\":\"halving\",\"rate\":0.01,\"steps\":5}}");
        assertThatThrownBy(() -> model(layers(), OWN)
                        .trainer(fit(OwnOptimizer.of(new Halving(0.02, 5))), DIGITS, null, null).resume(cut.last()))
                .isInstanceOf(FileException.class).hasMessageContaining("resume with the same optimizer");
    }

    static Stream<Arguments> unknown() {
        Layer plain = Sequential.of(Flatten.of(), Dense.of(10));
        Layer initialised = Sequential.of(Flatten.of(), Dense.of(10).weights(new Rising(1)));
        return Stream.of(
                Arguments.of(layers(), Adam.of(1e-3), "got Twice; pass a codec that knows it, codec.with(\"Twice\","
                        + " Twice.class)"),
                Arguments.of(initialised, Adam.of(1e-3), "got Rising; pass a codec"),
                Arguments.of(plain, OwnOptimizer.of(ConstantRate.of(1e-3)), "only one optimizer among [sgd, adam"),
                Arguments.of(plain, Adam.of(new Halving(1, 2)), "got Halving; pass a codec"),
                Arguments.of(plain, Adam.of(position -> 0.1), "got a lambda of OwnPartsTest; make it a record"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void areRefusedBeforeTheyAreTrained(Layer layers, Optimizer optimizer, String message) {
        Path run = folder.resolve("run");
        Model model = model(layers, Codecs.registered());
        assertThatThrownBy(() -> model.trainer(fit(optimizer), DIGITS, null, new Trainer.Saving(run, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("checkpoints of this training could not be saved: ")
                .hasMessageContaining(message)
                .message().doesNotContain("\n");
        assertThat(Files.exists(run)).isFalse();
        assertThat(model.trainer(fit(optimizer).steps(1), DIGITS, null, null).run(List.of()).steps())
                .as("without checkpoints").isEqualTo(1);
    }
}
