package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.app.command.BenchCommand;
import dev.fovea.app.console.CommandException;
import dev.fovea.backend.cpu.KernelBenchmark.Figure;
import dev.fovea.backend.cpu.KernelBenchmark.Speed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void measuresSharesOfThePeak() {
        Cli.Output output = Cli.in(folder).run("bench", "--only", "matmul 256", "--threads", "2", "--json");
        JsonNode json = output.object();
        assertThat(json.path("peak").path("oneThread").doubleValue()).isPositive();
        assertThat(json.path("peak").path("allThreads").doubleValue()).isPositive();
        assertThat(json.path("kernels").size()).isEqualTo(2);
        boolean impossible = false;
        for (JsonNode kernel : json.path("kernels")) {
            assertThat(Cli.fields(kernel)).containsExactly("name", "threads", "direct", "gflops", "ofPeak");
            assertThat(kernel.path("direct").booleanValue()).isTrue();
            assertThat(kernel.path("name").stringValue()).isEqualTo("matmul 256");
            assertThat(kernel.path("gflops").path("best").doubleValue())
                    .isGreaterThanOrEqualTo(kernel.path("gflops").path("median").doubleValue());
            for (String figure : new String[] {"gflops", "ofPeak"}) {
                assertThat(kernel.path(figure).path("best").doubleValue()).isPositive();
                assertThat(kernel.path(figure).path("median").doubleValue()).isPositive();
            }
            impossible |= kernel.path("ofPeak").path("best").doubleValue() > 1;
        }
        assertThat(output.code()).isEqualTo(impossible ? 1 : 0);
        assertThat(output.err())
                .contains("of peak, best: ", "of peak, median: each round against the peak measured beside it");
    }

    private static Speed reached(double ofPeak, boolean direct) {
        return new Speed("conv", 1, direct, new Figure(9, 8), new Figure(ofPeak, .5));
    }

    /// Winograd's algorithm takes fewer multiply-adds than are counted.
    @Test
    void onlyWhatComputesAllThatIsCountedCannotPassThePeak() {
        BenchCommand.requirePossible(List.of(reached(1, true), reached(1.6, false)));
        assertThatThrownBy(() -> BenchCommand.requirePossible(List.of(reached(1.6, false), reached(1.01, true))))
                .isInstanceOf(CommandException.class)
                .hasMessage("conv on 1 thread reached 1.010 of the peak, which cannot be: measure again on a machine"
                        + " that"
                        + " does nothing else");
    }

    @Test
    void refusesTooFewRoundsAndUnknownNames() {
        Cli.Output few = Cli.in(folder).run("bench", "--rounds", "3");
        assertThat(few.code()).isEqualTo(2);
        assertThat(few.error()).contains("--rounds must be at least 20: got 3");
        Cli.Output none = Cli.in(folder).run("bench", "--only", "quux");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.error()).contains("nothing measured has quux in its name");
    }
}
