package dev.fovea.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.cpu.kernel.Operand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In JVMs of their own, whose collectors place arrays in ways that are known.
class CacheLinesTest {
    private static final String OPENED = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    @Test
    void knowsThatG1StartsLargeArraysOnALine() throws Exception {
        assertThat(found(OPENED, "-XX:+UseG1GC", "-Xms512m", "-Xmx512m")).startsWith("large 12 12 12 zeros 12 12 12");
    }

    @Test
    void knowsReferencesThatAreNotCompressed() throws Exception {
        assertThat(found(OPENED, "-XX:+UseG1GC", "-Xms512m", "-Xmx512m", "-XX:-UseCompressedOops"))
                .startsWith("large 12 12 12 ");
    }

    @Test
    void knowsReferencesOfLargeHeaps() throws Exception {
        assertThat(found(OPENED, "-XX:+UseG1GC", "-Xmx6g", "-XX:G1HeapRegionSize=4m"))
                .startsWith("large 12 12 12 ");
    }

    @Test
    void theSerialCollectorsArraysStartWhereALineLetsThem() throws Exception {
        assertThat(
                found(OPENED, "-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Xmn16m", "-XX:PretenureSizeThreshold=1m"))
                .endsWith("zeros 12 12 12 operands true");
    }

    @Test
    void guessesWhereTheWayIsNotOpen() throws Exception {
        assertThat(found("-XX:+UseSerialGC", "-Xmx512m")).isEqualTo("large 12 12 12 zeros 12 12 12 operands true");
    }

    /// Prints where the lines of some arrays are.
    static final class PrintsLines {
        private static final List<Object> KEPT = new ArrayList<>();

        private PrintsLines() {}

        public static void main(String[] arguments) {
            StringBuilder line = new StringBuilder("large");
            for (int i = 0; i < 3; i++) {
                float[] array = new float[(1 << 20) + 7 * i];
                KEPT.add(array);
                line.append(' ').append(CacheLines.firstOnLine(array));
            }
            line.append(" zeros");
            for (int i = 0; i < 3; i++) {
                float[] zeros = CacheLines.zeros((1 << 18) + 1000 * i + i);
                KEPT.add(zeros);
                line.append(' ').append(CacheLines.firstOnLine(zeros));
            }
            boolean all = true;
            for (int i = 0; i < 3; i++) {
                Operand operand = Operand.allocate(10_000 + 3 * i);
                KEPT.add(operand);
                all &= CacheLines.firstOnLine(operand.array) == operand.offset;
            }
            System.out.println(line.append(" operands ").append(all));
        }
    }

    private static String found(String... options) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>(List.of(java));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PrintsLines.class.getName()));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
