package dev.fovea.optim;

import dev.fovea.json.Defaults;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.json.RecordCodec;
import java.util.List;
import java.util.function.Function;

/// The registry of optimizers: one line each gives an optimizer its name in files and in commands. Files leave out
/// what it has by default. Users add their own: `Optimizers.codec().with("mine", Mine.class)`.
public final class Optimizers {
    private static final List<Entry> ALL = List.of(
            new Entry("sgd", Sgd.class, Sgd::of),
            new Entry("adam", Adam.class, Adam::of),
            new Entry("adamW", AdamW.class, AdamW::of),
            new Entry("rmsProp", RmsProp.class, RmsProp::of),
            new Entry("adagrad", Adagrad.class, Adagrad::of));

    private static final RecordCodec<Optimizer> CODEC = registered();

    private Optimizers() {}

    /// A kind of optimizer.
    ///
    /// @param name in files and commands
    /// @param of makes one with a schedule and otherwise its defaults
    public record Entry(String name, Class<? extends Optimizer> type, Function<Schedule, Optimizer> of) {}

    public static List<Entry> all() {
        return ALL;
    }

    private static RecordCodec<Optimizer> registered() {
        RecordCodec<Optimizer> codec = RecordCodec.of("optimizer", Optimizer.class).with(Schedules.codec());
        for (Entry entry : ALL) {
            Optimizer usual = entry.of().apply(ConstantRate.of(1));
            codec = codec.with(entry.name(), Defaults.of((Record) usual, "schedule"));
        }
        return codec;
    }

    /// Writes and reads optimizers of the registry with schedules of the registry. For schedules of your own:
    /// `Optimizers.codec().with(Schedules.codec().with("mine", Mine.class))`.
    public static RecordCodec<Optimizer> codec() {
        return CODEC;
    }

    /// The optimizer as a JSON object.
    ///
    /// @throws IllegalArgumentException if its type or its schedule's is not in the registry
    public static JsonObject write(Optimizer optimizer) {
        return CODEC.write(optimizer);
    }

    /// @throws IllegalArgumentException if the JSON is not an optimizer
    public static Optimizer read(Json json) {
        return CODEC.read(json);
    }
}
