package dev.fovea.optim;

import dev.fovea.tensor.Seed;
import java.util.stream.Stream;

/// The registry of [OptimizerTest]: a row for each form of each optimizer, with the paper's formula for one parameter
/// in plain double precision. Settings lie away from their defaults and from each other, so that none can be forgotten
/// or exchanged.
final class Formulas {
    private static final int STEPS = 12;
    private static final int PARAMETERS = 20;
    private static final double[] RATES = {0.05, 0.11, 0.02};
    /// So that ε is large beside some gradients and small beside others.
    private static final double[] SCALES = {1, 0.05, 4, 0.001, 0.4};
    private static final Seed SEED = new Seed(17);

    private Formulas() {}

    /// @param name of the form
    /// @param optimizer what the formula's numbers are set in
    /// @param rule the formula
    record Row(String name, Optimizer optimizer, Rule rule) {
        /// The greatest difference between this row's formula and an optimizer, after any step, in any parameter.
        double distance(Optimizer other) {
            double greatest = 0;
            double[][] received = received(other);
            for (int i = 0; i < PARAMETERS; i++) {
                double[] expected = expected(i);
                for (int step = 0; step < STEPS; step++) {
                    double error = Math.abs(received[i][step] - expected[step]) / (1 + Math.abs(expected[step]));
                    greatest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(greatest, error);
                }
            }
            return greatest;
        }

        private double[] expected(int parameter) {
            double[] gradients = new double[STEPS];
            double[] rates = new double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                gradients[step] = gradient(parameter, step);
                rates[step] = RATES[step % RATES.length];
            }
            return rule.parameters(start(parameter), gradients, rates);
        }

