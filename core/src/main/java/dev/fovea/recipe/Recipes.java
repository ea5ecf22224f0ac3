package dev.fovea.recipe;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The registry of recipes: one line each.
public final class Recipes {
    private static final List<Recipe> ALL = Stream.concat(
                    Stream.of(
                            DigitsRecipe.recipe(),
                            DigitsBatchNorm.recipe(),
                            DigitsBatchNorm.heldOut(),
                            MnistConvolutions.short500(),
                            MnistConvolutions.deep(),
                            MnistMlp.recipe(),
                            MnistLenet.adam(),
                            MnistLenet.adamPlain(),
                            MnistLenet.sgd(),
                            CifarLenet.tensorflow(),
                            CifarLenet.keras(),
                            CifarEdureka.recipe(),
                            CifarEdureka.plain(),
                            CifarEdureka.best(),
                            CifarAlex.recipe(),
                            CifarAlex.plain(),
                            CifarAlex.longer(),
                            CifarAlex.augmented(),
                            CifarAlex.undistorted(),
                            CifarResnet20.recipe()),
                    DataSize.recipes().stream())
            .toList();

    private Recipes() {}

    public static List<Recipe> all() {
        return ALL;
    }

    /// @throws IllegalArgumentException if there is no recipe of that name
    public static Recipe named(String id) {
        return ALL.stream()
                .filter(recipe -> recipe.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recipe is named " + id + ": expected one of "
                        + ALL.stream().map(Recipe::id).collect(Collectors.joining(", "))));
    }
}
