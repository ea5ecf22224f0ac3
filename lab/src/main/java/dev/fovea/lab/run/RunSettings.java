package dev.fovea.lab.run;

import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Fit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a run was started with: enough to start it again.
///
/// @param recipe its id
/// @param steps 0 for all steps of the epochs
/// @param data the folder of the data sets, absolute; null if none was named
/// @param images the pictures that it trains on; null for a recipe
/// @param tensorBoard the folder of the files for TensorBoard, absolute; null if none are written
/// @param stepSize what is not as the recipe says
public record RunSettings(
        String recipe, long seed, int epochs, long steps, int batch, @Nullable Path data, @Nullable OwnImages images,
        @Nullable Path tensorBoard, StepSize stepSize) {
    /// Images in a step: more than any data set here holds.
    public static final int MOST_BATCH = 1_000_000;

    private static final int VERSION = 1;

    /// All that a run's settings may say.
    private static final Set<String> NAMES = Set.of(
            "version", "recipe", "seed", "epochs", "steps", "batch", "rateScale", "clip", "data", "tensorboard",
            "images", "id", "builds", "kernels");

    public static RunSettings of(
            Recipe recipe, Fit fit, @Nullable Path data, @Nullable OwnImages images, @Nullable Path tensorBoard,
            StepSize stepSize) {
        return new RunSettings(
                recipe.id(), fit.seed().value(), fit.epochs(), fit.steps(), fit.batch(), data, images, tensorBoard,
                stepSize);
    }

    /// A recipe's training with these settings.
    public Fit fit(Recipe recipe) {
        return stepSize.apply(recipe.fit().withEpochs(epochs).steps(steps).batch(batch).seed(Seed.of(seed)));
    }

    /// The same with the pictures where they lie now.
    public RunSettings with(@Nullable OwnImages found) {
        return new RunSettings(recipe, seed, epochs, steps, batch, data, found, tensorBoard, stepSize);
    }

    /// The recipe, or the training on pictures as one, of which nothing is said to people.
    public Recipe known() {
        return known(_ -> {});
    }

    /// @param say tells people which pictures are read and left out
    public Recipe known(Consumer<String> say) {
        return images == null ? Recipes.named(recipe) : images.recipe(seed, say);
    }

    /// The same to measure with: its training pictures are read only where some of them were held out.
    public Recipe measuring(Consumer<String> say) {
        return images == null ? Recipes.named(recipe) : images.measuring(seed, say);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodes.object()
                .put("version", VERSION)
                .put("recipe", recipe)
                .put("seed", seed)
                .put("epochs", epochs)
                .put("steps", steps)
                .put("batch", batch);
        stepSize.write(json);
        if (data != null) {
            json.put("data", data.toString());
        }
        if (tensorBoard != null) {
            json.put("tensorboard", tensorBoard.toString());
        }
        if (images != null) {
            json.set("images", OwnImagesJson.write(images));
        }
        return json;
    }

    /// What only a newer version knows how to read; null for nothing.
    static @Nullable String newer(JsonNode json) {
        JsonNode version = json.path("version");
        if (version.isIntegralNumber() && version.asDouble(0) > VERSION) {
            return "version " + version;
        }
        String name = JsonNodes.unknown(json, NAMES);
        String ofImages = JsonNodes.unknown(json.path("images"), OwnImagesJson.NAMES);
        return name != null ? "setting " + name : ofImages != null ? "setting " + ofImages + " of images" : null;
    }

    /// @throws IllegalArgumentException if it is not what [#json] writes
    static RunSettings read(JsonNode json) {
        if (json.path("version").asInt(0) != VERSION || !json.path("recipe").isString()) {
            throw new IllegalArgumentException("expected the settings of a run, version " + VERSION);
        }
        String recipe = json.path("recipe").stringValue();
        boolean own = recipe.equals(OwnImages.ID);
        if (!own && !Recipes.has(recipe)) {
            throw new IllegalArgumentException("no recipe is named " + recipe);
        }
        if (own != json.has("images")) {
            throw new IllegalArgumentException("expected images where the recipe is " + OwnImages.ID + ", and only"
                    + " there: got the recipe " + recipe + (own ? " without" : " with") + " them");
        }
        JsonNode id = json.path("id");
        if (!id.isMissingNode() && !id.isString()) {
            throw new IllegalArgumentException("expected a text as id: got " + id);
        }
        requireTexts(json, "builds");
        requireTexts(json, "kernels");
        return new RunSettings(
                recipe, whole(json, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
                Math.toIntExact(whole(json, "epochs", 1, Integer.MAX_VALUE)), whole(json, "steps", 0, Long.MAX_VALUE),
                Math.toIntExact(whole(json, "batch", 1, MOST_BATCH)), path(json, "data"),
                own ? OwnImagesJson.read(json.path("images")) : null, path(json, "tensorboard"), StepSize.read(json));
    }

    private static void requireTexts(JsonNode json, String name) {
        JsonNode list = json.path(name);
        if (!list.isMissingNode() && !(list.isArray() && list.valueStream().allMatch(JsonNode::isString))) {
            throw new IllegalArgumentException("expected a list of texts as " + name + ": got " + list);
        }
    }

    private static @Nullable Path path(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isMissingNode() ? null : JsonNodes.path(value, name);
    }

    private static long whole(JsonNode json, String name, long least, long most) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
                || value.longValue() > most) {
            throw new IllegalArgumentException("expected a whole number as " + name + ": got " + value);
        }
        return value.longValue();
    }
}
