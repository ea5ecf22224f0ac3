package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Images;
import dev.fovea.explain.example.PictureNumbers;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows the numbers of a picture.
@Command(
        name = "image",
        description = "How a computer reads a picture: its planes and their numbers.",
        sortOptions = false)
final class ShowImageCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "A picture: JPEG, PNG, WebP, GIF, BMP, TIFF or PPM; a built-in X if none is named.")
    private @Nullable Path file;

    @Mixin
    private ShowOptions options;

    ShowImageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Backend backend = Backends.open(1)) {
            return options.show(
                    console,
                    file == null
                            ? PictureNumbers.builtIn(backend)
                            : PictureNumbers.of(file.toString(), Images.read(console.path(file)), backend), backend);
        }
    }
}
