package dev.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.fovea.json.Json;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.nn.Summary;
import dev.fovea.tensor.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(codec.read(Json.read(codec.write(layers).toString()))).isEqualTo(layers);
    }

    /// The article's table: numbers of values, and weights without biases.
    @Test
    void vgg16HasTheArticlesRows() {
        List<Summary.Row> rows = Zoo.named("vgg16").network().summary("vgg16").rows().stream()
                .filter(row -> !List.of("Flatten", "Dropout").contains(row.type()))
                .toList();
        assertThat(rows).extracting(row -> row.output().size()).containsExactly(
                3_211_264L, 3_211_264L, 802_816L, 1_605_632L, 1_605_632L, 401_408L, 802_816L, 802_816L, 802_816L,
                200_704L,
                401_408L, 401_408L, 401_408L, 100_352L, 100_352L, 100_352L, 100_352L, 25_088L, 4_096L, 4_096L, 1_000L);
        assertThat(rows).allMatch(row -> row.values() == row.output().size());
        assertThat(rows).extracting(Summary.Row::weights).containsExactly(
                1_728L, 36_864L, 0L, 73_728L, 147_456L, 0L, 294_912L, 589_824L, 589_824L, 0L,
                1_179_648L, 2_359_296L, 2_359_296L, 0L, 2_359_296L, 2_359_296L, 2_359_296L, 0L,
                102_760_448L, 16_777_216L, 4_096_000L);
        assertThat(rows.stream().mapToLong(Summary.Row::weights).sum()).isEqualTo(138_344_128);
    }

    /// The paper's section II-B.
    @Test
    void lenetOf1998HasThePapersLayers() {
        Summary summary = Zoo.named("lenet5-1998").network().summary("lenet5-1998");
        assertThat(summary.rows().stream().filter(row -> row.parameters() > 0))
                .extracting(Summary.Row::name, Summary.Row::parameters)
                .containsExactly(
                        tuple("c1", 156L), tuple("s2", 12L), tuple("c3", 1_516L), tuple("s4", 32L),
                        tuple("c5", 48_120L),
                        tuple("f6", 10_164L));
        // 10·10 positions of 5·5 weights for 6 channels and 16 filters; 60 of these 96 pairs are connected (table I).
        assertThat(summary.rows()).filteredOn(row -> row.name().equals("c3"))
                .extracting(Summary.Row::multiplyAdds).containsExactly(240_000L);
    }

    @Test
    void eachDigitHasItsOwnCode() {
        assertThat(DigitCodes.codes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(DigitCodes.codes()).allMatch(code -> code.length() == 84 && code.matches("[+-]+"));
    }

    /// Training has the losses of three classifiers; prediction computes one.
    @Test
    void googlenetHasAuxiliaryClassifiersInTrainingOnly() {
        Network with = Zoo.named("googlenet-aux").network();
        Network without = Zoo.named("googlenet").network();
        assertThat(with.inference().multiplyAdds()).isEqualTo(without.inference().multiplyAdds());
        assertThat(with.training(Loss.crossEntropy(), _ -> true).multiplyAdds())
                .isGreaterThan(without.training(Loss.crossEntropy(), _ -> true).multiplyAdds());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Zoo.named("lenet5-1998").layers(Shape.of(28, 28, 1), 10))
                .hasMessage("lenet5-1998 takes images of 32×32×1 and at most 10 classes, for which it has codes: got"
                        + " 28×28×1 and 10; lenet5 takes others");
        assertThatThrownBy(() -> Zoo.named("vgg16").layers(Shape.of(16, 16, 3), 10))
                .hasMessageStartingWith("vgg16 cannot take images of 16×16×3 (published: 224×224×3): ");
        assertThatThrownBy(() -> Zoo.named("vgg16").layers(Shape.of(224), 10))
                .hasMessage("vgg16 takes images of height × width × channels and at least 1 class: got 224 and 10");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void itsTablesFitAPage(Architecture architecture) {
        Summary summary = architecture.network().summary(architecture.id());
        assertThat(summary.toString().lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(100);
        assertThat(summary.memory().lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(100);
    }

    @Test
    void titlesFitTheirList() {
        assertThat(Zoo.all()).allMatch(architecture -> architecture.title().length() <= 60);
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
