package dev.fovea.optim;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// Changes one option of a record, so that a test can ask whether the change matters.
final class Options {
    private Options() {}

    static List<RecordComponent> of(Object record) {
        return List.of(record.getClass().getRecordComponents());
    }

    /// The record with one option changed.
    @SuppressWarnings("unchecked")
    static <T> T changed(T record, RecordComponent option) throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(record);
            if (components[i].getName().equals(option.getName())) {
                values[i] = other(option.getName(), values[i]);
            }
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return (T) record.getClass().getDeclaredConstructor(types).newInstance(values);
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
