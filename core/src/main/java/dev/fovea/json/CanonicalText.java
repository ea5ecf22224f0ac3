package dev.fovea.json;

import dev.fovea.tensor.Shape;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Texts of settings by which trainings are compared and recipes have fingerprints. Equal settings have equal texts in
/// every version of Fovea, and a component that comes later changes no text as long as it has its default.
///
/// - A record has its [Wording]; one without is worded as `Name[a=1, b=2]`, with all components that are not usual.
/// - Behind a wording come the components that it does not speak of, as `.name(value)`, where they are not usual.
/// - Numbers are worded as Java prints them, lists as `[a, b]`, enums by name, shapes as `28×28×1`.
/// - Anything else goes by the name of its class, for whatever it holds cannot be seen; a lambda by the class that
///   it is written in.
public final class CanonicalText {
    private static final String LAMBDA = "$$Lambda";

    private final Map<Class<?>, Wording<?>> wordings;
    private final Map<Class<?>, Defaults> defaults;

    private CanonicalText(Map<Class<?>, Wording<?>> wordings, Map<Class<?>, Defaults> defaults) {
        this.wordings = Map.copyOf(wordings);
        this.defaults = Map.copyOf(defaults);
    }

    /// @param defaults by type; of records without, every component is worded
    public static CanonicalText of(List<Wording<?>> wordings, Map<Class<?>, Defaults> defaults) {
        Map<Class<?>, Wording<?>> byType = new LinkedHashMap<>();
        wordings.forEach(wording -> byType.put(wording.type(), wording));
        return new CanonicalText(byType, defaults);
    }

    /// This text for more types.
    public CanonicalText and(CanonicalText more) {
        Map<Class<?>, Wording<?>> allWordings = new LinkedHashMap<>(wordings);
        allWordings.putAll(more.wordings);
        Map<Class<?>, Defaults> allDefaults = new LinkedHashMap<>(defaults);
        allDefaults.putAll(more.defaults);
        return new CanonicalText(allWordings, allDefaults);
    }

    /// The text of a value.
    public String of(@Nullable Object value) {
        Wording<?> wording = value == null ? null : wordings.get(type(value));
        return switch (value) {
            case null -> "null";
            case Record record when wording != null -> wording.of(record, this) + later(record, wording.told());
            case Enum<?> constant -> wording == null ? constant.name() : wording.of(constant, this);
            case Record record -> fields(record);
            case List<?> list -> list.stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
            case Shape shape -> shape(shape);
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case float[] floats -> Arrays.toString(floats);
            default -> className(value.getClass());
        };
    }

    /// The text of one component.
    public String of(Record owner, String component) {
        for (RecordComponent one : Components.of(owner.getClass())) {
            if (one.getName().equals(component)) {
                return of(Components.value(one, owner));
            }
        }
        throw new IllegalArgumentException("no component " + component + " in " + owner.getClass().getSimpleName());
    }

    /// Components that are neither told nor usual, in their order.
    public Map<String, String> others(Record owner, Set<String> told) {
        Map<String, String> texts = new LinkedHashMap<>();
        @Nullable Defaults usual = defaults.get(owner.getClass());
        for (RecordComponent component : Components.of(owner.getClass())) {
            Object value = Components.value(component, owner);
            if (!told.contains(component.getName()) && (usual == null || !usual.isUsual(component, value))) {
                texts.put(component.getName(), of(value));
            }
        }
        return texts;
    }

    private String later(Record owner, Set<String> told) {
        StringBuilder text = new StringBuilder();
        others(owner, told).forEach((name, value) -> text.append("." + name + "(" + value + ")"));
        return text.toString();
    }

    private String fields(Record owner) {
        return others(owner, Set.of()).entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(", ", owner.getClass().getSimpleName() + "[", "]"));
    }

    private static String shape(Shape shape) {
        return shape.rank() == 0
                ? "scalar"
                : Arrays.stream(shape.dims())
                        .mapToObj(extent -> extent == Shape.N ? "N" : Integer.toString(extent))
                        .collect(Collectors.joining("×"));
    }

    private static Class<?> type(Object value) {
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    static String className(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf(LAMBDA);
        return lambda < 0
                ? type.getSimpleName()
                : "a lambda of " + name.substring(name.lastIndexOf('.', lambda) + 1, lambda);
    }
}
