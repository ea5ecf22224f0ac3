package dev.fovea.lab.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentsTest {
    private static List<List<String>> recipes(String... ids) {
        return Experiments.named(List.of(ids)).stream()
                .map(experiment -> experiment.recipes().stream().map(Recipe::id).toList())
                .toList();
    }

    @Test
    void anExperimentIsAllItsRecipesAndARecipeItselfAlone() {
        assertThat(recipes("digits-bn")).containsExactly(List.of("digits-bn", "digits-bn-held-out"));
        assertThat(recipes("digits-bn-held-out")).containsExactly(List.of("digits-bn-held-out"));
        assertThat(recipes("digits-bn-held-out", "digits-bn", "cifar-alex-plain"))
                .containsExactly(List.of("digits-bn", "digits-bn-held-out"), List.of("cifar-alex-plain"));
        assertThat(recipes("data-size").getFirst()).hasSize(24);
        assertThat(recipes("data-size-large-100", "data-size-small-100"))
                .containsExactly(List.of("data-size-small-100", "data-size-large-100"));
        assertThat(recipes()).isEmpty();
    }

    @Test
    void partsOfAnExperimentKeepItsSeedsWithoutTheComparison() {
        Experiment part = Experiments.named(List.of("data-size-small-100")).getFirst();
        assertThat(part.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(part.compared()).isEmpty();
        assertThat(Experiments.named(List.of("cifar-edureka-plain")).getFirst().seeds()).containsExactly(1L);
    }

    @Test
    void everyNameStandsOnce() {
        assertThat(Experiments.ids()).doesNotHaveDuplicates()
                .contains("digits-bn", "digits-bn-held-out", "data-size", "data-size-large-60000")
                .doesNotContain("cifar-edureka-best");
    }
}
