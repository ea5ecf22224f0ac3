package dev.fovea.bench.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Trajectories of parameters under given gradients, and gradient clipping.
final class OptimizerCases {
    private static final int STEPS = 8;
    private static final int SIZE = 7;
    private static final String TRAJECTORY =
            " `trajectory` row i: the parameters after step i + 1 with `gradients` row i. Slots start at zero.";

    private OptimizerCases() {}

    static Golden sgd() {
        return Golden.of(
                "sgd",
                "g += decay p; v = momentum v + g; p -= rate v; with Nesterov p -= rate (g + momentum v)."
                        + TRAJECTORY,
                List.of(
                        sgd("plain", 0, false, 0),
                        sgd("decay", 0, false, 0.05),
                        sgd("momentum", 0.9, false, 0),
                        sgd("momentum decay", 0.9, false, 0.05),
                        sgd("nesterov", 0.9, true, 0),
                        sgd("nesterov decay", 0.8, true, 0.02),
                        sgd("momentum changing rate", 0.9, false, 0, 0.1, 0.1, 0.1, 0.01, 0.01, 0.2, 0.2, 0)));
    }

    static Golden adam() {
        return Golden.of(
                "adam",
                "g += decay p; m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;"
                        + " p -= rate (m / (1-b1^t)) / (sqrt(v / (1-b2^t)) + epsilon), t from 1." + TRAJECTORY,
                List.of(
                        adam("defaults", 0.9, 0.999, 1e-8, 0),
                        adam("large epsilon", 0.9, 0.999, 0.1, 0),
                        adam("other betas", 0.5, 0.9, 1e-3, 0),
                        adam("decay", 0.9, 0.999, 1e-8, 0.05)));
    }

    static Golden adamW() {
        return Golden.of(
                "adamw",
                "p -= rate decay p, then Adam's step without decay." + TRAJECTORY,
                List.of(
                        adamW("defaults", 0.9, 0.999, 1e-8, 0.01),
                        adamW("strong decay", 0.8, 0.99, 1e-3, 0.5),
                        adamW("no decay", 0.9, 0.999, 1e-8, 0)));
    }

    static Golden rmsProp() {
        return Golden.of(
                "rmsprop",
                "g += decay p; v = rho v + (1-rho) g^2; centered: a = rho a + (1-rho) g and v - a^2 in place of v;"
                        + " s = g / (sqrt(v) + epsilon); p -= rate s; with momentum: u = momentum u + s; p -= rate u."
                        + TRAJECTORY,
                List.of(
                        rmsProp("plain", 0.9, 1e-7, 0, false, 0),
                        rmsProp("torch defaults", 0.99, 1e-8, 0, false, 0),
                        rmsProp("large epsilon", 0.9, 0.1, 0, false, 0),
                        rmsProp("momentum", 0.9, 1e-7, 0.9, false, 0),
                        rmsProp("centered", 0.9, 1e-3, 0, true, 0),
                        rmsProp("centered momentum", 0.95, 1e-3, 0.5, true, 0),
                        rmsProp("decay", 0.9, 1e-7, 0, false, 0.05)));
    }

    static Golden adagrad() {
        return Golden.of(
                "adagrad",
                "g += decay p; v += g^2, from initial; p -= rate / (1 + (t-1) rateDecay) g / (sqrt(v) + epsilon)."
                        + TRAJECTORY,
                List.of(
                        adagrad("defaults", 1e-10, 0, 0, 0),
                        adagrad("initial and epsilon", 1e-3, 0.1, 0, 0),
                        adagrad("decay", 1e-7, 0, 0.05, 0),
                        adagrad("rate decay", 1e-10, 0, 0, 0.1)));
    }

    static Golden clipping() {
        return Golden.of(
                "gradient-clipping",
                "norm: both gradients times min(1, limit / (norm + 1e-6)), norm over both together."
                        + " value: each number to -limit .. limit.",
                List.of(
                        clipNorm("norm above", 1.5), clipNorm("norm below", 50), clipValue("value", 0.75),
                        clipValue("value above all", 3)));
    }

    private static Case sgd(String name, double momentum, boolean nesterov, double decay, double... rates) {
        return run(
                Case.of(name).with("momentum", momentum).with("nesterov", nesterov).with("decay", decay), 0.1, rates,
                parameters -> {
                    SGDOptions options = new SGDOptions(0.1);
                    options.momentum().put(momentum);
                    options.nesterov().put(nesterov);
                    options.weight_decay().put(decay);
                    return new SGD(parameters, options);
                });
    }

    private static Case adam(String name, double b1, double b2, double epsilon, double decay) {
        return run(adamCase(name, b1, b2, epsilon, decay), 0.05, new double[0], parameters -> {
            AdamOptions options = new AdamOptions(0.05);
            Torch.betas(options.betas(), b1, b2);
            options.eps().put(epsilon);
            options.weight_decay().put(decay);
            return new Adam(parameters, options);
        });
    }

