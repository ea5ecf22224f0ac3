package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SummaryCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheLayersOfTheCifarNetwork() {
        JsonNode json = Cli.in(folder).run("summary", "cifar-lenet-keras", "--json").json();
        assertThat(Cli.fields(json))
                .contains("name", "input", "layers", "parameters", "multiplyAdds", "trainingBytes")
                .doesNotContain("plan");
        List<Long> parameters = StreamSupport.stream(json.path("layers").spliterator(), false)
                .map(layer -> layer.path("parameters").longValue())
                .filter(count -> count > 0)
                .toList();
        assertThat(parameters).containsExactly(1_568L, 32_832L, 4_195_328L, 10_250L);
        assertThat(json.path("parameters").longValue()).isEqualTo(4_239_978);
        assertThat(Cli.fields(json.path("layers").path(0)))
                .containsExactly("name", "type", "output", "parameters", "multiplyAdds");
    }

    @Test
    void aLargerBatchTakesMoreMemory() {
        Cli cli = Cli.in(folder);
        long small = cli.run("summary", "digits", "--batch", "8", "--json").json().path("trainingBytes").longValue();
        long large = cli.run("summary", "digits", "--batch", "64", "--json").json().path("trainingBytes").longValue();
        assertThat(large).isGreaterThan(small);
    }

    @Test
    void thePlanAddsUp() {
        JsonNode plan = Cli.in(folder).run("summary", "digits", "--plan", "--json").json().path("plan");
        long sum = StreamSupport.stream(plan.path("buffers").spliterator(), false)
                .mapToLong(buffer -> buffer.path("bytes").longValue())
                .sum();
        assertThat(plan.path("bufferBytes").longValue()).isEqualTo(sum);
        assertThat(plan.path("arenaShare").doubleValue())
                .isEqualTo(plan.path("arenaBytes").doubleValue() / sum)
                .isLessThan(1);
    }

    @Test
    void peopleGetATable() {
        Cli.Output output = Cli.in(folder).run("summary", "digits", "--plan");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains("conv2d (Conv2D)", "Training at batch 32: ", "sum of the buffers");
    }
}
