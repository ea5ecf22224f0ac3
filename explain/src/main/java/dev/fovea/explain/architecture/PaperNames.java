package dev.fovea.explain.architecture;

import java.util.LinkedHashMap;
import java.util.Map;

/// What papers call the modules of a network: `inception3a` is the first one in the third part, where each pooling ends
/// a part of GoogLeNet (Szegedy et al., "Going deeper with convolutions", table 1).
final class PaperNames {
    private static final String GOOGLENET = "googlenet";

    private PaperNames() {}

    /// The modules of GoogLeNet, with or without auxiliary classifiers, in order; none of other networks, whose
    /// modules have other names.
    static Map<String, Part> of(String name, Part.Sequence network) {
        Map<String, Part> names = new LinkedHashMap<>();
        if (!name.startsWith(GOOGLENET)) {
            return names;
        }
        int stage = 1;
        char letter = 'a';
        for (Part part : network.parts()) {
            if (part instanceof Part.Block block && block.kind() == Part.Kind.POOLING) {
                stage++;
                letter = 'a';
            } else if (part instanceof Part.Fork fork && fork.join() == Part.Join.CONCATENATION) {
                names.put("inception" + stage + letter, part);
                letter++;
            }
        }
        return names;
    }
}
