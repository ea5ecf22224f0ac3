package dev.fovea.lab.run;

import dev.fovea.data.source.ImageFolder;
import dev.fovea.text.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run that cannot be begun, read, measured or gone on with. The message is one line: what was expected, and what was
/// received, and what to do where that is the same for everybody. What depends on who asks, someone at a command line
/// or at a page, they know by the [#problem].
public final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong.
    public enum Problem {
        /// The folder holds a run already.
        TAKEN,
        /// Another process writes into the folder.
        BUSY,
        /// The folder cannot be made or written into.
        FOLDER,
        /// The folder cannot be locked or listed.
        CLOSED,
        /// A file cannot be written.
        UNWRITTEN,
        /// The disk is too full.
        SPACE,
        /// No run lies there.
        MISSING,
        /// What a file of the run says makes no sense to this version.
        FILE,
        /// The pictures of the run do not lie where they lay.
        PICTURES_GONE,
        /// The same of its test pictures.
        TEST_PICTURES_GONE,
        /// Other pictures lie there.
        OTHER_PICTURES,
        /// Pictures cannot be read: [#broken] lists them.
        BROKEN_PICTURES,
        /// The run has no test pictures of its own.
        NO_TEST_PICTURES,
        /// The network cannot take pictures of this size.
        SIZE,
        /// No such augmentation.
        AUGMENTATION,
        /// Augmentations that change the size of pictures.
        AUGMENTATION_RESIZES,
        /// An augmentation that makes the same of every picture.
        AUGMENTATION_IS_FIXED
    }

    private final Problem problem;
    private final transient List<ImageFolder.Broken> broken;

    public RunException(Problem problem, String message) {
        this(problem, message, List.of(), null);
    }

    public RunException(Problem problem, String message, @Nullable Throwable cause) {
        this(problem, message, List.of(), cause);
    }

    private RunException(
            Problem problem, String message, List<ImageFolder.Broken> broken, @Nullable Throwable cause) {
        super(Printable.message(message), cause);
        this.problem = problem;
        this.broken = List.copyOf(broken);
    }

    static RunException broken(String message, List<ImageFolder.Broken> broken) {
        return new RunException(Problem.BROKEN_PICTURES, message, broken, null);
    }

    public Problem problem() {
        return problem;
    }

    /// The pictures that cannot be read.
    public List<ImageFolder.Broken> broken() {
        return broken;
    }
}
