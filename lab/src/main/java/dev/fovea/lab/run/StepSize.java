package dev.fovea.lab.run;

import dev.fovea.optim.Clip;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.train.Fit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a user changes about a training that diverges.
///
/// @param rateScale multiplies the learning rate of each step
/// @param clip bounds the gradients' norm; 0 for what the recipe says
public record StepSize(float rateScale, float clip) {
    /// As the recipe says.
    public static final StepSize GIVEN = new StepSize(1, 0);

    private static final String RATE_SCALE = "rateScale";
    private static final String CLIP = "clip";

    public StepSize {
        if (!(rateScale > 0 && rateScale < Float.POSITIVE_INFINITY && clip >= 0 && clip < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "expected a rate scale above 0 and a clip from 0: got " + rateScale + " and " + clip);
        }
    }

    /// Both in a line for people; empty where all is as the recipe says.
    public String words() {
        return Stream.of(
                        rateScale == 1 ? "" : "learning rate × " + rateScale + " (logs show it without)",
                        clip == 0 ? "" : "gradients clipped to a norm of " + clip)
                .filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }

    public Fit apply(Fit fit) {
        Fit scaled = rateScale == 1 ? fit : fit.groups(groups(fit.groups()).toArray(ParameterGroup[]::new));
        return clip == 0 ? scaled : scaled.clip(Clip.norm(clip));
    }

    /// The recipe's groups, and one of all other parameters.
    private Stream<ParameterGroup> groups(List<ParameterGroup> groups) {
        ParameterGroup all = ParameterGroup.of("*");
        boolean covered = groups.stream().anyMatch(group -> group.pattern().equals(all.pattern()));
        return Stream.concat(groups.stream(), covered ? Stream.empty() : Stream.of(all))
                .map(group -> group.rateScale(group.rateScale() * rateScale));
    }

    /// Adds what is not as the recipe says.
    void write(ObjectNode json) {
        if (rateScale != 1) {
            json.put(RATE_SCALE, rateScale);
        }
        if (clip != 0) {
            json.put(CLIP, clip);
        }
    }

    /// What is changed about the recipe, in a word each; empty for nothing.
    public String changes() {
        return Stream.of(rateScale == 1 ? "" : "rate scale " + rateScale, clip == 0 ? "" : "clip " + clip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// @throws IllegalArgumentException if it is not what [#write] adds
    static StepSize read(JsonNode json) {
        JsonNode rateScale = json.path(RATE_SCALE);
        JsonNode clip = json.path(CLIP);
        if (!(rateScale.isMissingNode() || rateScale.isNumber()) || !(clip.isMissingNode() || clip.isNumber())) {
            throw new IllegalArgumentException(
                    "expected numbers as " + RATE_SCALE + " and " + CLIP + ": got " + rateScale + " and " + clip);
        }
        return new StepSize(
                rateScale.isNumber() ? rateScale.floatValue() : GIVEN.rateScale,
                clip.isNumber() ? clip.floatValue() : GIVEN.clip);
    }
}
