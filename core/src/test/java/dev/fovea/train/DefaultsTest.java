package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.json.Defaults;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layers;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.Schedules;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What files leave out is read as a default, for as long as there are such files. The resource holds every
/// component with its default, or `always` for those without one.
class DefaultsTest {
    private static Stream<RecordCodec<?>> codecs() {
        return Stream.of(Layers.codec(), Optimizers.codec(), Schedules.codec(), Checkpoints.preprocessings())
                .flatMap(codec -> Stream.concat(Stream.of(codec), codec.parts().values().stream()))
                .distinct();
    }

    private static List<String> now() throws ReflectiveOperationException {
        Set<String> lines = new TreeSet<>();
        for (RecordCodec<?> codec : codecs().toList()) {
            for (Defaults type : codec.defaults().values()) {
                for (RecordComponent component : type.usual().getClass().getRecordComponents()) {
                    component.getAccessor().setAccessible(true);
                    Object value = component.getAccessor().invoke(type.usual());
                    lines.add(type.usual().getClass().getSimpleName() + "." + component.getName() + " "
                            + (type.always().contains(component.getName()) ? "always" : text(value)));
                }
            }
        }
        return List.copyOf(lines);
    }

    private static String text(Object value) {
        return value instanceof float[] floats ? Arrays.toString(floats) : Objects.toString(value);
    }

    /// A line that changed: give the registry an instance with the old default. A new line: add it to the resource.
    @Test
    void theyAreWhatTheyWere() throws IOException, ReflectiveOperationException {
        try (InputStream in = getClass().getResourceAsStream("defaults.txt")) {
            List<String> before = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertThat(now()).as("defaults that files rely on").containsAll(before);
            List<String> later = new ArrayList<>(now());
            later.removeAll(before);
            assertThat(later).as("lines for defaults.txt, of components that came later").isEmpty();
        }
    }

    /// So that each of them may get another component: also records in components, such as a pooling's window.
    @Test
    void everyRecordInAFileHasThem() {
        List<Class<?>> without = new ArrayList<>();
        for (RecordCodec<?> codec : codecs().toList()) {
            Set<Class<?>> records = new LinkedHashSet<>();
            codec.types().values().forEach(type -> collect(type, codec, records));
            records.stream().filter(type -> !codec.defaults().containsKey(type)).forEach(without::add);
        }
        assertThat(without).isEmpty();
    }

    private static void collect(Class<?> type, RecordCodec<?> codec, Set<Class<?>> records) {
        if (type == Shape.class || codec.parts().containsKey(type) || !type.isRecord() || !records.add(type)) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            collect(component.getType(), codec, records);
        }
    }
}
