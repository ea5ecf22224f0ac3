package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.lab.run.StepSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a user changes about a training that diverges.
public final class StepSizeOptions {
    @Option(
            names = "--rate-scale",
            paramLabel = "X",
            description = "Multiply the learning rate of each step by X, such as 0.1 where a training diverges.")
    private @Nullable Float rateScale;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Scale gradients down whose norm is above NORM, such as 1.")
    private @Nullable Float clip;

    /// @throws CommandException if a number is not above 0
    public StepSize chosen() {
        require("--rate-scale", rateScale);
        require("--clip", clip);
        return new StepSize(
                Objects.requireNonNullElse(rateScale, StepSize.GIVEN.rateScale()),
                Objects.requireNonNullElse(clip, StepSize.GIVEN.clip()));
    }

    private static void require(String option, @Nullable Float given) {
        if (given != null && !(given > 0 && given < Float.POSITIVE_INFINITY)) {
            throw CommandException.misused(option + " must be above 0: got " + given);
        }
    }

    /// A training goes on as it began.
    ///
    /// @throws CommandException if an option says otherwise
    public void requireSame(StepSize before) {
        StepSize now = chosen();
        if (rateScale != null && now.rateScale() != before.rateScale()) {
            throw changed("--rate-scale", before.rateScale(), now.rateScale());
        }
        if (clip != null && now.clip() != before.clip()) {
            throw changed("--clip", before.clip(), now.clip());
        }
    }

    private static CommandException changed(String option, float before, float now) {
        return CommandException.misused(option + " cannot change in mid-training: expected " + before + ", got " + now
                + "; leave it out, or train anew");
    }
}
