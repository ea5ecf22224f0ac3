package dev.fovea.optim;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Changes one option of a record, so that a test can ask whether the change matters.
final class Options {
    private Options() {}

    static List<RecordComponent> of(Object record) {
        return List.of(record.getClass().getRecordComponents());
    }

    /// The values of a record's options, in order.
    static List<Object> values(Object record) {
        List<Object> values = new ArrayList<>();
        try {
            for (RecordComponent option : of(record)) {
                values.add(option.getAccessor().invoke(record));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /// A record of the same kind with these values.
    ///
    /// @throws IllegalArgumentException if it refuses them
    @SuppressWarnings("unchecked")
    static <T> T made(T kind, List<Object> values) {
        Class<?>[] types = of(kind).stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (T) kind.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalArgumentException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether two records are of one kind and differ in each option.
    static boolean differThroughout(Object one, Object other) {
        if (one.getClass() != other.getClass()) {
            return false;
        }
        List<Object> values = values(one);
        List<Object> others = values(other);
        return IntStream.range(0, values.size()).noneMatch(i -> values.get(i).equals(others.get(i)));
    }

    /// The record with one option changed.
    static <T> T changed(T record, RecordComponent option) {
        List<Object> values = values(record);
        int index = of(record).stream().map(RecordComponent::getName).toList().indexOf(option.getName());
        values.set(index, other(option.getName(), values.get(index)));
        return made(record, values);
    }

    /// Bytes that the least of ten rounds of 200 calls allocated.
    static long leastAllocated(IntConsumer call) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                call.accept(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    static Object other(String name, Object value) {
        return switch (value) {
            case Double number when name.equals("epsilon") -> 0.1;
            case Double number -> number == 0 ? 0.001 : number / 2;
            case Float number -> number == 0 ? 0.25f : number / 2;
            case Integer number -> (number + 1) / 2;
            case Boolean flag -> !flag;
            case Schedule schedule -> Cosine.of(0.02);
            case List<?> list -> {
                List<Object> changed = new ArrayList<>(list);
                changed.set(0, other(name, list.getFirst()));
                yield changed;
            }
            default -> throw new IllegalStateException("no other value for " + value);
        };
    }
}
