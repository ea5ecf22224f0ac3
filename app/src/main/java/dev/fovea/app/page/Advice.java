package dev.fovea.app.page;

import dev.fovea.app.console.CommandException;
import dev.fovea.lab.run.RunException;
import dev.fovea.lab.run.RunException.Problem;

/// What to type about a run that cannot be begun, read or gone on with.
public final class Advice {
    private Advice() {}

    /// The same with what to do, in words of the command line.
    public static CommandException of(RunException thrown) {
        String line = thrown.getMessage() + advice(thrown.problem());
        if (!thrown.broken().isEmpty()) {
            return CommandException.broken(line, thrown.broken());
        }
        return isMisuse(thrown.problem()) ? CommandException.misused(line) : CommandException.failed(line);
    }

    private static String advice(Problem problem) {
        return switch (problem) {
            case TAKEN -> ": add --resume to go on with it, or choose another --out";
            case FOLDER -> "; choose another --out";
            case SPACE -> "; make space or choose another --out";
            case MISSING -> "; name a folder that train wrote";
            case PICTURES_GONE -> ": add --images DIR, where they lie now";
            case TEST_PICTURES_GONE -> ": add --test DIR, where they lie now";
            case BROKEN_PICTURES -> "; mend or delete them, or add --skip-broken";
            case NO_TEST_PICTURES -> "; leave it out";
            case SIZE -> "; choose another --size or --model";
            case AUGMENTATION_RESIZES -> "; --size and --fit are done to all pictures";
            case AUGMENTATION_IS_FIXED ->
                "; leave it out or give it a range; --size and --fit are done to all pictures";
            case BUSY, CLOSED, UNWRITTEN, FILE, OTHER_PICTURES, AUGMENTATION -> "";
        };
    }

    private static boolean isMisuse(Problem problem) {
        return switch (problem) {
            case NO_TEST_PICTURES, SIZE, AUGMENTATION, AUGMENTATION_RESIZES, AUGMENTATION_IS_FIXED -> true;
            case TAKEN, BUSY, FOLDER, CLOSED, UNWRITTEN, SPACE, MISSING, FILE, PICTURES_GONE, TEST_PICTURES_GONE,
                    OTHER_PICTURES, BROKEN_PICTURES -> false;
        };
    }
}
