package dev.fovea.bench.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One of the two in a duel, and how its process is started.
///
/// @param threads that it may use
/// @param avx2 whether it is kept from wider vectors
/// @param more arguments of its Java virtual machine
record Side(Engine engine, int threads, boolean avx2, List<String> more) {
    Side {
        more = List.copyOf(more);
    }

    /// With one more argument of its Java virtual machine.
    Side with(String argument) {
        List<String> all = new ArrayList<>(more);
        all.add(argument);
        return new Side(engine, threads, avx2, all);
    }

    /// @param rival of Fovea: it decides on the form of the contest
    ProcessBuilder process(String contest, Engine rival) {
        List<String> words = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=error:stderr"));
        words.addAll(engine.options(threads, avx2));
        words.addAll(more);
        String jars = engine.installation().classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        words.addAll(List.of("-cp", jars, PeerProcess.class.getName()));
        words.addAll(List.of(engine.id(), contest, Integer.toString(threads), rival.id()));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment());
        return builder;
    }

    private Map<String, String> environment() {
        String count = Integer.toString(threads);
        return avx2
                ? Map.of(
                        "OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count, "ATEN_CPU_CAPABILITY", "avx2",
                        "ONEDNN_MAX_CPU_ISA", "AVX2", "MKL_ENABLE_INSTRUCTIONS", "AVX2")
                : Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count);
    }
}
