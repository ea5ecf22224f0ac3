package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Pickled.Dictionary;
import dev.fovea.formats.weights.Pickled.Text;
import dev.fovea.formats.weights.Pickled.View;
import dev.fovea.io.FileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the named tensors in what a pickle holds: the dictionary itself, or one under a key by which trainings save
/// their weights beside other things.
final class StateDictionary {
    private static final List<String> KEYS = List.of("state_dict", "model", "model_state", "model_state_dict");

    /// What wrappers of modules put before all names.
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

    private static final int MOST_SHOWN = 12;

    private StateDictionary() {}

    /// The tensors by name, in the order of the file.
    ///
    /// @param key where they are; null to look for them
    /// @throws FileException without the file's name, if there are none or it is not clear which
    static Map<String, View> find(Pickled root, @Nullable String key) {
        if (!(root instanceof Dictionary dictionary)) {
            throw new FileException("expected a dictionary of tensors, got " + Rebuilding.kind(root));
        }
        Map<String, View> own = tensors(dictionary);
        if (key != null) {
            Map<String, View> there = under(dictionary, key);
            if (there.isEmpty()) {
                throw new FileException("expected tensors under the key " + key + ", got none: there are "
                        + keys(dictionary));
            }
            return there;
        }
        List<Map<String, View>> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String known : KEYS) {
            Map<String, View> there = under(dictionary, known);
            if (!there.isEmpty()) {
                found.add(there);
                names.add(known);
            }
        }
        if (found.size() > 1) {
            throw new FileException("expected tensors in one place, got them under " + String.join(" and ", names)
                    + "; name one of them as the key");
        }
        Map<String, View> tensors = found.isEmpty() ? own : found.getFirst();
        if (tensors.isEmpty()) {
            throw new FileException("expected tensors, or a dictionary of them as one of " + String.join(", ", KEYS)
                    + ", got " + keys(dictionary));
        }
        return tensors;
    }

    private static Map<String, View> under(Dictionary dictionary, String key) {
        return dictionary.items().get(new Text(key)) instanceof Dictionary inner ? tensors(inner) : Map.of();
    }

    /// Other values, such as a number of epochs, are no weights.
    private static Map<String, View> tensors(Dictionary dictionary) {
        Map<String, View> tensors = new LinkedHashMap<>();
        dictionary.items().forEach((key, value) -> {
            if (key instanceof Text(String name) && value instanceof View view) {
                tensors.put(name, view);
            }
        });
        return tensors;
    }

    private static String keys(Dictionary dictionary) {
        String shown = dictionary.items().keySet().stream()
                .limit(MOST_SHOWN)
                .map(key -> key instanceof Text(String name) ? name : Rebuilding.kind(key))
                .collect(Collectors.joining(", "));
        int all = dictionary.items().size();
        return all == 0 ? "an empty dictionary" : "the keys " + shown
                + (all > MOST_SHOWN ? " and " + (all - MOST_SHOWN) + " others" : "");
    }

    /// The names without what wrappers put before all of them.
    static <T> Map<String, T> unwrapped(Map<String, T> tensors) {
        Map<String, T> names = tensors;
        for (String prefix : PREFIXES) {
            if (!names.isEmpty() && names.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                Map<String, T> shorter = new LinkedHashMap<>();
                names.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
                names = shorter;
            }
        }
        return names;
    }
}
