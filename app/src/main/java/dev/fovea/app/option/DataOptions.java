package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Download;
import dev.fovea.data.source.Source;
import dev.fovea.lab.run.OwnImages;
import dev.fovea.text.Figures;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where data sets lie.
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the data sets; else that of the run, the variable FOVEA_DATA, or ~/.fovea/data.")
    public @Nullable Path data;

    @Option(names = "--download", description = "Fetch the data set's files from their official address first.")
    public boolean download;

    public boolean given() {
        return data != null || download;
    }

    /// Reads a data set, fetching it first where asked.
    ///
    /// @param before the folder that the run was started with, if one was named
    public TrainTestSplit load(Source source, Console console, PrintStream people, @Nullable Path before) {
        if (source.name().equals(OwnImages.ID) && given()) {
            throw CommandException.misused("the run says where its pictures lie: got "
                    + (download ? "--download" : "--data") + "; leave it out");
        }
        if (source.builtIn() && given()) {
            throw CommandException.misused("the " + source.title() + " are built in and read no files: got "
                    + (download ? "--download" : "--data") + "; leave it out");
        }
        Path folder = folder(console, before);
        if (download) {
            source.download(folder, progress(people));
        }
        return source.load(folder);
    }

    /// The folder that was named, now or when the run was started; null if neither.
    public @Nullable Path named(Console console, @Nullable Path before) {
        return data == null ? before : console.path(data).toAbsolutePath().normalize();
    }

    private Path folder(Console console, @Nullable Path before) {
        if (data != null) {
            return console.path(data);
        }
        if (before != null) {
            return before;
        }
        String variable = console.environment().getOrDefault("FOVEA_DATA", "");
        return variable.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".fovea", "data")
                : console.path(Path.of(variable));
    }

    /// A line at the start and at each tenth of a file.
    private static Download.Progress progress(PrintStream people) {
        return new Download.Progress() {
            private String file = "";
            private long tenth;

            @Override
            public void received(String name, long bytes, long total) {
                long now = total <= 0 ? bytes >> 24 : 10 * bytes / total;
                if (!name.equals(file) || now > tenth) {
                    String share = total <= 0 ? "" : " of " + Figures.megabytes(total);
                    people.println("Downloading " + name + ": " + Figures.megabytes(bytes) + share);
                }
                file = name;
                tenth = now;
            }
        };
    }
}
