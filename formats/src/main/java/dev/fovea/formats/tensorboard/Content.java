package dev.fovea.formats.tensorboard;

import dev.fovea.backend.Store;
import dev.fovea.drawing.Pixels;
import dev.fovea.graph.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
        return new Content(every, tags, graph, parameters, images, texts, hyperParameters, run);
    }

    Content tag(Scalar scalar, String tag) {
        return new Content(every, with(tags, scalar, tag), graph, parameters, images, texts, hyperParameters, run);
    }

    Content graph(Program graph) {
        return new Content(every, tags, graph, parameters, images, texts, hyperParameters, run);
    }

    Content parameters(Store parameters) {
        return new Content(every, tags, graph, parameters, images, texts, hyperParameters, run);
    }

    Content image(String tag, Pixels image) {
        return new Content(every, tags, graph, parameters, with(images, tag, image), texts, hyperParameters, run);
    }

    Content text(String tag, String text) {
        return new Content(every, tags, graph, parameters, images, with(texts, tag, text), hyperParameters, run);
    }

    Content hyperParameters(Map<String, ?> values) {
        Map<String, Object> all = new LinkedHashMap<>(hyperParameters);
        all.putAll(values);
        return new Content(every, tags, graph, parameters, images, texts, Collections.unmodifiableMap(all), run);
    }

    Content run(String run) {
        return new Content(every, tags, graph, parameters, images, texts, hyperParameters, run);
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }
}
