package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Workers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The same kernels as [KernelsSideBySide], each in a process of its own, under JMH: `gflop` is GFLOP/s. Times of
/// different processes are compared, so a busy machine distorts them; the side-by-side run takes turns.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseG1GC"})
public class KernelRates {
    /// What was computed.
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Count {
        /// Floating-point operations, in thousands of millions.
        public double gflop;
    }

    /// Matrix products.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH fills them.
    public static class Products {
        @Param({"matmul-256", "matmul-512", "matmul-1024", "dense", "dense-dx", "dense-dw"})
        String problem;

        @Param({"fovea", "openblas", "onednn"})
        String library;

        @Param("1")
        int threads;

        private Bench bench;

        /// Binds the kernel.
        @Setup
        public void bind() {
            bench = new Bench(problem, library, threads);
        }

        /// Frees it.
        @TearDown
        public void free() {
            bench.close();
        }
    }

    /// Convolutions and their gradients.
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH fills them.
    public static class Convolutions {
        @Param({
            "conv3-64", "conv3-64-dx", "conv3-64-dw", "conv3-128", "conv3-128-dx", "conv3-128-dw", "conv3-256",
            "conv3-256-dx", "conv3-256-dw", "conv3-16", "conv3-16-dx", "conv3-16-dw", "conv3-64-stride2",
            "conv3-64-stride2-dx", "conv3-64-stride2-dw", "conv1-64", "conv1-64-dx", "conv1-64-dw", "conv5-3",
            "conv5-3-dw"
        })
        String problem;

        @Param({"fovea", "onednn"})
        String library;

        @Param("1")
        int threads;

        private Bench bench;

        /// Binds the kernel.
        @Setup
        public void bind() {
            bench = new Bench(problem, library, threads);
        }

        /// Frees it.
        @TearDown
        public void free() {
            bench.close();
        }
    }

    /// One library's fastest kernel.
    private static final class Bench implements AutoCloseable {
        private final Problem problem;
        private final Workers workers;
        private final Kernel kernel;

        Bench(String id, String library, int threads) {
            problem = Problems.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() ->
                    new IllegalArgumentException("no kernel is called " + id));
            workers = new Workers(threads);
            KernelSet set = KernelSet.choose();
            List<Kernel> candidates = library.equals("fovea")
                    ? List.of(new FoveaKernel(problem, set.kernels(), workers))
                    : Rival.valueOf(library.toUpperCase(Locale.ROOT)).kernels(problem, threads);
            kernel = new Turns(problem, set.probe(), workers).fastest(candidates);
        }

        void run(Count count) {
            kernel.run();
            count.gflop += problem.gflop();
        }

        @Override
        public void close() {
            kernel.close();
            workers.close();
        }
    }

    /// One product.
    @Benchmark
    public void product(Products of, Count count) {
        of.bench.run(count);
    }

    /// One convolution or gradient.
    @Benchmark
    public void convolution(Convolutions of, Count count) {
        of.bench.run(count);
    }
}
