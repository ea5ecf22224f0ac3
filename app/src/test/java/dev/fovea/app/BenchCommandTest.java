package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
            assertThat(Cli.fields(kernel)).containsExactly("name", "threads", "gflops", "ofPeak");
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
