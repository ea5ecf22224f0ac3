package dev.fovea.optim;

import dev.fovea.json.RecordCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The registry of optimizers: one line each gives an optimizer its name in files and in commands.
public final class Optimizers {
    private static final List<Entry> ALL = List.of(
            new Entry("sgd", Sgd.class, Sgd::of),
            new Entry("adam", Adam.class, Adam::of),
            new Entry("adamW", AdamW.class, AdamW::of),
            new Entry("rmsProp", RmsProp.class, RmsProp::of),
            new Entry("adagrad", Adagrad.class, Adagrad::of));

    private static final RecordCodec<Optimizer> CODEC = new RecordCodec<>(
            "optimizer", types(), Map.of(Schedule.class, Schedules::codec));

    private Optimizers() {}

    /// A kind of optimizer.
    ///
    /// @param name in files and commands
    /// @param of makes one with a schedule and otherwise its defaults
    public record Entry(String name, Class<? extends Optimizer> type, Function<Schedule, Optimizer> of) {}

    public static List<Entry> all() {
        return ALL;
    }

    /// The optimizer as a JSON object.
    ///
    /// @throws IllegalArgumentException if its type or its schedule's is not in the registry
    public static ObjectNode write(Optimizer optimizer) {
        return CODEC.write(optimizer);
    }

    /// @throws IllegalArgumentException if the JSON is not an optimizer
    public static Optimizer read(JsonNode json) {
        return CODEC.read(json);
    }

    private static Map<String, Class<? extends Optimizer>> types() {
        Map<String, Class<? extends Optimizer>> types = new LinkedHashMap<>();
        ALL.forEach(entry -> types.put(entry.name(), entry.type()));
        return types;
    }
}
