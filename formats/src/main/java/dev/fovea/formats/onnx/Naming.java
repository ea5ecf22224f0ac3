package dev.fovea.formats.onnx;

import dev.fovea.nn.LayerGraph;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names for vertices: those of the file's weights where they are names of layers, else the nodes', else the
/// operator's.
final class Naming {
    private static final int MOST_CHARACTERS = 150;

    private final Set<String> taken = new HashSet<>(Set.of(LayerGraph.INPUT));

    /// @param weight the name of the vertex's first weight, such as `layer1.0.conv1.weight`
    String vertex(OnnxNode node, @Nullable String weight) {
        String name = weight == null ? "" : ofWeight(weight);
        if (name.isEmpty()) {
            name = ofNode(node);
        }
        return free(name);
    }

    /// A name that no vertex has yet.
    String free(String wanted) {
        String name = wanted.length() > MOST_CHARACTERS ? wanted.substring(0, MOST_CHARACTERS) : wanted;
        String free = name;
        for (int i = 1; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /// The layer that a weight of torch belongs to; empty for the names of numbered values.
    private static String ofWeight(String weight) {
        int dot = weight.lastIndexOf('.');
        return dot <= 0 || weight.contains("::") ? "" : legal(weight.substring(0, dot).replace('.', '/'));
    }

    /// `/layer1/layer1.0/conv1/Conv` is `layer1/0/conv1`, `node_relu_3` is `relu_3`.
    private static String ofNode(OnnxNode node) {
        StringBuilder path = new StringBuilder();
        String before = "";
        String[] parts = node.name().split("/");
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean isOperator = i == parts.length - 1 && !path.isEmpty() && part.startsWith(node.operator());
            if (!part.isEmpty() && !isOperator) {
                String own = !before.isEmpty() && part.startsWith(before + ".")
                        ? part.substring(before.length() + 1) : part;
                path.append(path.isEmpty() ? "" : "/").append(own.replace('.', '/'));
                before = part;
            }
        }
        String name = legal(path.toString().replaceFirst("^node_", ""));
        return name.isEmpty() ? legal(node.operator().toLowerCase(Locale.ROOT)) : name;
    }

    private static String legal(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9_/-]", "_");
        return letters.isEmpty() || letters.matches("[A-Za-z].*") ? letters : "n" + letters;
    }

    /// A name of a file as messages show it.
    static String printable(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
