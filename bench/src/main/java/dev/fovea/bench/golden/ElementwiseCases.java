package dev.fovea.bench.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Arithmetic with broadcasting, functions of one number, and activations.
final class ElementwiseCases {
    private static final String BROADCASTING =
            "Shapes are aligned at their last axis; an axis of extent 1, or a missing one, is repeated."
                    + " The gradient is summed over repeated axes.";

    private ElementwiseCases() {}

    static List<Golden> all() {
        return List.of(
                binary("add", 0.5, torch::add),
                binary("subtract", 0.5, torch::sub),
                binary("multiply", 0.5, torch::mul),
                binary("divide", 0.5, torch::div),
                binary("maximum", -0.9, torch::maximum),
                binary("minimum", -1.1, torch::minimum),
                unary("negate", "y = -x.", -2, 2, Tensor::neg),
                unary("exp", "y = e^x.", -4, 4, Tensor::exp),
                unary("log", "y = ln x.", 0.05, 5, Tensor::log),
                unary("sin", "y = sin x, in radians.", -7, 7, Tensor::sin),
                unary("cos", "y = cos x, in radians.", -7, 7, Tensor::cos),
                power(),
                relu(),
                leakyRelu(),
                elu(),
                gelu(),
                activation("silu", "y = x / (1 + e^-x).", torch::silu),
                activation("sigmoid", "y = 1 / (1 + e^-x).", torch::sigmoid),
                activation("tanh", "y = tanh x.", torch::tanh),
                clamp(),
                activation("hard-sigmoid", "y = min(max(x + 3, 0), 6) / 6.", torch::hardsigmoid),
                hardSwish(),
                activation("softplus", "y = ln(1 + e^x), by libtorch's threshold x itself above 20.", torch::softplus),
                activation("mish", "y = x tanh(ln(1 + e^x)).", torch::mish),
                activation("selu", "y = 1.0507 x for x > 0, else 1.0507 * 1.6733 (e^x - 1).", torch::selu));
    }

    /// Divisors stay away from zero: the second input is drawn from `low` to `low` + 2.
    private static Golden binary(String operation, double low, BinaryOperator<Tensor> function) {
        List<Case> cases = new ArrayList<>();
        long[][][] shapes = {
            {{5, 7}, {5, 7}}, {{2, 3, 4, 5}, {5}}, {{2, 3, 4, 5}, {2, 1, 1, 5}}, {{3, 1}, {4, 3, 6}}, {{3, 5}, {}},
            {{2, 1, 4, 3}, {1, 5, 1, 3}}, {{6, 3}, {6, 1}}
        };
        for (long[][] pair : shapes) {
            String name = text(pair[0]) + " and " + text(pair[1]);
            Draw draw = Draw.of(operation + " " + name);
            cases.add(Case.of(name)
                    .input("a", draw.values(pair[0]))
                    .input("b", draw.uniform(low, low + 2, pair[1]))
                    .differentiate(in -> function.apply(in.get("a"), in.get("b"))));
        }
        return Golden.of(operation, BROADCASTING, cases);
    }

    private static String text(long[] shape) {
        return shape.length == 0 ? "scalar" : Arrays.toString(shape);
    }

    private static Golden unary(
            String operation, String notes, double low, double high, UnaryOperator<Tensor> function) {
        return Golden.of(
                operation,
                notes,
                List.of(
                        example("matrix", Draw.of(operation).uniform(low, high, 5, 7), function),
                        example("image", Draw.of(operation + 4).uniform(low, high, 1, 3, 3, 5), function)));
    }

    private static Golden activation(String operation, String notes, UnaryOperator<Tensor> function) {
        return Golden.of(operation, notes, activationCases(operation, function));
    }

    /// Ordinary values, and far ones where a naive formula overflows or loses everything.
    private static List<Case> activationCases(String operation, UnaryOperator<Tensor> function) {
        double[] far = {-90, -40, -17.5, -9, -5.5, -3, -1, -0.25, -0.001, 0.001, 0.25, 1, 3, 5.5, 9, 17.5, 40, 90};
        return List.of(
                example("matrix", Draw.of(operation).uniform(-3, 3, 5, 7), function),
                example("image", Draw.of(operation + 4).uniform(-3, 3, 1, 3, 3, 5), function),
                example("far", Torch.vector(rounded(far)), function));
    }

