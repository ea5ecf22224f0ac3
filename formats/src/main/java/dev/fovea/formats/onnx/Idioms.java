package dev.fovea.formats.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what exporters write in parts for want of an operator, and puts the operator in its place: GELU, as a product
/// with the error function. Parts that nothing needs any more are not read.
final class Idioms {
    private static final double NEAR = 1e-3;

    private final OnnxModel model;
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, List<OnnxNode>> users = new HashMap<>();
    private final Map<OnnxNode, OnnxNode> replaced = new HashMap<>();

    private Idioms(OnnxModel model) {
        this.model = model;
        for (OnnxNode node : model.nodes()) {
            node.outputs().forEach(output -> producers.put(output, node));
            node.inputs().forEach(input -> users.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
        }
    }

    static OnnxModel recognised(OnnxModel model) {
        Idioms idioms = new Idioms(model);
        model.nodes().stream().filter(Idioms::isErrorFunction).forEach(idioms::gelu);
        return new OnnxModel(
                model.nodes().stream().map(node -> idioms.replaced.getOrDefault(node, node)).toList(),
                model.tensors(), model.inputs(), model.outputs(), model.opset(), model.metadata());
    }

    private static boolean isErrorFunction(OnnxNode node) {
        return node.operator().equals("Erf") && node.inputs().size() == 1 && node.outputs().size() == 1;
    }

    /// x · ½ · (1 + erf(x / √2)), with the factors in any order.
    private void gelu(OnnxNode erf) {
        @Nullable OnnxNode scaled = producers.get(erf.inputs().getFirst());
        @Nullable OnnxNode sum = only(erf, "Add");
        @Nullable String x = scaled == null ? null
                : scaled.operator().equals("Div") ? beside(scaled, Math.sqrt(2), true) : beside(scaled, Math.sqrt(0.5));
        if (x == null || sum == null || beside(sum, 1) == null) {
            return;
        }
        @Nullable OnnxNode product = only(sum, "Mul");
        if (product == null) {
            return;
        }
        String other = other(product, sum.outputs().getFirst());
        @Nullable OnnxNode half = producers.get(other);
        @Nullable OnnxNode end = null;
        if (half != null && half.operator().equals("Mul") && x.equals(beside(half, 0.5))) {
            end = product;
        } else if (other.equals(x) || isNear(number(other), 0.5)) {
            end = only(product, "Mul");
            boolean fits = end != null && (other.equals(x) ? beside(end, 0.5) != null
                    : other(end, product.outputs().getFirst()).equals(x));
            end = fits ? end : null;
        }
        if (end != null) {
            replaced.put(end, new OnnxNode(end.name(), "Gelu", "", List.of(x), end.outputs(), Map.of()));
        }
    }

    /// The only node that takes what a node gives, if it is of an operator.
    private @Nullable OnnxNode only(OnnxNode node, String operator) {
        List<OnnxNode> following = users.getOrDefault(node.outputs().getFirst(), List.of());
        return following.size() == 1 && following.getFirst().operator().equals(operator)
                && following.getFirst().inputs().size() == 2
                && following.getFirst().outputs().size() == 1 ? following.getFirst() : null;
    }

    private static String other(OnnxNode node, String input) {
        return node.inputs().get(node.inputs().getFirst().equals(input) ? 1 : 0);
    }

    /// What a sum or product takes beside a number; null if it takes another.
    private @Nullable String beside(OnnxNode node, double number) {
        if (node.inputs().size() != 2 || !node.operator().equals("Mul") && !node.operator().equals("Add")) {
            return null;
        }
        return isNear(number(node.inputs().get(1)), number) ? node.inputs().get(0)
                : isNear(number(node.inputs().get(0)), number) ? node.inputs().get(1) : null;
    }

    private @Nullable String beside(OnnxNode node, double divisor, boolean isQuotient) {
        return isQuotient && node.inputs().size() == 2 && isNear(number(node.inputs().get(1)), divisor)
                ? node.inputs().getFirst() : null;
    }

    private static boolean isNear(@Nullable Numbers numbers, double number) {
        return numbers != null && numbers.size() == 1 && Math.abs(numbers.at(0) - number) < NEAR;
    }

    private @Nullable Numbers number(String name) {
        @Nullable Numbers tensor = model.tensors().get(name);
        if (tensor != null) {
            return tensor;
        }
        @Nullable OnnxNode node = producers.get(name);
        return node != null && node.attributes().get("value") instanceof OnnxAttribute.Data(Numbers numbers)
                && node.operator().equals("Constant") ? numbers : null;
    }
}
