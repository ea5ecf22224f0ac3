package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.lab.recipe.RecipeSettings;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.results.ResultsRow;
import dev.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RecipesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theListHasALineForEachAndFitsATerminal() {
        List<String> lines = Cli.in(folder).run("recipes").out().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 80)
                .hasSizeLessThan(Recipes.all().size() + Zoo.all().size() + 10)
                .anyMatch(line -> line.startsWith("./fovea recipes NAME"));
        Recipes.all().forEach(recipe -> assertThat(lines)
                .filteredOn(line -> line.startsWith(recipe.id() + " "))
                .singleElement()
                .asString()
                .contains(recipe.title())
                .endsWith(Double.isNaN(recipe.published().accuracy())
                        ? recipe.title()
                        : ResultsRow.share(recipe.published().accuracy())));
        Zoo.all().forEach(one -> assertThat(lines).filteredOn(line -> line.startsWith(one.id() + " ")).hasSize(1));
    }

    @Test
    void oneByNameLeavesNothingOutAndFitsATerminal() {
        Recipes.all().forEach(recipe -> {
            String out = Cli.in(folder).run("recipes", recipe.id()).out();
            assertThat(out.lines()).filteredOn(line -> !line.contains("://")).allMatch(line -> line.length() <= 79);
            String words = out.replaceAll("\\s+", " ");
            assertThat(words).contains(
                    recipe.id() + ": " + recipe.title(), "data " + recipe.source().title(),
                    "batch " + recipe.fit().batch(),
                    recipe.published().words());
            recipe.notes().forEach(note -> assertThat(words).contains("note " + note));
            RecipeSettings all = new RecipeSettings(recipe);
            all.facts().forEach(fact -> assertThat(words).contains(fact.name() + " " + fact.words()));
            all.layers().forEach(layer -> assertThat(words).contains((layer.name() + " " + layer.words()).strip()));
        });
        assertThat(Cli.in(folder).run("recipes", "mnist-500").out())
                .contains("    length     2 epochs of 430 steps, at most 500 steps\n",
                        "    batch      128, shuffled in each epoch\n",
                        "    optimizer  Adam, beta1 0.9, beta2 0.999, epsilon 1e-8, weight decay 0\n",
                        "      Conv2D     32 maps, kernel 5×5, stride 1, padding SAME, ReLU, weights\n"
                                + "                 normal, mean 0 and deviation 1, biases normal",
                        "3,274,634 parameters", "article    3, ");
    }

    @Test
    void anArchitectureHasDetailsToo() {
        assertThat(Cli.in(folder).run("recipes", "vgg16").out()).contains("vgg16: VGG-16", "138,357,544 parameters");
    }

    @Test
    void jsonHasAllOfAllOrOfOne() {
        JsonNode all = Cli.in(folder).run("recipes", "--json").json();
        assertThat(all.path("recipes").size()).isEqualTo(Recipes.all().size());
        assertThat(all.path("architectures").size()).isEqualTo(Zoo.all().size());
        JsonNode one = Cli.in(folder).run("recipes", "cifar-edureka", "--json").json();
        assertThat(one.path("architectures").size()).isZero();
        assertThat(one.path("recipes").size()).isEqualTo(1);
        JsonNode recipe = one.path("recipes").path(0);
        assertThat(recipe.path("notes").size()).isEqualTo(Recipes.named("cifar-edureka").notes().size());
        assertThat(recipe.path("publishedAccuracy").doubleValue()).isEqualTo(.7881);
        assertThat(recipe.path("parameters").longValue()).isEqualTo(3_247_422);
        assertThat(recipe.path("optimizer").path("beta2").doubleValue()).isEqualTo(.999);
        assertThat(recipe.path("optimizer").path("schedule").path("epochs").toString()).isEqualTo("[20,40]");
        assertThat(recipe.path("layers").path("layers").size()).isEqualTo(13);
        assertThat(recipe.path("layers").path("layers").path(3).path("rate").doubleValue()).isEqualTo(.25);
        assertThat(recipe.path("settings").path("length").stringValue())
                .isEqualTo("60 epochs of 391 steps, 23,460 steps");
    }

    /// It has no line in the list, and all about it.
    @Test
    void aNetworkOnADataSetIsARecipe() {
        assertThat(Cli.in(folder).run("recipes", "lenet5-1998-on-mnist").out())
                .contains("padded to 32×32", "Pad2D", "padding 2, zero", "AdamW, beta1 0.9");
        assertThat(Cli.in(folder).run("recipes", "lenet5-1998-on-cifar-100").error()).contains("at most 10 classes");
    }

    @Test
    void anUnknownNameIsRefused() {
        Cli.Output output = Cli.in(folder).run("recipes", "mnist-dep");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.error()).contains("no recipe or architecture is named mnist-dep (did you mean mnist-deep?)");
    }
}
