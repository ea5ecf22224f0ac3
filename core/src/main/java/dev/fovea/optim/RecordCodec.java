package dev.fovea.optim;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes records of a closed set of types as JSON objects and reads them back:
/// `{"type": "step", "rate": 0.1, "every": 30, "factor": 0.1}`. The names of types come from a registry,
/// never from a file.
///
/// @param what names the set in messages, such as "schedule"
/// @param types the record classes by name
record RecordCodec<T>(String what, Map<String, Class<? extends T>> types) {
    private static final String TYPE = "type";

    ObjectNode write(T value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(TYPE, name(value));
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                json.set(component.getName(), writePart(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return json;
    }

    private String name(T value) {
        for (Map.Entry<String, Class<? extends T>> type : types.entrySet()) {
            if (type.getValue() == value.getClass()) {
                return type.getKey();
            }
        }
        throw new IllegalArgumentException("only a " + what + " among " + types.keySet() + " can be saved: got "
                + value.getClass().getSimpleName());
    }

    private static JsonNode writePart(Object part) {
        return switch (part) {
            case Float number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case Schedule schedule -> Schedules.write(schedule);
            case List<?> list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                list.forEach(element -> array.add(writePart(element)));
                yield array;
            }
            default -> throw new IllegalStateException("no JSON form for " + part.getClass());
        };
    }

    /// @throws IllegalArgumentException if the JSON is not such a record
    T read(JsonNode json) {
        String name = json.path(TYPE).isString() ? json.path(TYPE).stringValue() : "";
        Class<? extends T> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "expected one " + what + " among " + types.keySet() + ": got " + excerpt(json));
        }
        RecordComponent[] components = type.getRecordComponents();
        if (json.size() != components.length + 1) {
            throw new IllegalArgumentException("expected for " + name + " the fields "
                    + Arrays.stream(components).map(RecordComponent::getName).toList() + ": got " + excerpt(json));
        }
        Object[] parts = new Object[components.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = readPart(name, components[i], json);
        }
        return construct(type, components, parts);
    }

    private static Object readPart(String name, RecordComponent component, JsonNode json) {
        JsonNode part = json.path(component.getName());
        try {
            return readPart(component.getGenericType(), part);
        } catch (JacksonException | ClassCastException e) {
            throw new IllegalArgumentException("expected " + component.getGenericType().getTypeName() + " as "
                    + component.getName() + " of " + name + ": got " + excerpt(part), e);
        }
    }

    private static Object readPart(Type type, JsonNode part) {
        if (type instanceof ParameterizedType list) {
            List<Object> elements = new ArrayList<>();
            ((ArrayNode) part).forEach(element -> elements.add(readPart(list.getActualTypeArguments()[0], element)));
            return elements;
        }
        if (type == float.class) {
            return (float) part.doubleValue();
        }
        if (type == double.class || type == Double.class) {
            return part.doubleValue();
        }
        if (type == int.class || type == Integer.class) {
            return part.intValue();
        }
        if (type == boolean.class) {
            return part.booleanValue();
        }
        if (type == Schedule.class) {
            return Schedules.read(part);
        }
        throw new IllegalStateException("no JSON form for " + type);
    }

    private static <R> R construct(Class<R> type, RecordComponent[] components, Object[] parts) {
        Class<?>[] classes = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> canonical = type.getDeclaredConstructor(classes);
            return canonical.newInstance(parts);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot construct " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }

    private static String excerpt(JsonNode json) {
        String text = json.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