    private static Case adamW(String name, double b1, double b2, double epsilon, double decay) {
        return run(adamCase(name, b1, b2, epsilon, decay), 0.05, new double[0], parameters -> {
            AdamWOptions options = new AdamWOptions(0.05);
            Torch.betas(options.betas(), b1, b2);
            options.eps().put(epsilon);
            options.weight_decay().put(decay);
            return new AdamW(parameters, options);
        });
    }

    private static Case adamCase(String name, double b1, double b2, double epsilon, double decay) {
        return Case.of(name).with("b1", b1).with("b2", b2).with("epsilon", epsilon).with("decay", decay);
    }

    private static Case rmsProp(
            String name, double rho, double epsilon, double momentum, boolean centered, double decay) {
        Case start = Case.of(name)
                .with("rho", rho)
                .with("epsilon", epsilon)
                .with("momentum", momentum)
                .with("centered", centered)
                .with("decay", decay);
        return run(start, 0.02, new double[0], parameters -> {
            RMSpropOptions options = new RMSpropOptions(0.02);
            options.alpha().put(rho);
            options.eps().put(epsilon);
            options.momentum().put(momentum);
            options.centered().put(centered);
            options.weight_decay().put(decay);
            return new RMSprop(parameters, options);
        });
    }

    private static Case adagrad(String name, double epsilon, double initial, double decay, double rateDecay) {
        Case start = Case.of(name)
                .with("epsilon", epsilon)
                .with("initial", initial)
                .with("decay", decay)
                .with("rateDecay", rateDecay);
        return run(start, 0.1, new double[0], parameters -> {
            AdagradOptions options = new AdagradOptions(0.1);
            options.eps().put(epsilon);
            options.initial_accumulator_value().put(initial);
            options.weight_decay().put(decay);
            options.lr_decay().put(rateDecay);
            return new Adagrad(parameters, options);
        });
    }

    /// Steps with one rate, or with `rates` where they are given.
    private static Case run(Case start, double rate, double[] rates, Function<TensorVector, Optimizer> optimizer) {
        Draw draw = Draw.of("optimizer");
        Tensor first = draw.values(SIZE);
        double[] gradients = gradients(draw);
        Tensor p = first.clone().set_requires_grad(true);
        Optimizer rule = optimizer.apply(new TensorVector(p));
        List<Double> used = new ArrayList<>();
        double[] trajectory = new double[STEPS * SIZE];
        for (int step = 0; step < STEPS; step++) {
            used.add(rates.length == 0 ? rate : rates[step]);
            rule.param_groups().get(0).options().set_lr(used.getLast());
            double[] row = new double[SIZE];
            System.arraycopy(gradients, step * SIZE, row, 0, SIZE);
            p.mutable_grad().put(Torch.vector(row));
            rule.step();
            System.arraycopy(Torch.values(p), 0, trajectory, step * SIZE, SIZE);
        }
        return start.with("rates", used)
                .given("parameters", first)
                .given("gradients", Torch.tensor(gradients, STEPS, SIZE))
                .output("trajectory", Torch.tensor(trajectory, STEPS, SIZE));
    }

    /// Columns of different scale, so that epsilon shows, and one that is always zero.
    private static double[] gradients(Draw draw) {
        double[] values = Torch.values(draw.values(STEPS, SIZE));
        double[] scales = {1, 30, 0.05, 1, 0, 0.3, 5};
        for (int i = 0; i < values.length; i++) {
            values[i] = Draw.threeDecimals(values[i] * scales[i % SIZE]);
        }
        return values;
    }

    private static Case clipNorm(String name, double limit) {
        TensorVector parameters = withGradients(name);
        Case start = unclipped(name, limit, parameters);
        double norm = torch.clip_grad_norm_(parameters, limit);
        return clipped(start, parameters).output("norm", Torch.tensor(new double[] {norm}));
    }

    private static Case clipValue(String name, double limit) {
        TensorVector parameters = withGradients(name);
        Case start = unclipped(name, limit, parameters);
        torch.clip_grad_value_(parameters, limit);
        return clipped(start, parameters);
    }

    private static TensorVector withGradients(String name) {
        Draw draw = Draw.of("clipping " + name);
        Tensor a = draw.values(5, 3).set_requires_grad(true);
        Tensor b = draw.values(SIZE).set_requires_grad(true);
        a.mutable_grad().put(draw.values(5, 3));
        b.mutable_grad().put(draw.values(SIZE));
        return new TensorVector(a, b);
    }

    private static Case unclipped(String name, double limit, TensorVector parameters) {
        return Case.of(name)
                .with("by", name.startsWith("norm") ? "norm" : "value")
                .with("limit", limit)
                .given("a", parameters.get(0).grad().clone())
                .given("b", parameters.get(1).grad().clone());
    }

    private static Case clipped(Case start, TensorVector parameters) {
        return start.output("a", parameters.get(0).grad()).output("b", parameters.get(1).grad());
    }
}
