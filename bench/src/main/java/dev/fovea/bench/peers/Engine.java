package dev.fovea.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An engine that can take part. Each runs in a process of its own, with the jars of this comparison and its own alone.
enum Engine {
    FOVEA(Installation.of(
            "fovea-core", "jackson-core", "jspecify", "imageio-tiff", "imageio-core",
            "imageio-metadata", "common-lang", "common-io", "common-image")),
    LIBTORCH(Installation.of(
                    "pytorch-native-cpu", "pytorch-engine", "pytorch-jni", "api", "gson", "error_prone_annotations",
                    "jna", "commons-compress", "commons-codec", "commons-io", "slf4j-api")
            .unpackedTo(".djl.ai/pytorch")),
    /// Predicts only. Unpacks its library anew for each process and removes it at the end.
    ONNXRUNTIME(Installation.of("onnxruntime")),
    DL4J(Installation.in("dl4j", "deeplearning4j-nn").unpackedTo(".javacpp/cache"));

    private final Installation installation;

    Engine(Installation installation) {
        this.installation = installation;
    }

    Installation installation() {
        return installation;
    }

    /// As commands take it.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Engine named(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /// What people call it, with its version.
    String title() {
        return switch (this) {
            case FOVEA -> "Fovea";
            case LIBTORCH -> "libtorch " + installation.version();
            case ONNXRUNTIME -> "ONNX Runtime " + installation.version();
            case DL4J -> "Deeplearning4j " + installation.version();
        };
    }

    /// The contest in the form in which this engine, and Fovea against it, can take part.
    Contest formOf(Contest contest) {
        return switch (this) {
            case FOVEA, LIBTORCH -> contest;
            case ONNXRUNTIME -> contest.predictingOnly();
            case DL4J -> contest.nesterov();
        };
    }

    /// Whether something keeps the engine from vectors wider than AVX2's.
    boolean limitsVectors() {
        return this == FOVEA || this == LIBTORCH;
    }

    /// Arguments of its Java virtual machine.
    List<String> options(int threads, boolean avx2) {
        return switch (this) {
            case FOVEA -> foveaOptions(avx2);
            case LIBTORCH -> List.of("-Doffline=true", "-Dai.djl.pytorch.num_threads=" + threads);
            case ONNXRUNTIME, DL4J -> List.of();
        };
    }

    /// As the launcher has them on Linux.
    private static List<String> foveaOptions(boolean avx2) {
        List<String> options = new ArrayList<>(List.of(
                "--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED",
                "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-Xmn32m",
                "-XX:PretenureSizeThreshold=1m",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-XX:MaxRAMPercentage=70",
                "-XX:+UseTransparentHugePages"));
        if (avx2) {
            options.add("-XX:UseAVX=2");
        }
        return options;
    }

    Peer peer(Contest contest, int threads) {
        return switch (this) {
            case FOVEA -> new FoveaPeer(contest, threads);
            case LIBTORCH -> new TorchPeer(contest);
            case ONNXRUNTIME -> compiledWithPeers("OnnxPeer", contest, threads);
            case DL4J -> new Dl4jPeer(contest);
        };
    }

    /// One that the profile `peers` alone compiles, because its library's jar is large.
    private static Peer compiledWithPeers(String name, Contest contest, int threads) {
        try {
            return Class.forName(Engine.class.getPackageName() + "." + name)
                    .asSubclass(Peer.class)
                    .getDeclaredConstructor(Contest.class, int.class)
                    .newInstance(contest, threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is missing: build bench with -Ppeers, see bench/README.md", e);
        }
    }

    @Override
    public String toString() {
        return id();
    }
}
