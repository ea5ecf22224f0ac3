package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.recipe.Recipes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theListFitsATerminalAndLeavesNothingOut() {
        String out = Cli.in(folder).run("recipes").out();
        assertThat(out.lines()).allMatch(line -> line.length() <= 80);
        String words = out.replaceAll("\\s+", " ");
        Recipes.all().forEach(recipe -> {
            assertThat(words).contains(recipe.id() + ": " + recipe.title());
            recipe.notes().forEach(note -> assertThat(words).contains("note " + note));
        });
    }
}
