package dev.fovea.json;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What files leave out of records of one type: components that have the value they have in `usual`, which is as the
/// record's own factory makes it. So a component that comes later, and that the factory gives a default, changes no
/// file.
///
/// A default that files rely on must not change: if the factory's does, give the old value here.
///
/// @param usual an instance with all defaults
/// @param always components without a default: they are always written, and must be there
public record Defaults(Record usual, Set<String> always) {
    public Defaults {
        always = Set.copyOf(always);
        Components.requireNames(usual.getClass(), always);
    }

    public static Defaults of(Record usual, String... always) {
        return new Defaults(usual, Set.of(always));
    }

    /// The defaults of each type, by that type.
    public static Map<Class<?>, Defaults> byType(List<Defaults> all) {
        Map<Class<?>, Defaults> byType = new LinkedHashMap<>();
        all.forEach(one -> byType.put(one.usual().getClass(), one));
        return byType;
    }

    boolean has(RecordComponent component) {
        return !always.contains(component.getName());
    }

    @Nullable Object of(RecordComponent component) {
        return Components.value(component, usual);
    }

    /// Whether a file leaves this value out.
    boolean isUsual(RecordComponent component, @Nullable Object value) {
        return has(component) && Objects.deepEquals(value, of(component));
    }
}
