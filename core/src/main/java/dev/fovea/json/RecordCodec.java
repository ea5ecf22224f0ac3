package dev.fovea.json;

import dev.fovea.tensor.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes records of a closed set of types as JSON objects and reads them back:
/// `{"type": "step", "rate": 0.1, "every": 20}`. The names of types come from a registry, never from a file.
///
/// Components that have their default are left out (see [Defaults]), and what is absent is read as its default, so
/// that a type may get more components. A component that is unknown here is an error: a newer version of Fovea wrote
/// it.
///
/// @param what names the set in messages, such as "schedule"
/// @param base what the types have in common; components of this declared type are written by this codec, and so are
///     those of an interface under it, but for constants of enums, which are written as their names
/// @param types the classes by name: records, or enums, which are written as `{"type": …, "name": …}`
/// @param parts codecs for components of other closed sets, by the declared type
/// @param defaults by the types of this set and of records in them; of other types every component is written
public record RecordCodec<T>(
        String what, Class<T> base, Map<String, Class<? extends T>> types, Map<Class<?>, RecordCodec<?>> parts,
        Map<Class<?>, Defaults> defaults) {
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final int EXCERPT = 120;

    public RecordCodec {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        parts = Map.copyOf(parts);
        defaults = Map.copyOf(defaults);
    }

    /// A set without types.
    public static <T> RecordCodec<T> of(String what, Class<T> base) {
        return new RecordCodec<>(what, base, Map.of(), Map.of(), Map.of());
    }

    /// This codec with one more type, of which every component is written.
    ///
    /// @throws IllegalArgumentException if another type has the name
    public RecordCodec<T> with(String name, Class<? extends T> type) {
        Map<String, Class<? extends T>> more = new LinkedHashMap<>(types);
        if (more.put(name, type) != null) {
            throw new IllegalArgumentException("two " + what + "s are named " + name);
        }
        if (!type.isEnum() && Arrays.stream(Components.of(type)).anyMatch(one -> one.getName().equals(TYPE))) {
            throw new IllegalArgumentException("the component " + TYPE + " of " + name + " needs another name");
        }
        return new RecordCodec<>(what, base, more, parts, defaults);
    }

    /// This codec with one more type, of which defaults are left out.
    public RecordCodec<T> with(String name, Defaults usual) {
        return with(name, usual.usual().getClass().asSubclass(base)).with(usual);
    }

    /// This codec for records in its records, of which defaults are left out.
    public RecordCodec<T> with(Defaults... usual) {
        Map<Class<?>, Defaults> more = new LinkedHashMap<>(defaults);
        more.putAll(Defaults.byType(List.of(usual)));
        return new RecordCodec<>(what, base, types, parts, more);
    }

    /// This codec with another one for components of another closed set.
    public RecordCodec<T> with(RecordCodec<?> part) {
        Map<Class<?>, RecordCodec<?>> more = new LinkedHashMap<>(parts);
        more.put(part.base, part);
        return new RecordCodec<>(what, base, types, more, defaults);
    }

    /// @throws IllegalArgumentException if the value's type is not in the registry, or one of its numbers is not finite
    public JsonObject write(T value) {
        return write(value, false);
    }

    /// As [#write], but with all components, for people who want to see the defaults too.
    public JsonObject writeWhole(T value) {
        return write(value, true);
    }

    private JsonObject write(T value, boolean whole) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put(TYPE, new JsonString(name(value)));
        if (value instanceof Enum<?> constant) {
            fields.put(NAME, new JsonString(constant.name()));
        } else {
            writeComponents(value, whole, fields);
        }
        return new JsonObject(fields);
    }

    private String name(T value) {
        for (Map.Entry<String, Class<? extends T>> type : types.entrySet()) {
            if (type.getValue().isInstance(value)) {
                return type.getKey();
            }
        }
        String own = CanonicalText.className(value.getClass());
        throw new IllegalArgumentException("only one " + what + " among " + types.keySet() + " can be saved: got " + own
                + (value instanceof Record
                        ? "; pass a codec that knows it, codec.with(\"" + own + "\", " + own + ".class)"
                        : "; make it a record, and pass a codec that knows it"));
    }

    private void writeComponents(Object owner, boolean whole, Map<String, Json> fields) {
        @Nullable Defaults usual = whole ? null : defaults.get(owner.getClass());
        for (RecordComponent component : Components.of(owner.getClass())) {
            Object value = Components.value(component, owner);
            if (usual == null || !usual.isUsual(component, value)) {
                fields.put(component.getName(), writePart(component.getGenericType(), value, whole));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Json writePart(Type type, @Nullable Object part, boolean whole) {
        RecordCodec<?> codec = type instanceof Class<?> declared ? codec(declared) : null;
        boolean isName = part instanceof Enum<?> && isKind(type);
        if (codec != null && part != null && !isName) {
            return ((RecordCodec<Object>) codec).write(part, whole);
        }
        return switch (part) {
            case null -> JsonNull.NULL;
            case Float number -> JsonNumber.of(number);
            case Double number -> JsonNumber.of(number);
            case Integer number -> JsonNumber.of(number);
            case Long number -> JsonNumber.of(number);
            case Boolean flag -> JsonBoolean.of(flag);
            case String text -> new JsonString(text);
            case Enum<?> constant -> new JsonString(constant.name());
            case Shape shape -> JsonArray.of(shape.dims());
            case float[] floats -> {
                List<Json> elements = new ArrayList<>();
                for (float value : floats) {
                    elements.add(JsonNumber.of(value));
                }
                yield new JsonArray(elements);
            }
            case List<?> list -> {
                Type element =
                        type instanceof ParameterizedType known ? known.getActualTypeArguments()[0] : Object.class;
                yield new JsonArray(list.stream().map(item -> writePart(element, item, whole)).toList());
            }
            case Record nested -> {
                Map<String, Json> fields = new LinkedHashMap<>();
                writeComponents(nested, whole, fields);
                yield new JsonObject(fields);
            }
            default -> throw new IllegalArgumentException("no JSON form for " + part.getClass().getSimpleName()
                    + " in a " + what + ": it takes numbers, texts, flags, enums, shapes, lists and records");
        };
    }

    private @Nullable RecordCodec<?> codec(Class<?> declared) {
        return declared == base || isKind(declared) ? this : parts.get(declared);
    }

    /// Whether values of a declared type are some of this set.
    private boolean isKind(Type declared) {
        return declared instanceof Class<?> kind && kind.isInterface() && kind != base && base.isAssignableFrom(kind);
    }

    /// @throws IllegalArgumentException one line, if the JSON is no such record, or a newer version of Fovea wrote it
    public T read(Json json) {
        String name =
                json instanceof JsonObject object && object.get(TYPE) instanceof JsonString text ? text.value() : "";
        Class<? extends T> type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("expected one " + what + " among " + types.keySet() + ": got "
                    + excerpt(json)
                    + "; the codec must know one of your own, and a newer version of Fovea may know more");
        }
        JsonObject object = (JsonObject) json;
        if (type.isEnum()) {
            return type.cast(constant(type, NAME + " of " + name, object.get(NAME)));
        }
        return type.cast(readRecord(type, name, object, TYPE));
    }

    private Object readRecord(Class<?> type, String name, JsonObject json, String more) {
        RecordComponent[] components = Components.of(type);
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String field : json.fields().keySet()) {
            if (!names.contains(field) && !field.equals(more)) {
                throw new IllegalArgumentException(name + " has no component " + new JsonString(excerpt(field))
                        + " in this version: a newer version of Fovea wrote it, take that one");
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readComponent(type, name, components[i], json.get(names.get(i)));
        }
        return Components.construct(type, components, values);
    }

    private @Nullable Object readComponent(Class<?> type, String name, RecordComponent component, @Nullable Json json) {
        String where = component.getName() + " of " + name;
        if (json == null) {
            @Nullable Defaults usual = defaults.get(type);
            if (usual == null || !usual.has(component)) {
                throw new IllegalArgumentException("expected a component " + where + ": got none");
            }
            return usual.of(component);
        }
        if (json == JsonNull.NULL && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return readPart(component.getGenericType(), where, json);
    }

    private Object readPart(Type type, String where, Json part) {
        RecordCodec<?> codec = type instanceof Class<?> declared ? codec(declared) : null;
        if (codec == this && isKind(type)) {
            return readKind((Class<?>) type, where, part);
        }
        if (codec != null) {
            return codec.read(part);
        }
        try {
            return switch (part) {
                case JsonNumber number -> readNumber(type, where, number);
                case JsonBoolean flag when type == boolean.class || type == Boolean.class -> flag.value();
                case JsonString text when type == String.class -> text.value();
                case JsonString text when type instanceof Class<?> declared && declared.isEnum() ->
                    constant(declared, where, text);
                case JsonArray list when type instanceof ParameterizedType known ->
                    readList(known.getActualTypeArguments()[0], where, list);
                case JsonArray list when type == Shape.class -> Shape.of(ints(list));
                case JsonArray list when type == float[].class -> floats(list);
                case JsonObject object when type instanceof Class<?> declared && declared.isRecord() ->
                    readRecord(declared, declared.getSimpleName(), object, "");
                default -> throw new ClassCastException();
            };
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "expected " + type.getTypeName() + " as " + where + ": got " + excerpt(part), e);
        }
    }

    private Object readKind(Class<?> kind, String where, Json part) {
        if (part instanceof JsonString) {
            List<Object> constants = types.values().stream()
                    .filter(type -> type.isEnum() && kind.isAssignableFrom(type))
                    .flatMap(type -> Arrays.<Object>stream(type.getEnumConstants()))
                    .toList();
            return constant(constants, where, part);
        }
        Object value = read(part);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    "expected " + kind.getSimpleName() + " as " + where + ": got " + excerpt(part));
        }
        return value;
    }

    private static Object readNumber(Type type, String where, JsonNumber number) {
        try {
            return switch (type.getTypeName()) {
                case "float", "java.lang.Float" -> number.floatValue();
                case "double", "java.lang.Double" -> number.doubleValue();
                case "int", "java.lang.Integer" -> number.intValue();
                case "long", "java.lang.Long" -> number.longValue();
                default -> throw new ClassCastException();
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private List<Object> readList(Type element, String where, JsonArray list) {
        List<Object> elements = new ArrayList<>();
        list.elements().forEach(one -> elements.add(readPart(element, where, one)));
        return elements;
    }

    private static int[] ints(JsonArray list) {
        return list.elements().stream().mapToInt(one -> ((JsonNumber) one).intValue()).toArray();
    }

    private static float[] floats(JsonArray list) {
        float[] values = new float[list.elements().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((JsonNumber) list.elements().get(i)).floatValue();
        }
        return values;
    }

    private static Object constant(Class<?> type, String where, @Nullable Json json) {
        return constant(List.<Object>of(type.getEnumConstants()), where, json);
    }

    private static Object constant(List<Object> constants, String where, @Nullable Json json) {
        String name = json instanceof JsonString text ? text.value() : "";
        return constants.stream()
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + constants.stream().map(one -> ((Enum<?>) one).name()).toList()
                        + " as " + where + ": got " + (json == null ? "none" : excerpt(json))
                        + "; a newer version of Fovea may know more"));
    }

    private static String excerpt(Json json) {
        return excerpt(json.toString());
    }

    private static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
