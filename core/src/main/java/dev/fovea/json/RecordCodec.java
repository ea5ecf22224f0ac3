package dev.fovea.json;

import dev.fovea.tensor.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes records of a closed set of types as JSON objects and reads them back:
/// `{"type": "step", "rate": 0.1, "every": 30, "factor": 0.1}`. The names of types come from a registry,
/// never from a file.
///
/// @param what names the set in messages, such as "schedule"
/// @param types the classes by name: records, or enums, which are written as `{"type": …, "name": …}`
/// @param parts codecs for components whose declared type is an interface, by that type
public record RecordCodec<T>(
        String what, Map<String, Class<? extends T>> types, Map<Class<?>, Supplier<RecordCodec<?>>> parts) {
    private static final String TYPE = "type";
    private static final String NAME = "name";

    public RecordCodec {
        types = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(types));
        parts = Map.copyOf(parts);
    }

    public RecordCodec(String what, Map<String, Class<? extends T>> types) {
        this(what, types, Map.of());
    }

    /// This codec with one more type.
    public RecordCodec<T> with(String name, Class<? extends T> type) {
        Map<String, Class<? extends T>> more = new LinkedHashMap<>(types);
        more.put(name, type);
        return new RecordCodec<>(what, more, parts);
    }

    /// @throws IllegalArgumentException if the value's type is not in the registry
    public ObjectNode write(T value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(TYPE, name(value));
        if (value instanceof Enum<?> constant) {
            json.put(NAME, constant.name());
        } else {
            writeComponents(value, json);
        }
        return json;
    }

    private String name(T value) {
        for (Map.Entry<String, Class<? extends T>> type : types.entrySet()) {
            if (type.getValue().isInstance(value)) {
                return type.getKey();
            }
        }
        throw new IllegalArgumentException("only a " + what + " among " + types.keySet() + " can be saved: got "
                + value.getClass().getSimpleName());
    }

    private void writeComponents(Object value, ObjectNode json) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object part = component.getAccessor().invoke(value);
                json.set(component.getName(), writePart(component.getGenericType(), part));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private JsonNode writePart(Type type, @Nullable Object part) {
        if (part == null) {
            return NullNode.instance;
        }
        if (type instanceof Class<?> declared && codec(declared) != null) {
            return ((RecordCodec<Object>) java.util.Objects.requireNonNull(codec(declared))).write(part);
        }
        return switch (part) {
            case Float number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case String text -> JsonNodeFactory.instance.stringNode(text);
            case Enum<?> constant -> JsonNodeFactory.instance.stringNode(constant.name());
            case Shape shape -> writePart(
                    List.class, IntStream.of(shape.dims()).boxed().toList());
            case float[] floats -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (float value : floats) {
                    array.add(value);
                }
                yield array;
            }
            case List<?> list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                Type element = type instanceof ParameterizedType known
                        ? known.getActualTypeArguments()[0]
                        : Object.class;
                list.forEach(item -> array.add(writePart(element, item)));
                yield array;
            }
            case Record nested -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                writeComponents(nested, object);
                yield object;
            }
            default -> throw new IllegalStateException("no JSON form for " + part.getClass());
        };
    }

    private @Nullable RecordCodec<?> codec(Class<?> declared) {
        Supplier<RecordCodec<?>> codec = parts.get(declared);
        return codec == null ? null : codec.get();
    }

    /// @throws IllegalArgumentException if the JSON is not such a record
    public T read(JsonNode json) {
        String name = text(json.path(TYPE));
        Class<? extends T> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "expected one " + what + " among " + types.keySet() + ": got " + excerpt(json));
        }
        if (type.isEnum()) {
            return type.cast(constant(type, json.path(NAME)));
        }
        return type.cast(readRecord(type, name, json, 1));
    }

    private Object readRecord(Class<?> type, String name, JsonNode json, int extra) {
        RecordComponent[] components = type.getRecordComponents();
        if (!json.isObject() || json.size() != components.length + extra) {
            throw new IllegalArgumentException("expected for " + name + " the fields "
                    + Arrays.stream(components).map(RecordComponent::getName).toList() + ": got " + excerpt(json));
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readComponent(name, components[i], json);
        }
        return construct(type, components, values);
    }

    private @Nullable Object readComponent(String name, RecordComponent component, JsonNode json) {
        JsonNode part = json.path(component.getName());
        if (part.isNull() && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        try {
            return readPart(component.getGenericType(), part);
        } catch (JacksonException | ClassCastException e) {
            throw new IllegalArgumentException("expected " + component.getGenericType().getTypeName() + " as "
                    + component.getName() + " of " + name + ": got " + excerpt(part), e);
        }
    }

    private Object readPart(Type type, JsonNode part) {
        if (part.isNull()) {
            throw new IllegalArgumentException("expected " + type.getTypeName() + ": got null");
        }
        if (type instanceof ParameterizedType list) {
            List<Object> elements = new ArrayList<>();
            ((ArrayNode) part)
                    .forEach(element -> elements.add(readPart(list.getActualTypeArguments()[0], element)));
            return elements;
        }
        Class<?> declared = (Class<?>) type;
        RecordCodec<?> codec = codec(declared);
        if (codec != null) {
            return codec.read(part);
        }
        return switch (declared.getName()) {
            case "float" -> (float) part.doubleValue();
            case "java.lang.Float" -> (float) part.doubleValue();
            case "double", "java.lang.Double" -> part.doubleValue();
            case "int", "java.lang.Integer" -> part.intValue();
            case "long", "java.lang.Long" -> part.longValue();
            case "boolean", "java.lang.Boolean" -> part.booleanValue();
            case "java.lang.String" -> part.stringValue();
            default -> readOther(declared, part);
        };
    }

    private Object readOther(Class<?> declared, JsonNode part) {
        if (declared == Shape.class) {
            List<Integer> dims = new ArrayList<>();
            ((ArrayNode) part).forEach(dim -> dims.add(dim.intValue()));
            return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
        }
        if (declared == float[].class) {
            float[] values = new float[part.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((ArrayNode) part).path(i).doubleValue();
            }
            return values;
        }
        if (declared.isEnum()) {
            return constant(declared, part);
        }
        if (declared.isRecord()) {
            return readRecord(declared, declared.getSimpleName(), part, 0);
        }
        throw new IllegalStateException("no JSON form for " + declared);
    }

    private Object constant(Class<?> type, JsonNode json) {
        String name = text(json);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one " + what + " among "
                        + Arrays.toString(type.getEnumConstants()) + ": got " + excerpt(json)));
    }

    private static String text(JsonNode json) {
        return json.isString() ? json.stringValue() : "";
    }

    private static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] classes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(classes);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
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
