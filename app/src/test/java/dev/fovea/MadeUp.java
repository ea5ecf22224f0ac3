package dev.fovea;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.augment.Rotate;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Pixels;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.optim.Optimizers;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Made-up records and arguments: of each type two values that differ.
///
/// @param which of the two: 0 or 1
/// @param bare whether lists, maps and arrays are empty, as some withers ask for; then neighbouring booleans differ
record MadeUp(int which, boolean bare) {
    private static final Shape SHAPE = Shape.of(2, 2, 3);

    /// Two each, or four where a record has several, by type, or by component or wither where it asks for more than its
    /// type does.
    private static final Map<String, List<?>> VALUES = Map.ofEntries(
            entry("Axis.high", List.of(3, 4)),
            entry("Bytes.end", List.of(2, 3)),
            entry("Bytes.from", List.of(0, 1)),
            entry("ColourScale", IntStream.of(1, 2, 3, 4).mapToObj(ColourScale::diverging).toList()),
            entry("Conv1D.padding", List.of(Padding.of(0, 0, 1, 2), Padding.of(0, 0, 3, 4))),
            entry("Conv2D.filters", List.of(60, 120)),
            entry("Conv2D.groups", List.of(3, 4)),
            entry("Conv2DTranspose.filters", List.of(60, 120)),
            entry("Conv2DTranspose.groups", List.of(3, 4)),
            entry("Conv2DTranspose.outputPadding", List.of(1, 2)),
            entry("Conv2DTranspose.padding", List.of(Padding.of(0, 1, 2, 0), Padding.of(2, 0, 0, 1))),
            entry("Conv2DTranspose.strideH", List.of(5, 6)),
            entry("Conv2DTranspose.strideW", List.of(7, 8)),
            entry("Cosine.rate", List.of(3, 4)),
            entry("Dataset", List.of(dataset(1), dataset(2))),
            entry("Loader.preprocessing", List.of(Preprocessing.of(SHAPE), Preprocessing.of(SHAPE).standardising())),
            entry("Mixing", List.of(Mixup.of(0.1), Mixup.of(0.2))),
            entry("MaxPool1D.pooling", List.of(row(2), row(3))),
            entry("Model", List.of(model(1), model(2))),
            entry("OneCycle.end", List.of(3, 4)),
            entry("OneCycle.start", List.of(5, 6)),
            entry("Piecewise.epochs", List.of(List.of(1), List.of(2))),
            entry("Piecewise.rates", List.of(List.of(0.1, 0.2), List.of(0.3, 0.4))),
            entry("Pixels", List.of(new Pixels(1, 1, new int[] {1}), new Pixels(1, 1, new int[] {2}))),
            entry("Preprocessing.cutFrom", List.of(Shape.of(8, 8, 3), Shape.of(9, 9, 3))),
            entry("Preprocessing.image", List.of(Shape.of(6, 6, 3), Shape.of(7, 7, 3))),
            entry("Preprocessing.mean", List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6})),
            entry("Preprocessing.std", List.of(new float[] {7, 8, 9}, new float[] {10, 11, 12})),
            entry("RandomErasing.aspect", List.of(3, 4)),
            entry("RandomResizedCrop.aspect", List.of(3, 4)),
            entry("RecordCodec", List.of(Layers.codec(), Optimizers.codec())),
            entry("Shape", List.of(SHAPE, Shape.of(3, 2, 3))),
            entry("Store", List.of(store(), store())),
            entry("Tensor", List.of(Tensor.of(Shape.of(1, 1), 1), Tensor.of(Shape.of(1, 1), 2))),
            entry("Transform", List.of(Rotate.of(10), Rotate.of(20))),
            entry("URI", List.of(URI.create("one"), URI.create("two"))),
            entry("byte[]", List.of(new byte[3], new byte[4])));

    /// Windows of one row.
    private static Pooling row(int width) {
        return new Pooling(1, width, 1, width + 3, Padding.of(0, 0, 1, 2), false);
    }

    static List<MadeUp> all() {
        return List.of(new MadeUp(0, false), new MadeUp(1, false), new MadeUp(0, true), new MadeUp(1, true));
    }

    MadeUp other() {
        return new MadeUp(1 - which, false);
    }

    /// @throws IllegalArgumentException if it is refused
    Record record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(type.getSimpleName() + "." + components[i].getName(), components[i].getGenericType(), i);
        }
        return (Record) made(() -> {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        });
    }

    /// @throws IllegalArgumentException if the record refuses the arguments
    Record call(Method wither, Record record) {
        String name = record.getClass().getSimpleName() + "." + wither.getName();
        Type[] types = wither.getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = value(name, types[i], i);
        }
        wither.setAccessible(true);
        return (Record) made(() -> wither.invoke(record, arguments));
    }

    private static Object made(ReflectiveCall call) {
        try {
            return call.made();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private interface ReflectiveCall {
        Object made() throws ReflectiveOperationException;
    }

    static @Nullable Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(component.toString(), e);
        }
    }

    /// @param place among the components or arguments: numbers and words of different places differ
    private Object value(String name, Type type, int place) {
        Type[] of = type instanceof ParameterizedType generic ? generic.getActualTypeArguments() : new Type[0];
        Class<?> raw = switch (type) {
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            case WildcardType any -> (Class<?>) any.getUpperBounds()[0];
            default -> (Class<?>) type;
        };
        boolean empty = bare && raw.isArray();
        // A wither may have the name of a component and take other types.
        boolean named = VALUES.containsKey(name) && !empty && !(name.endsWith(".padding") && raw.isPrimitive());
        List<?> known = VALUES.get(named ? name : raw.getSimpleName());
        if (known != null) {
            return known.get((2 * place + which) % known.size());
        }
        int number = 2 * place + which + 3;
        return switch (raw.getSimpleName()) {
            case "boolean" -> (bare ? place + which : which) % 2 == 1;
            case "int", "Integer" -> number;
            case "long", "Long" -> (long) number;
            case "float", "Float" -> number / 64f;
            case "double", "Double" -> number / 64d;
            case "String", "Object" -> "word " + number;
            case "Path" -> Path.of("file " + number);
            case "List", "Collection" -> bare ? List.of() : List.of(value(name, of[0], place));
            case "Map" -> bare ? Map.of() : Map.of(value(name, of[0], place), value(name, of[1], place));
            default -> ofKind(name, raw, place);
        };
    }

    private Object ofKind(String name, Class<?> type, int place) {
        if (type.isEnum()) {
            return type.getEnumConstants()[which % type.getEnumConstants().length];
        }
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), bare ? 0 : 1);
            if (!bare) {
                Array.set(array, 0, value(name, type.getComponentType(), place));
            }
            return array;
        }
        if (type.isSealed()) {
            return value(name, type.getPermittedSubclasses()[which], place);
        }
        return type.isRecord() ? record(type) : nobody(type);
    }

    private static Dataset dataset(int number) {
        return ArrayDataset.of(SHAPE, new float[20 * 12], new int[20], List.of("label " + number));
    }

    private static Model model(int seed) {
        return Model.of(Sequential.of(Flatten.of(), Dense.of(1)), dataset(1), Seed.of(seed));
    }

    private static Store store() {
        return new Store(Layout.of(Map.of()), Layout.of(Map.of()));
    }

    /// An object of an interface, which nobody asks for anything.
    private static Object nobody(Class<?> type) {
        assertThat(type).as("a type that needs a line among the values").isInterface();
        return Proxy.newProxyInstance(
                MadeUp.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "made up";
                });
    }
}