        private static double[][] received(Optimizer optimizer) {
            double[][] received = new double[PARAMETERS][STEPS];
            float[] parameters = new float[PARAMETERS];
            float[] gradients = new float[PARAMETERS];
            float[][] slots = new float[optimizer.slots().size()][PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                parameters[i] = (float) start(i);
            }
            for (int step = 0; step < STEPS; step++) {
                for (int i = 0; i < PARAMETERS; i++) {
                    gradients[i] = (float) gradient(i, step);
                }
                float rate = (float) optimizer.schedule().rate(new Position(step, 4, STEPS));
                optimizer.update(step + 1, rate, optimizer.weightDecay(), parameters, gradients, slots, 0, PARAMETERS);
                for (int i = 0; i < PARAMETERS; i++) {
                    received[i][step] = parameters[i];
                }
            }
            return received;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// A formula, unrolled over some steps.
    interface Rule {
        /// The parameter after each step, from its first value, the gradients and the rates.
        double[] parameters(double w, double[] gradients, double[] rates);
    }

    private static double start(int parameter) {
        return SEED.derive("starts").normal(parameter);
    }

    private static double gradient(int parameter, int step) {
        return SCALES[parameter % SCALES.length] * (0.3 + SEED.normal(parameter * STEPS + step));
    }

    /// A rate that changes at each step.
    static double rate(Position position) {
        return RATES[(int) (position.step() % RATES.length)];
    }

    static Stream<Row> all() {
        Sgd sgd = Sgd.of(Formulas::rate).weightDecay(0.3);
        RmsProp rmsProp = RmsProp.of(Formulas::rate).rho(0.8).epsilon(0.06).weightDecay(0.3);
        return Stream.of(
                new Row("sgd without momentum", sgd, Formulas::descent),
                new Row("sgd with momentum", sgd.momentum(0.7), (w, g, rates) -> momentum(w, g, rates, false)),
                new Row("sgd with Nesterov's momentum", sgd.momentum(0.7).nesterov(),
                        (w, g, rates) -> momentum(w, g, rates, true)),
                new Row("adam", Adam.of(Formulas::rate).beta1(0.7).beta2(0.85).epsilon(0.06).weightDecay(0.3),
                        Formulas::adam),
                new Row("adamW", AdamW.of(Formulas::rate).beta1(0.7).beta2(0.85).epsilon(0.06).weightDecay(0.3),
                        Formulas::adamW),
                new Row("rmsProp without momentum", rmsProp, (w, g, rates) -> rmsProp(w, g, rates, 0)),
                new Row("rmsProp with momentum", rmsProp.momentum(0.6), (w, g, rates) -> rmsProp(w, g, rates, 0.6)),
                new Row("adagrad", Adagrad.of(Formulas::rate).epsilon(0.06).weightDecay(0.3), Formulas::adagrad));
    }

    /// Robbins and Monro, "A stochastic approximation method", 1951; the decay is the gradient of λ·w²/2.
    private static double[] descent(double w, double[] gradients, double[] rates) {
        double[] path = new double[gradients.length];
        for (int t = 0; t < path.length; t++) {
            w -= rates[t] * (gradients[t] + 0.3 * w);
            path[t] = w;
        }
        return path;
    }

    /// Polyak, 1964; looking ahead: Sutskever, Martens, Dahl and Hinton, 2013, with the gradient taken at the
    /// parameter that is stored. The velocity is written as the sum that it stands for: each gradient so far times
    /// μ to the power of its age.
    private static double[] momentum(double w, double[] gradients, double[] rates, boolean nesterov) {
        double[] path = new double[gradients.length];
        double[] decayed = new double[gradients.length];
        for (int t = 0; t < path.length; t++) {
            decayed[t] = gradients[t] + 0.3 * w;
            double velocity = 0;
            for (int k = 0; k <= t; k++) {
                velocity += Math.pow(0.7, t - k) * decayed[k];
            }
            w -= rates[t] * (nesterov ? decayed[t] + 0.7 * velocity : velocity);
            path[t] = w;
        }
        return path;
    }

    /// Kingma and Ba, "Adam: A method for stochastic optimization", 2015, algorithm 1, of the loss plus λ·w²/2.
    private static double[] adam(double w, double[] gradients, double[] rates) {
        double[] path = new double[gradients.length];
        double m = 0;
        double v = 0;
        for (int t = 1; t <= path.length; t++) {
            double g = gradients[t - 1] + 0.3 * w;
            m = 0.7 * m + (1 - 0.7) * g;
            v = 0.85 * v + (1 - 0.85) * g * g;
            double meanHat = m / (1 - Math.pow(0.7, t));
            double varianceHat = v / (1 - Math.pow(0.85, t));
            w -= rates[t - 1] * meanHat / (Math.sqrt(varianceHat) + 0.06);
            path[t - 1] = w;
        }
        return path;
    }

    /// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2, where the schedule's
    /// multiplier is the rate itself and α is 1.
    private static double[] adamW(double w, double[] gradients, double[] rates) {
        double[] path = new double[gradients.length];
        double m = 0;
        double v = 0;
        for (int t = 1; t <= path.length; t++) {
            double g = gradients[t - 1];
            m = 0.7 * m + (1 - 0.7) * g;
            v = 0.85 * v + (1 - 0.85) * g * g;
            double meanHat = m / (1 - Math.pow(0.7, t));
            double varianceHat = v / (1 - Math.pow(0.85, t));
            w -= rates[t - 1] * (meanHat / (Math.sqrt(varianceHat) + 0.06) + 0.3 * w);
            path[t - 1] = w;
        }
        return path;
    }

    /// Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012; momentum of the divided gradient as in Graves, "Generating
    /// sequences with recurrent neural networks", 2013, with the rate outside as in libtorch.
    private static double[] rmsProp(double w, double[] gradients, double[] rates, double momentum) {
        double[] path = new double[gradients.length];
        double square = 0;
        double velocity = 0;
        for (int t = 0; t < path.length; t++) {
            double g = gradients[t] + 0.3 * w;
            square = 0.8 * square + (1 - 0.8) * g * g;
            velocity = momentum * velocity + g / (Math.sqrt(square) + 0.06);
            w -= rates[t] * velocity;
            path[t] = w;
        }
        return path;
    }

    /// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011,
    /// with diagonal matrices.
    private static double[] adagrad(double w, double[] gradients, double[] rates) {
        double[] path = new double[gradients.length];
        double sum = 0;
        for (int t = 0; t < path.length; t++) {
            double g = gradients[t] + 0.3 * w;
            sum += g * g;
            w -= rates[t] * g / (0.06 + Math.sqrt(sum));
            path[t] = w;
        }
        return path;
    }
}
