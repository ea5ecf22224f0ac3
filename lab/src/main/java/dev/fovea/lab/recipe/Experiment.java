package dev.fovea.lab.recipe;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// A row of the articles' results: the trainings that make it, and with which seeds they are repeated.
///
/// @param seeds 1, 2, 3 and no others; 1 alone where a training takes over half an hour
/// @param compared numbers of training images that methods without a network are given for comparison; mostly none
public record Experiment(String id, List<Recipe> recipes, List<Long> seeds, List<Integer> compared) {
    public Experiment {
        recipes = List.copyOf(recipes);
        seeds = List.copyOf(seeds);
        compared = List.copyOf(compared);
    }

    /// A recipe by itself, or with those that it is compared with.
    static Experiment of(String id, String... others) {
        List<Recipe> recipes = Stream.concat(Stream.of(id), List.of(others).stream())
                .map(Recipes::named)
                .toList();
        return new Experiment(id, recipes, List.of(1L, 2L, 3L), List.of());
    }

    /// Those of its recipes that are named, without what they are compared with.
    Experiment only(Collection<String> ids) {
        return new Experiment(
                id, recipes.stream().filter(recipe -> ids.contains(recipe.id())).toList(), seeds, List.of());
    }

    /// With seed 1 alone.
    Experiment once() {
        return new Experiment(id, recipes, List.of(1L), compared);
    }
}
