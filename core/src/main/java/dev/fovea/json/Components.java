package dev.fovea.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of records, by reflection.
final class Components {
    private Components() {}

    static RecordComponent[] of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException("expected a record or an enum: got " + type.getName());
        }
        return components;
    }

    static void requireNames(Class<?> type, Set<String> names) {
        List<String> known = Arrays.stream(of(type)).map(RecordComponent::getName).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(
                    "expected components of " + type.getSimpleName() + " among " + known + ": got " + names);
        }
    }

    static @Nullable Object value(RecordComponent component, Object owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /// @throws IllegalArgumentException if the record refuses the values
    static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] classes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(classes);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            String reason = e.getCause() == null ? null : e.getCause().getMessage();
            throw new IllegalArgumentException(
                    reason == null ? "no " + type.getSimpleName() + " can be made of these values" : reason,
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }
}
