package dev.fovea.optim;

import dev.fovea.json.RecordCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The registry of schedules: one line each gives a schedule its name in files and in commands.
public final class Schedules {
    private static final List<Entry> ALL = List.of(
            new Entry("constant", ConstantRate.class, ConstantRate::of),
            new Entry("step", StepDecay.class, StepDecay::of),
            new Entry("exponential", Exponential.class, Exponential::of),
            new Entry("piecewise", Piecewise.class, Piecewise::of),
            new Entry("milestones", Milestones.class, Milestones::of),
            new Entry("cosine", Cosine.class, Cosine::of),
            new Entry("oneCycle", OneCycle.class, OneCycle::of),
            new Entry("warmup", Warmup.class, rate -> Warmup.of(1, ConstantRate.of(rate))));

    private static final RecordCodec<Schedule> CODEC = new RecordCodec<>(
            "schedule", types(), Map.of(Schedule.class, () -> codec()));

    private Schedules() {}

    /// A kind of schedule.
    ///
    /// @param name in files and commands
    /// @param of makes one from its highest rate
    public record Entry(String name, Class<? extends Schedule> type, DoubleFunction<Schedule> of) {}

    public static List<Entry> all() {
        return ALL;
    }

    /// Writes and reads any schedule of the registry.
    static RecordCodec<Schedule> codec() {
        return CODEC;
    }

    /// The schedule as a JSON object.
    ///
    /// @throws IllegalArgumentException if its type is not in the registry
    public static ObjectNode write(Schedule schedule) {
        return CODEC.write(schedule);
    }

    /// @throws IllegalArgumentException if the JSON is not a schedule
    public static Schedule read(JsonNode json) {
        return CODEC.read(json);
    }

    private static Map<String, Class<? extends Schedule>> types() {
        Map<String, Class<? extends Schedule>> types = new LinkedHashMap<>();
        ALL.forEach(entry -> types.put(entry.name(), entry.type()));
        return types;
    }
}
