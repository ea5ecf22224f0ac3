package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.recipe.Recipe;
import dev.fovea.recipe.Recipes;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static List<Long> parameters(Summary summary) {
        return summary.rows().stream().map(Summary.Row::parameters).filter(count -> count > 0).toList();
    }

    /// The article's printed table.
    @Test
    void theCifarNetworkHasThePublishedParameters() {
        Recipe recipe = Recipes.named("cifar-lenet-keras");
        Summary summary = recipe.network().summary(recipe.id());
        assertThat(parameters(summary)).containsExactly(1_568L, 32_832L, 4_195_328L, 10_250L);
        assertThat(summary.parameters()).isEqualTo(4_239_978);
        // 32·32·(4·4·3)·32 + 16·16·(4·4·32)·64 + 4096·1024 + 1024·10
        assertThat(summary.multiplyAdds()).isEqualTo(1_572_864L + 8_388_608 + 4_194_304 + 10_240);
        assertThat(summary.toString())
                .contains("1,568").contains("32,832").contains("4,195,328").contains("10,250").contains("4,239,978");
    }

    @Test
    void theMnistNetworkHasThePublishedParameters() {
        Recipe recipe = Recipes.named("mnist-lenet-adam");
        Summary summary = recipe.network().summary(recipe.id());
        assertThat(parameters(summary)).containsExactly(544L, 32_832L, 3_212_288L, 10_250L);
        assertThat(summary.parameters()).isEqualTo(3_255_914);
    }

    @Test
    void printsATableAsKerasDoes() {
        Network network = new Network(Shape.of(8, 8, 1), Sequential.of(
                Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Dropout.of(0.5), Flatten.of(), Dense.of(10)));
        assertThat(network.summary("small").toString().lines()).containsExactly(
                "Model: small, input (8, 8, 1)",
                "─".repeat(63),
                "Layer (type)            Output shape  Parameters  Multiply-adds",
                "═".repeat(63),
                "conv2d (Conv2D)         (8, 8, 8)             80          4,608",
                "max_pool2d (MaxPool2D)  (4, 4, 8)              0              0",
                "dropout (Dropout)       (4, 4, 8)              0              0",
                "flatten (Flatten)       (128)                  0              0",
                "dense (Dense)           (10)               1,290          1,280",
                "═".repeat(63),
                "Total parameters: 1,370",
                "Multiply-adds for one sample: 5,888");
    }
}
