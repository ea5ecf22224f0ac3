package dev.fovea.explain.architecture;

import java.util.LinkedHashMap;
import java.util.Map;

/// What papers call the modules of a network: `inception3a` is the first one in the third part, where each pooling ends
/// a part (Szegedy et al., "Going deeper with convolutions", table 1).
final class PaperNames {
    private PaperNames() {}

    /// The modules whose branches are concatenated, by their names in papers, in order.
    static Map<String, Part> of(Part.Sequence network) {
        Map<String, Part> names = new LinkedHashMap<>();
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
