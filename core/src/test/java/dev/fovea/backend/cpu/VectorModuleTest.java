package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/// In a JVM of its own, started as the launcher starts it.
class VectorModuleTest {
    private static final String OPENED = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, max = JRE.JAVA_25, disabledReason = "elsewhere the launcher passes the flag")
    void addsTheVectorKernelsWithoutAWarning() throws Exception {
        assertThat(kernels(OPENED)).startsWith("vector").doesNotContain("WARNING");
    }

    @Test
    void doesNothingWhereTheModuleIsThere() throws Exception {
        assertThat(kernels("--add-modules=jdk.incubator.vector")).contains("vector").contains("WARNING");
    }

    @Test
    void doesNothingWhereTheWayIsNotOpen() throws Exception {
        assertThat(kernels("-Dnothing=opened")).startsWith("scalar");
    }

    /// Prints the name of the kernels that run.
    static final class PrintsKernels {
        private PrintsKernels() {}

        public static void main(String[] arguments) {
            VectorModule.add();
            System.out.println(KernelSet.choose().kernels().name());
        }
    }

    private static String kernels(String option) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>(List.of(java, option, "-cp", System.getProperty("java.class.path")));
        command.add(PrintsKernels.class.getName());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
