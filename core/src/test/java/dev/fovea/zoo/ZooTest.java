package dev.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Summary;
import dev.fovea.tensor.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// The published sizes; graphs alone are built, no weights.
class ZooTest {
    static List<Architecture> architectures() {
        return Zoo.all();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void hasThePublishedSize(Architecture architecture) {
        Summary summary = architecture.network().summary(architecture.id());
        assertThat(summary.parameters()).isEqualTo(architecture.published().parameters());
        BigDecimal published = architecture.published().multiplyAdds();
        if (published != null) {
            assertThat(BigDecimal.valueOf(summary.multiplyAdds(), 9).setScale(published.scale(), RoundingMode.HALF_UP))
                    .isEqualTo(published);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void givesOneLogitForEachClass(Architecture architecture) {
        assertThat(architecture.network().output()).isEqualTo(Shape.of(architecture.classes()));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void asJsonTextItStaysEqual(Architecture architecture) {
        RecordCodec<Layer> codec = Layers.codec();
        Layer layers = architecture.network().layers();
        assertThat(codec.read(JsonMapper.shared().readTree(codec.write(layers).toString()))).isEqualTo(layers);
    }

    @Test
    void namesAreUnique() {
        assertThat(Zoo.all()).extracting(Architecture::id).doesNotHaveDuplicates();
    }

    @Test
    void takesOtherImagesAndClasses() {
        assertThat(Zoo.named("resnet20").network(Shape.of(48, 40, 1), 5).output()).isEqualTo(Shape.of(5));
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Zoo.named("resnet21"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no architecture is named resnet21: expected one of ")
                .hasMessageContaining("resnet20, resnet32");
    }
}
