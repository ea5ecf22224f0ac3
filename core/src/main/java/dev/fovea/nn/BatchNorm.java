package dev.fovea.nn;

import dev.fovea.op.BatchNormalization;
import dev.fovea.op.BatchStatistics;
import dev.fovea.op.Node;
import dev.fovea.op.Reshaping;
import dev.fovea.op.RunningStatistics;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Batch normalisation: each channel, or with `perNeuron` each value of a sample, gets mean β and deviation γ
/// over the batch (Ioffe and Szegedy, 2015). Inference uses running averages, so a single picture works. So does a
/// training that freezes γ and β, which leaves the averages as they are.
///
/// Variables: `gamma`, `beta`; states: `statistics`, running means and variances.
///
/// @param eachNeuron statistics for each value of a sample instead of each channel
/// @param momentum the weight of the new batch in the running averages
/// @param trainable false uses the running averages in training too and does not change them
public record BatchNorm(float epsilon, float momentum, boolean eachNeuron, boolean trainable) implements Layer {
    public BatchNorm {
        var _ = new BatchNormalization(epsilon, true);
        var _ = new RunningStatistics(momentum);
    }

    /// ε = 1e−5, momentum 0.1, per channel.
    public static BatchNorm of() {
        return new BatchNorm(1e-5f, 0.1f, false, true);
    }

    public BatchNorm epsilon(double epsilon) {
        return new BatchNorm((float) epsilon, momentum, eachNeuron, trainable);
    }

    public BatchNorm momentum(double momentum) {
        return new BatchNorm(epsilon, (float) momentum, eachNeuron, trainable);
    }

    public BatchNorm perNeuron() {
        return new BatchNorm(epsilon, momentum, true, trainable);
    }

    /// With statistics that stay as they are; γ and β are trained unless they are frozen too.
    public BatchNorm frozen() {
        return new BatchNorm(epsilon, momentum, eachNeuron, false);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Node flat = eachNeuron ? new Reshaping(Shape.batch(Math.toIntExact(x.shape().size()))).on(x) : x;
        int c = flat.shape().dim(-1);
        Node gamma = scope.parameter("gamma", Shape.of(c), Initializer.ones());
        Node beta = scope.parameter("beta", Shape.of(c), Initializer.zeros());
        Node running = scope.state("statistics", Shape.of(2, c), new MeansAndVariances());
        boolean training = scope.usesBatchStatistics() && trainable;
        Node statistics = running;
        if (training) {
            statistics = new BatchStatistics().on(flat);
            scope.update("statistics", new RunningStatistics(momentum).on(running, statistics, flat));
        }
        Node y = new BatchNormalization(epsilon, training).on(flat, gamma, beta, statistics);
        return eachNeuron ? new Reshaping(x.shape()).on(y) : y;
    }

    /// Running statistics start as mean 0 and variance 1.
    record MeansAndVariances() implements Initializer {
        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            int c = shape.dim(1);
            Arrays.fill(into, offset, offset + c, 0);
            Arrays.fill(into, offset + c, offset + 2 * c, 1);
        }
    }

    @Override
    public String toString() {
        BatchNorm plain = of();
        return "BatchNorm.of()" + (epsilon == plain.epsilon ? "" : ".epsilon(" + epsilon + ")")
                + (momentum == plain.momentum ? "" : ".momentum(" + momentum + ")")
                + (eachNeuron ? ".perNeuron()" : "") + (trainable ? "" : ".frozen()");
    }
}
