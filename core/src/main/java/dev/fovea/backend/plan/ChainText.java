package dev.fovea.backend.plan;

import dev.fovea.graph.Value;
import dev.fovea.op.Add;
import dev.fovea.op.Constant;
import dev.fovea.op.Divide;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Negate;
import dev.fovea.op.Power;
import dev.fovea.op.Primitive;
import dev.fovea.op.Subtract;
import dev.fovea.op.UnaryGradient;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Says what a chain computes: as a formula, such as `x · sigmoid(x)`, or where that is long by its operations. The
/// gradient of a function is `relu′(y, dy)`, of what [UnaryGradient] says.
final class ChainText {
    private static final int LONGEST = 48;
    private static final String MINUS = "−";
    private static final List<String> NAMES = List.of("x", "y", "z", "u", "v", "w");

    private final List<Value> values;
    private final Map<Integer, Term> terms = new HashMap<>();

    /// @param binds how strongly its last operation binds: 1 for sums, 2 for products, 3 for all else
    private record Term(String text, int binds) {
        String inside(int least) {
            return binds < least ? "(" + text + ")" : text;
        }
    }

    /// Inputs are x, y, … in the order in which the program computes them: a gradient comes after what it is of.
    private ChainText(List<Integer> inputs, List<Value> values) {
        this.values = values;
        List<Integer> named = inputs.stream().filter(id -> !isNumber(values.get(id))).toList();
        for (int i = 0; i < named.size(); i++) {
            terms.put(named.get(i), new Term(i < NAMES.size() ? NAMES.get(i) : "x" + i, 3));
        }
    }

    static String of(List<Instruction> steps, List<Value> values) {
        ChainText text = new ChainText(Chain.of(steps, "").inputs(), values);
        String formula = "";
        for (Instruction step : steps) {
            Term term = text.term(step);
            formula = term.text;
            if (formula.length() > LONGEST) {
                return operations(steps);
            }
            text.terms.put(step.output(), term);
        }
        return formula;
    }

    private static String operations(List<Instruction> steps) {
        return steps.stream().map(step -> step.operation().label()).distinct().collect(Collectors.joining(", "))
                + " (" + steps.size() + " steps)";
    }

    private Term term(Instruction step) {
        Term a = input(step.inputs().getFirst());
        Term b = input(step.inputs().getLast());
        return switch (step.operation()) {
            case Add _ -> new Term(a.inside(1) + (b.text.startsWith(MINUS)
                    ? " − " + b.text.substring(1)
                    : " + " + b.inside(2)), 1);
            case Subtract _ -> new Term(a.inside(1) + " − " + b.inside(2), 1);
            case Multiply _ -> new Term(a.inside(2) + " · " + b.inside(3), 2);
            case Divide _ -> new Term(a.inside(2) + " / " + b.inside(3), 2);
            case Maximum _ -> new Term("max(" + a.text + ", " + b.text + ")", 3);
            case Minimum _ -> new Term("min(" + a.text + ", " + b.text + ")", 3);
            case Negate _ -> new Term(MINUS + a.inside(3), 2);
            case Power power -> new Term(a.inside(3) + "^" + number(power.exponent()), 3);
            case UnaryGradient gradient -> new Term(
                    function(gradient).replace(".gradient", "′") + "(" + a.text + ", " + b.text + ")", 3);
            default -> new Term(function(step.operation()) + "(" + a.text + ")", 3);
        };
    }

    private static String function(Primitive operation) {
        return operation.label().toLowerCase(Locale.ROOT);
    }

    private Term input(int id) {
        Term term = terms.get(id);
        if (term != null || !(values.get(id).leaf() instanceof Constant constant)) {
            return Objects.requireNonNull(term);
        }
        float number = constant.value().values()[0];
        return new Term(number(number), number < 0 ? 1 : 3);
    }

    private static boolean isNumber(Value value) {
        return value.leaf() instanceof Constant constant && constant.shape().size() == 1;
    }

    /// As people write it, to four digits: `3`, `−0.5`, `0.1667`.
    private static String number(float value) {
        if (!Float.isFinite(value)) {
            return Float.toString(value);
        }
        BigDecimal digits = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        String text = Math.abs(digits.scale()) < 7 ? digits.toPlainString() : digits.toString();
        return text.replace("-", MINUS);
    }
}
