package dev.fovea.app.page;

import dev.fovea.formats.weights.TorchWeights;
import dev.fovea.formats.weights.WeightTensor;
import dev.fovea.formats.weights.Weights;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.text.Figures;
import dev.fovea.text.Printable;
import dev.fovea.zoo.Architecture;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tensors of a file of weights as people and programs read them, and which networks of the zoo they are.
public final class WeightsTable {
    private static final List<String> HEADING = List.of("Tensor", "Shape", "Type", "Bytes");
    private static final String GAP = "  ";

    private WeightsTable() {}

    /// A row a tensor, the sum, and what to do with them.
    public static List<String> lines(String file, Weights weights) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        for (WeightTensor tensor : weights.tensors().values()) {
            rows.add(List.of(
                    Printable.line(tensor.name()), tensor.extents(), tensor.dtype(), Figures.count(tensor.bytes())));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(pad(row.get(0), width(rows, 0), false) + GAP + pad(row.get(1), width(rows, 1), true) + GAP
                    + pad(row.get(2), width(rows, 2), false) + GAP + pad(row.get(3), width(rows, 3), true));
        }
        lines.add("");
        lines.add("Total: " + Figures.counted(weights.tensors().size(), "tensor") + ", "
                + Figures.counted(bytes(weights), "byte") + "; " + weights.format());
        lines.addAll(fits(file, TorchWeights.fitting(weights)));
        return lines;
    }

    private static List<String> fits(String file, List<Architecture> fitting) {
        if (fitting.isEmpty()) {
            return List.of("They are not the weights of a network that Fovea has.");
        }
        List<String> lines = new ArrayList<>();
        lines.add("They fit " + String.join(" and ", fitting.stream().map(Architecture::id).toList())
                + "; in Java, to use and to save:");
        lines.add("    TorchWeights.model(Zoo.named(\"" + fitting.getFirst().id() + "\"),");
        lines.add("            Weights.read(Path.of(\"" + Printable.line(file) + "\")))");
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }

    private static long bytes(Weights weights) {
        return weights.tensors().values().stream().mapToLong(WeightTensor::bytes).sum();
    }

    public static ObjectNode json(String file, Weights weights) {
        ObjectNode json = JsonNodes.object().put("file", file).put("format", weights.format());
        ArrayNode tensors = json.putArray("tensors");
        for (WeightTensor tensor : weights.tensors().values()) {
            ObjectNode row = tensors.addObject().put("name", tensor.name()).put("dtype", tensor.dtype());
            ArrayNode shape = row.putArray("shape");
            tensor.shape().forEach(shape::add);
            row.put("bytes", tensor.bytes());
        }
        json.put("bytes", bytes(weights));
        ArrayNode fits = json.putArray("fits");
        TorchWeights.fitting(weights).forEach(architecture -> fits.add(architecture.id()));
        return json;
    }
}
