package dev.fovea.bench.kernels;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a process that measures is started: native libraries read their settings from its environment.
///
/// @param threads of each library
/// @param avx2 whether all are kept from wider vectors
record Terms(int threads, boolean avx2) {
    /// OpenBLAS's kernels that are tried; "" for those of the processor that it detects.
    private static final List<String> CORES = List.of("", "SKYLAKEX", "COOPERLAKE");

    private static final List<String> AVX2_CORES = List.of("", "HASWELL", "ZEN");

    /// Starts this program's class `main` in such a process and waits for it.
    ///
    /// @param core of OpenBLAS
    /// @return its exit code
    int start(Class<?> main, String core, List<String> arguments) throws IOException, InterruptedException {
        Process process = process(main, core, arguments).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // It must not go on alone.
        return process.waitFor();
    }

    /// The fastest of OpenBLAS's cores, each measured in a process of its own.
    String fastestCore() throws IOException, InterruptedException {
        String fastest = "";
        double best = 0;
        for (String core : avx2 ? AVX2_CORES : CORES) {
            Process process = process(OpenBlasProbe.class, core, List.of(Integer.toString(threads)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException("OpenBLAS did not run with OPENBLAS_CORETYPE=" + core);
            }
            double speed = Double.parseDouble(said.substring(said.indexOf(' ') + 1));
            System.err.printf("OpenBLAS%s: %s GFLOP/s%n", core.isEmpty() ? " as detected" : "", said);
            if (speed > best) {
                best = speed;
                fastest = core;
            }
        }
        return fastest;
    }

    private ProcessBuilder process(Class<?> main, String core, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseG1GC", "-Xlog:disable", "-Xlog:all=error:stderr"));
        words.addAll(main == OpenBlasProbe.class ? List.of() : List.of("--add-modules", "jdk.incubator.vector"));
        String kernels = System.getProperty("fovea.kernels");
        words.addAll(kernels == null ? List.of() : List.of("-Dfovea.kernels=" + kernels));
        words.addAll(avx2 ? List.of("-XX:UseAVX=2") : List.of());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        Map<String, String> environment = builder.environment();
        String count = Integer.toString(threads);
        environment.put("OMP_NUM_THREADS", count);
        environment.put("OPENBLAS_NUM_THREADS", count);
        // Idle threads of OpenBLAS spin for 2 to this power of cycles; the default is longer than a turn.
        environment.put("OPENBLAS_THREAD_TIMEOUT", "22");
        if (!core.isEmpty()) {
            environment.put("OPENBLAS_CORETYPE", core);
        }
        if (avx2) {
            environment.put("ONEDNN_MAX_CPU_ISA", "AVX2");
        }
        return builder;
    }
}
