package dev.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
    private static final List<ParameterRange> RANGES = List.of(
            new ParameterRange("conv2d.filters", 0, 75), new ParameterRange("conv2d.bias", 80, 83),
            new ParameterRange("dense.weights", 96, 196), new ParameterRange("dense.bias", 208, 218));

    private static List<Group> resolve(ParameterGroup... groups) {
        return ParameterGroup.resolve(List.of(groups), RANGES, 0.01f);
    }

    @Test
    void withoutGroupsAllAreTrainedAlike() {
        assertThat(resolve()).hasSize(4).allSatisfy(group -> {
            assertThat(group.trainable()).isTrue();
            assertThat(group.rateScale()).isEqualTo(1);
            assertThat(group.weightDecay()).isEqualTo(0.01f);
        });
    }

    @Test
    void theFirstMatchDecides() {
        List<Group> groups = resolve(
                ParameterGroup.of("conv2d*").frozen(), ParameterGroup.of("*.bias").weightDecay(0).rateScale(2));
        assertThat(groups).containsExactly(
                new Group("conv2d.filters", 0, 75, 1, 0.01f, false),
                new Group("conv2d.bias", 80, 83, 1, 0.01f, false),
                new Group("dense.weights", 96, 196, 1, 0.01f, true),
                new Group("dense.bias", 208, 218, 2, 0, true));
    }

    @Test
    void aPatternIsNoRegularExpression() {
        assertThat(ParameterGroup.of("conv2d.bias").matches("conv2dxbias")).isFalse();
        assertThat(ParameterGroup.of("*").matches("conv2d.bias")).isTrue();
        assertThat(ParameterGroup.of("*v2d*s").matches("conv2d.filters")).isTrue();
        assertThat(ParameterGroup.of("conv2d").matches("conv2d.bias")).isFalse();
    }

    @Test
    void aPatternThatMatchesNothingNamesTheParameters() {
        assertThatThrownBy(() -> resolve(ParameterGroup.of("conv3*")))
                .hasMessage("parameter group \"conv3*\" matches no parameter; there are "
                        + "conv2d.filters, conv2d.bias, dense.weights, dense.bias");
        List<ParameterRange> many =
                IntStream.range(0, 15).mapToObj(i -> new ParameterRange("p" + i, i, i + 1)).toList();
        assertThatThrownBy(() -> ParameterGroup.resolve(List.of(ParameterGroup.of("q")), many, 0))
                .hasMessageEndingWith("p11 and 3 more");
    }

    @Test
    void aGroupBehindOthersThatTakeItsParametersIsAnError() {
        assertThatThrownBy(() -> resolve(ParameterGroup.of("*"), ParameterGroup.of("*.bias").frozen()))
                .hasMessageContaining("\"*.bias\" changes nothing: groups before it");
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> ParameterGroup.of(" ")).hasMessageContaining("needs a pattern");
        assertThatThrownBy(() -> ParameterGroup.of("a").rateScale(-1)).hasMessageContaining("rateScale");
        assertThatThrownBy(() -> ParameterGroup.of("a").weightDecay(-1)).hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new ParameterRange("a", 3, 2)).hasMessageContaining("from ≤ to");
    }
}
