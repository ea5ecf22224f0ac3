package dev.fovea.lab.classical;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/// A support vector machine with the kernel exp(−γ ‖x − y‖²), one against one for each pair of classes.
///
/// LIBSVM trains it with its usual settings and those of scikit-learn's `SVC()`: C = 1, γ = 1 / (d · Var(x)) for
/// samples of d values, a tolerance of 10⁻³. The same samples give the same machine.
///
/// C.-C. Chang and C.-J. Lin, "LIBSVM: a library for support vector machines", 2011.
final class SupportVectorMachine {
    private static final double COST = 1;
    private static final double TOLERANCE = 1e-3;
    private static final int CACHE_MEGABYTES = 200;

    private final svm_model model;

    private SupportVectorMachine(svm_model model) {
        this.model = model;
    }

    /// Learns classes from samples.
    ///
    /// @param samples of equal length, at least one
    /// @param classes one for each sample
    static SupportVectorMachine of(float[][] samples, int[] classes) {
        if (samples.length == 0 || samples.length != classes.length) {
            throw new IllegalArgumentException("a support vector machine learns from samples with a class each: got "
                    + samples.length + " samples and " + classes.length + " classes");
        }
        // Among classes with equal votes, that of the first sample wins: let it be the lowest.
        int[] order = IntStream.range(0, samples.length).boxed()
                .sorted(Comparator.comparingInt(i -> classes[i])).mapToInt(Integer::intValue).toArray();
        svm_problem problem = new svm_problem();
        problem.l = samples.length;
        problem.x = Arrays.stream(order).mapToObj(i -> nodes(samples[i])).toArray(svm_node[][]::new);
        problem.y = Arrays.stream(order).mapToDouble(i -> classes[i]).toArray();
        svm.svm_set_print_string_function(_ -> {});
        return new SupportVectorMachine(svm.svm_train(problem, settings(1 / (samples[0].length * variance(samples)))));
    }

    private static svm_parameter settings(double gamma) {
        svm_parameter settings = new svm_parameter();
        settings.svm_type = svm_parameter.C_SVC;
        settings.kernel_type = svm_parameter.RBF;
        settings.gamma = gamma;
        settings.C = COST;
        settings.eps = TOLERANCE;
        settings.cache_size = CACHE_MEGABYTES;
        settings.shrinking = 1;
        return settings;
    }

    /// Of all values together.
    private static double variance(float[][] samples) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (float[] sample : samples) {
            for (float value : sample) {
                sum += value;
                squares += (double) value * value;
            }
            count += sample.length;
        }
        double mean = sum / count;
        double variance = squares / count - mean * mean;
        return variance > 0 ? variance : 1;
    }

    /// The values that are not 0.
    private static svm_node[] nodes(float[] sample) {
        return IntStream.range(0, sample.length).filter(i -> sample[i] != 0).mapToObj(i -> {
            svm_node node = new svm_node();
            node.index = i + 1;
            node.value = sample[i];
            return node;
        }).toArray(svm_node[]::new);
    }

    /// The class of a sample; may be asked by several threads.
    int predict(float[] sample) {
        return (int) svm.svm_predict(model, nodes(sample));
    }

    /// How many of the samples it remembers.
    int supportVectors() {
        return model.l;
    }
}