    private static double[] rounded(double[] values) {
        double[] floats = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Case example(String name, Tensor x, UnaryOperator<Tensor> function) {
        return Case.of(name).input("x", x).differentiate(in -> function.apply(in.get("x")));
    }

    private static Golden power() {
        List<Case> cases = new ArrayList<>();
        for (double exponent : new double[] {2, 3, 0.5, -1, -0.5, 1.75}) {
            boolean whole = exponent == Math.rint(exponent) && exponent > 0;
            Draw draw = Draw.of("power " + exponent);
            cases.add(Case.of("exponent " + exponent)
                    .with("exponent", exponent)
                    .input("x", draw.uniform(whole ? -2 : 0.2, 3, 5, 7))
                    .differentiate(in -> in.get("x").pow(Torch.number(exponent))));
        }
        return Golden.of("power", "y = x^exponent; whole exponents on negative x too.", cases);
    }

    private static Golden relu() {
        List<Case> cases = new ArrayList<>(activationCases("relu", torch::relu));
        cases.add(example("zero", Torch.vector(-1, 0, 1), torch::relu));
        return Golden.of("relu", "y = max(0, x); the gradient at 0 is 0.", cases);
    }

    private static Golden leakyRelu() {
        List<Case> cases = new ArrayList<>();
        for (double slope : new double[] {0.01, 0.2}) {
            UnaryOperator<Tensor> function = x -> torch.leaky_relu(x, Torch.number(slope));
            activationCases("leaky relu " + slope, function)
                    .forEach(example -> cases.add(example.named(example.name() + " " + slope).with("slope", slope)));
        }
        return Golden.of("leaky-relu", "y = x for x > 0, else slope x.", cases);
    }

    private static Golden elu() {
        List<Case> cases = new ArrayList<>();
        for (double alpha : new double[] {1, 0.5}) {
            UnaryOperator<Tensor> function =
                    x -> torch.elu(x, Torch.number(alpha), Torch.number(1), Torch.number(1));
            activationCases("elu " + alpha, function)
                    .forEach(example -> cases.add(example.named(example.name() + " " + alpha).with("alpha", alpha)));
        }
        return Golden.of("elu", "y = x for x > 0, else alpha (e^x - 1).", cases);
    }

    /// Without the bends at −3 and 3, where this version of libtorch has another gradient than later ones, and than the
    /// engine.
    private static Golden hardSwish() {
        List<Case> cases = activationCases("hard swish", torch::hardswish).subList(0, 2);
        double[] far = {-90, -17.5, -5.5, -3.125, -2.875, -1, 0, 1, 2.875, 3.125, 5.5, 17.5, 90};
        return Golden.of("hard-swish", "y = x min(max(x + 3, 0), 6) / 6.", List.of(
                cases.get(0), cases.get(1), example("far", Torch.vector(far), torch::hardswish)));
    }

    private static Golden clamp() {
        List<Case> cases = new ArrayList<>();
        for (double[] bounds : new double[][] {{0, 6}, {-1, 1}, {-0.5, 2.25}}) {
            String name = bounds[0] + " to " + bounds[1];
            UnaryOperator<Tensor> function =
                    x -> torch.hardtanh(x, Torch.number(bounds[0]), Torch.number(bounds[1]));
            List<Case> all = new ArrayList<>(activationCases("clamp " + name, function));
            all.add(example("at the bounds", Torch.vector(bounds[0], 0.125, bounds[1]), function));
            all.forEach(example -> cases.add(example.named(example.name() + " " + name)
                    .with("least", bounds[0])
                    .with("most", bounds[1])));
        }
        return Golden.of(
                "clamp", "y = min(max(x, least), most), libtorch's hardtanh; the gradient at the bounds is 0.", cases);
    }

    private static Golden gelu() {
        List<Case> cases = new ArrayList<>();
        for (String form : new String[] {"none", "tanh"}) {
            String name = form.equals("none") ? "erf" : form;
            activationCases("gelu " + name, x -> torch.gelu(x, form))
                    .forEach(example -> cases.add(example.named(example.name() + " " + name).with("form", name)));
        }
        return Golden.of(
                "gelu",
                "erf: y = x (1 + erf(x / sqrt 2)) / 2. tanh: y = x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2.",
                cases);
    }
}
