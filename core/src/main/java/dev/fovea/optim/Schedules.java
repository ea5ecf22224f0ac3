package dev.fovea.optim;

import dev.fovea.json.Defaults;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.json.RecordCodec;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;

/// The registry of schedules: one line each gives a schedule its name in files and in commands, and says what files
/// hold of it in any case. Users add their own: `Schedules.codec().with("mine", Mine.class)`.
public final class Schedules {
    private static final List<Entry> ALL = List.of(
            new Entry("constant", ConstantRate.class, ConstantRate::of, "rate"),
            new Entry("step", StepDecay.class, StepDecay::of, "rate"),
            new Entry("exponential", Exponential.class, Exponential::of, "rate"),
            new Entry("piecewise", Piecewise.class, Piecewise::of, "rates", "epochs"),
            new Entry("milestones", Milestones.class, Milestones::of, "rate"),
            new Entry("cosine", Cosine.class, Cosine::of, "rate"),
            new Entry("oneCycle", OneCycle.class, OneCycle::of, "peak"),
            new Entry("warmup", Warmup.class, rate -> Warmup.of(1, ConstantRate.of(rate)), "epochs", "then"));

    private static final RecordCodec<Schedule> CODEC = registered();

    private Schedules() {}

    /// A kind of schedule.
    ///
    /// @param name in files and commands
    /// @param of makes one from its highest rate
    /// @param always components that files never leave out
    public record Entry(
            String name, Class<? extends Schedule> type, DoubleFunction<Schedule> of, Set<String> always) {
        public Entry {
            always = Set.copyOf(always);
        }

        private Entry(String name, Class<? extends Schedule> type, DoubleFunction<Schedule> of, String... always) {
            this(name, type, of, Set.of(always));
        }
    }

    public static List<Entry> all() {
        return ALL;
    }

    private static RecordCodec<Schedule> registered() {
        RecordCodec<Schedule> codec = RecordCodec.of("schedule", Schedule.class);
        for (Entry entry : ALL) {
            codec = codec.with(entry.name(), new Defaults((Record) entry.of().apply(1), entry.always()));
        }
        return codec;
    }

    /// Writes and reads schedules of the registry.
    public static RecordCodec<Schedule> codec() {
        return CODEC;
    }

    /// The schedule as a JSON object.
    ///
    /// @throws IllegalArgumentException if its type is not in the registry
    public static JsonObject write(Schedule schedule) {
        return CODEC.write(schedule);
    }

    /// @throws IllegalArgumentException if the JSON is not a schedule
    public static Schedule read(Json json) {
        return CODEC.read(json);
    }
}
