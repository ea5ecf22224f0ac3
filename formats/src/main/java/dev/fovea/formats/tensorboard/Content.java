package dev.fovea.formats.tensorboard;

import dev.fovea.backend.Store;
import dev.fovea.drawing.Pixels;
import dev.fovea.graph.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is written of a training.
///
/// @param every steps between scalars
/// @param tags other names of scalars
/// @param run tells one training from others; null where it has no name
record Content(
        int every, Map<Scalar, String> tags, @Nullable Program graph, @Nullable Store parameters,
        Map<String, Pixels> images, Map<String, String> texts, Map<String, Object> hyperParameters,
        @Nullable String run) {
    private static final int EVERY = 10;

    static final Content SCALARS = new Content(EVERY, Map.of(), null, null, Map.of(), Map.of(), Map.of(), null);

    Content every(int every) {
        return with(draft -> draft.every = every);
    }

    Content tag(Scalar scalar, String tag) {
        return with(draft -> draft.tags = plus(tags, scalar, tag));
    }

    Content graph(Program graph) {
        return with(draft -> draft.graph = graph);
    }

    Content parameters(Store parameters) {
        return with(draft -> draft.parameters = parameters);
    }

    Content image(String tag, Pixels image) {
        return with(draft -> draft.images = plus(images, tag, image));
    }

    Content text(String tag, String text) {
        return with(draft -> draft.texts = plus(texts, tag, text));
    }

    Content hyperParameters(Map<String, ?> values) {
        Map<String, Object> all = new LinkedHashMap<>(hyperParameters);
        all.putAll(values);
        return with(draft -> draft.hyperParameters = Collections.unmodifiableMap(all));
    }

    Content run(String run) {
        return with(draft -> draft.run = run);
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        int every = every();
        Map<Scalar, String> tags = tags();
        @Nullable Program graph = graph();
        @Nullable Store parameters = parameters();
        Map<String, Pixels> images = images();
        Map<String, String> texts = texts();
        Map<String, Object> hyperParameters = hyperParameters();
        @Nullable String run = run();

        Content content() {
            return new Content(every, tags, graph, parameters, images, texts, hyperParameters, run);
        }
    }

    private Content with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.content();
    }

    private static <K, V> Map<K, V> plus(Map<K, V> map, K key, V value) {
        Map<K, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }
}
