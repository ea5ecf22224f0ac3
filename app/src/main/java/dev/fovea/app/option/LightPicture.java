package dev.fovea.app.option;

import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Printable;
import java.nio.file.Path;
import java.util.Optional;

/// Ink on paper shown to a model that has only seen light strokes on dark.
public final class LightPicture {
    private static final double MIDDLE = .5;

    private LightPicture() {}

    /// What to tell of a picture that looks the wrong way round.
    ///
    /// @param file of the model
    /// @param image its name
    /// @param picture as the model takes it, not inverted
    public static Optional<String> hint(Model model, Path file, Path image, Tensor picture) {
        return mean(picture) > MIDDLE && learnedLightOnDark(model, file)
                ? Optional.of(Printable.line(image.toString())
                        + ": mostly light picture; this model learned light strokes on dark: try --invert")
                : Optional.empty();
    }

    /// Whether it is a grey model of one of the data sets that show light on dark.
    private static boolean learnedLightOnDark(Model model, Path file) {
        if (!model.subject().preprocessing().grey()) {
            return false;
        }
        RunSettings settings = Subjects.settings(file);
        String id = settings == null ? model.subject().name() : settings.recipe();
        return Recipes.has(id) && Recipes.named(id).source().lightOnDark();
    }

    private static double mean(Tensor picture) {
        double sum = 0;
        for (float value : picture.values()) {
            sum += value;
        }
        return sum / picture.values().length;
    }
}
