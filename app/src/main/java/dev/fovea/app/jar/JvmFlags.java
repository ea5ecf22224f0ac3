package dev.fovea.app.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The flags of the JVM that the scripts `fovea` and `fovea.cmd` pass; what each is for stands in `fovea`, and a test
/// holds these against those.
final class JvmFlags {
    private static final Path PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private JvmFlags() {}

    /// For a Java of a feature release, such as 25.
    static List<String> of(int feature) {
        List<String> flags = new ArrayList<>();
        if (feature == 25) {
            flags.addAll(List.of(
                    "--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED",
                    "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        } else {
            flags.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        flags.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xmn32m",
                "-XX:PretenureSizeThreshold=1m",
                "-XX:MaxRAMPercentage=70",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-Xlog:disable",
                "-Xlog:all=warning,aot*=off,cds*=off:stderr"));
        if (givesLargePages()) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return List.copyOf(flags);
    }

    private static boolean givesLargePages() {
        try {
            String pages = Files.readString(PAGES);
            return pages.contains("[madvise]") || pages.contains("[always]");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
