package dev.fovea.bench.kernels;

import dev.fovea.bench.kernels.ConvolutionProblem.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is measured.
final class Problems {
    private static final int BATCH = 32;

    /// A convolution of at most so many channels is a network's first: no training asks for its input gradient.
    private static final int IMAGE_CHANNELS = 3;

    private Problems() {}

    static List<Problem> all() {
        List<Problem> all = new ArrayList<>();
        for (int size : new int[] {256, 512, 1024}) {
            all.add(new ProductProblem("matmul-" + size, size, size, size, false, false, true));
        }
        // A dense layer of 3136 inputs and 1024 units, and its gradients by inputs and by weights.
        all.add(new ProductProblem("dense", 128, 1024, 3136, false, false, true));
        all.add(new ProductProblem("dense-dx", 128, 3136, 1024, false, true, true));
        all.add(new ProductProblem("dense-dw", 3136, 1024, 128, true, false, false));
        convolution(all, "conv3-64", 32, 64, 3, 64, 1);
        convolution(all, "conv3-128", 16, 128, 3, 128, 1);
        convolution(all, "conv3-256", 8, 256, 3, 256, 1);
        convolution(all, "conv3-16", 32, 16, 3, 16, 1);
        convolution(all, "conv3-64-stride2", 32, 64, 3, 128, 2);
        convolution(all, "conv1-64", 32, 64, 1, 64, 1);
        convolution(all, "conv5-3", 32, 3, 5, 32, 1);
        return all;
    }

    private static void convolution(List<Problem> all, String id, int extent, int c, int r, int k, int stride) {
        all.add(ConvolutionProblem.of(id, extent, c, r, k, stride, BATCH, Pass.FORWARD));
        if (c > IMAGE_CHANNELS) {
            all.add(ConvolutionProblem.of(id + "-dx", extent, c, r, k, stride, BATCH, Pass.INPUT_GRADIENT));
        }
        all.add(ConvolutionProblem.of(id + "-dw", extent, c, r, k, stride, BATCH, Pass.FILTER_GRADIENT));
    }

    static List<String> ids() {
        return all().stream().map(Problem::id).toList();
    }

    /// Those of the given ids, each once and with its gradients where it is a layer's; all for no id.
    static List<Problem> named(List<String> ids) {
        if (ids.isEmpty()) {
            return all();
        }
        List<Problem> named = new ArrayList<>();
        for (String id : ids) {
            List<Problem> found = all().stream()
                    .filter(problem -> Stream.of(id, id + "-dx", id + "-dw").anyMatch(problem.id()::equals))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no kernel is called " + id + ": take some of "
                        + String.join(", ", ids()));
            }
            named.addAll(found);
        }
        return named.stream().distinct().toList();
    }
}
