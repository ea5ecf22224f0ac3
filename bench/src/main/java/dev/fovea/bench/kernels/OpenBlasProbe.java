package dev.fovea.bench.kernels;

import java.util.List;
import java.util.Locale;

/// Prints the processor whose kernels OpenBLAS runs here, and the GFLOP/s of its best square products together.
final class OpenBlasProbe {
    private static final List<String> PRODUCTS = List.of("matmul-256", "matmul-512", "matmul-1024");
    private static final int RUNS = 60;

    private OpenBlasProbe() {}

    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        Clock clock = Clock.of(threads);
        double gflop = 0;
        double nanos = 0;
        for (Problem problem : Problems.named(PRODUCTS)) {
            try (Kernel kernel = new OpenBlasKernel((ProductProblem) problem, threads)) {
                long least = Long.MAX_VALUE;
                for (int i = 0; i < RUNS; i++) {
                    long start = clock.nanos();
                    kernel.run();
                    least = Math.min(least, clock.nanos() - start);
                }
                gflop += problem.gflop();
                nanos += least;
            }
        }
        System.out.printf(Locale.ROOT, "%s %.1f%n", OpenBlasKernel.core(), gflop * 1e9 / nanos);
    }
}
