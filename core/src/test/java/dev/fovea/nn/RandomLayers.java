package dev.fovea.nn;

import dev.fovea.op.Add;
import dev.fovea.op.Operation;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Layers of the registry with any settings, sensible and absurd: what a file could say.
final class RandomLayers {
    private static final int[] SENSIBLE = {1, 1, 2, 3, 4, 8};
    private static final int[] ABSURD = {
        0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 76, 1_000_000_000,
        100_000, 65_536, 46_341, 5_000, 1 << 30
    };
    private static final float[] NUMBERS = {
        0.5f, 0.75f, 1, 2, 0, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE
    };
    private static final String CODE = "+-+";
    private static final List<Initializer> INITIALIZERS =
            List.of(Initializer.zeros(), Initializer.glorotUniform(), Initializer.fanInUniform(2.4));

    private final Random random;
    private final int absurdOneIn;
    private final Shape image;

    /// @param absurdOneIn one number in so many is absurd
    /// @throws IllegalArgumentException if there is no such image
    RandomLayers(Random random, int absurdOneIn) {
        this.random = random;
        this.absurdOneIn = absurdOneIn;
        this.image = switch (random.nextInt(8)) {
            case 0 -> Shape.of(extents(1 + random.nextInt(4)));
            case 1 -> Shape.of(CODE.length());
            case 2, 3 -> Shape.of(extents(2));
            default -> Shape.of(extents(3));
        };
    }

    /// @throws IllegalArgumentException if there is no such layer
    Layer layer(int depth) {
        Class<? extends Layer> type = pick(Layers.all());
        // These two fit few neighbours; a graph has them.
        return layer(type == Weight.class || type == Apply.class ? LayerGraph.class : type, depth);
    }

    /// Poolings of series are mostly of one row, as they have to be.
    Layer layer(Class<? extends Layer> type, int depth) {
        if (type == MaxPool1D.class && random.nextInt(4) > 0) {
            return new MaxPool1D(new Pooling(1, number(), 1, number(), Padding.SAME, random.nextBoolean()));
        }
        if (random.nextInt(absurdOneIn) > 0 && (type == LayerGraph.class || type == Weight.class)) {
            return graph(type == Weight.class ? (Layer) value(type, depth) : Activation.TANH, depth);
        }
        return (Layer) value(type, depth);
    }

    /// Vertices that take values which there are, mostly as many as they need.
    private LayerGraph graph(Layer first, int depth) {
        String start = first instanceof Weight ? "v0" : LayerGraph.INPUT;
        List<Vertex> vertices = new ArrayList<>(List.of(first instanceof Weight
                ? Vertex.of("v0", first) : Vertex.of("v0", first, LayerGraph.INPUT)));
        vertices.add(Vertex.of("v1", Apply.of(new Add()), start, LayerGraph.INPUT));
        int count = random.nextInt(4);
        for (int i = 2; i < 2 + count; i++) {
            Layer layer = depth <= 0 || random.nextBoolean() ? Activation.RELU : layer(depth - 1);
            vertices.add(Vertex.of("v" + i, layer, "v" + random.nextInt(i)));
        }
        return new LayerGraph(vertices, "v" + (vertices.size() - 1));
    }

    Shape image() {
        return image;
    }

    private int[] extents(int count) {
        int[] extents = new int[count];
        Arrays.setAll(extents, i -> random.nextInt(8) == 0 ? number() : 1 + random.nextInt(16));
        return extents;
    }

    private int number() {
        int[] from = random.nextInt(absurdOneIn) == 0 ? ABSURD : SENSIBLE;
        return from[random.nextInt(from.length)];
    }

    private String text() {
        return switch (random.nextInt(absurdOneIn)) {
            case 0 -> pick(List.of("", " ", "a\nb", "x".repeat(100_000), "a.b"));
            default -> pick(List.of("a", "b", CODE));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            if (random.nextInt(4 * absurdOneIn) == 0 && element == Integer.class) {
                return Collections.nCopies(50_000, number());
            }
            if (element == String.class && random.nextBoolean()) {
                return Collections.nCopies(1 + random.nextInt(3), CODE);
            }
            List<Object> elements = new ArrayList<>();
            int count = depth <= 0 && element == Layer.class || random.nextInt(3) == 0 ? 0 : random.nextInt(4);
            for (int i = 0; i < count; i++) {
                elements.add(value(element, depth));
            }
            return elements;
        }
        Class<?> declared = (Class<?>) type;
        if (declared == Layer.class) {
            return depth <= 0 ? Activation.RELU : layer(depth - 1);
        }
        if (declared == Activation.class) {
            return layer(pick(Layers.all().stream().filter(declared::isAssignableFrom).toList()), depth);
        }
        return switch (declared.getName()) {
            case "int", "java.lang.Integer" -> number();
            case "float" -> NUMBERS[random.nextInt(random.nextInt(absurdOneIn) == 0 ? NUMBERS.length : 4)];
            case "boolean" -> random.nextBoolean();
            case "java.lang.String" -> text();
            default -> other(declared, depth);
        };
    }

    private Object other(Class<?> declared, int depth) {
        if (declared == Shape.class) {
            return random.nextBoolean() ? Shape.of((int) image.size()) : Shape.of(extents(random.nextInt(5)));
        }
        if (declared == Padding.class) {
            return random.nextBoolean() ? Padding.SAME : value(Padding.Explicit.class, depth);
        }
        if (declared == Initializer.class) {
            return pick(INITIALIZERS);
        }
        if (declared == Operation.class) {
            return other(pick(Operations.all()), depth);
        }
        if (declared.isEnum()) {
            return pick(List.of(declared.getEnumConstants()));
        }
        RecordComponent[] components = declared.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType(), depth);
        }
        return construct(declared, values);
    }

    /// The record with each whole number in it, also in records and lists of it, replaced by each absurd one, one at
    /// a time.
    ///
    /// @return what makes them: it may be refused
    static List<Supplier<Object>> absurd(Object value) {
        List<Supplier<Object>> all = new ArrayList<>();
        if (value instanceof Integer) {
            for (int number : ABSURD) {
                all.add(() -> number);
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                absurd(list.get(i)).forEach(part -> all.add(() -> {
                    List<Object> changed = new ArrayList<>(list);
                    changed.set(at, part.get());
                    return changed;
                }));
            }
        } else if (value instanceof Record) {
            Object[] parts = parts(value);
            for (int i = 0; i < parts.length; i++) {
                int at = i;
                absurd(parts[i]).forEach(part -> all.add(() -> {
                    Object[] changed = parts.clone();
                    changed[at] = part.get();
                    return construct(value.getClass(), changed);
                }));
            }
        }
        return all;
    }

    private static Object[] parts(Object value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        Object[] parts = new Object[components.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                components[i].getAccessor().setAccessible(true);
                parts[i] = components[i].getAccessor().invoke(value);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return parts;
    }

    private static Object construct(Class<?> declared, Object[] values) {
        RecordComponent[] components = declared.getRecordComponents();
        try {
            Constructor<?> canonical = declared.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(declared + " of " + Arrays.toString(values), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
