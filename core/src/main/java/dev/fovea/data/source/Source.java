package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.data.TrainTestSplit;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A published data set: its name, how to load it from a data folder, and where its files are.
///
/// @param name as commands take it
/// @param title as people write it
/// @param loader reads the set from a data folder
/// @param downloads its files at their official addresses; none for a set that is built in
/// @param lightOnDark whether its pictures show light strokes on dark: ink on paper must be inverted for what learned
/// them
public record Source(
        String name, String title, Function<Path, TrainTestSplit> loader, List<Download> downloads,
        boolean lightOnDark) {
    /// Of pictures as a camera takes them.
    public Source(String name, String title, Function<Path, TrainTestSplit> loader, List<Download> downloads) {
        this(name, title, loader, downloads, false);
    }

    public Source {
        downloads = List.copyOf(downloads);
    }

    /// Every data set, in the order in which lists show them.
    public static List<Source> all() {
        return List.of(Digits.SOURCE, Mnist.SOURCE, FashionMnist.SOURCE, Cifar10.SOURCE, Cifar100.SOURCE);
    }

    /// The data set of a name.
    ///
    /// @throws DataException if there is none
    public static Source named(String name) {
        return all().stream()
                .filter(source -> source.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException("no data set '" + name + "': expected one of "
                        + all().stream().map(Source::name).collect(Collectors.joining(", "))));
    }

    /// Whether the set needs no files.
    public boolean builtIn() {
        return downloads.isEmpty();
    }

    /// Reads the set from a data folder.
    ///
    /// @throws DataException one line, if a file is missing or damaged
    public TrainTestSplit load(Path dataFolder) {
        return loader.apply(dataFolder);
    }

    /// Fetches the files that are not there yet.
    ///
    /// @throws DataException one line: why it failed, and where to put which file by hand
    public void download(Path dataFolder, Download.Progress progress) {
        downloads.forEach(download -> download.fetch(dataFolder, progress));
    }

    @Override
    public String toString() {
        return name;
    }
}
