package dev.fovea.lab.run;

import dev.fovea.io.FileProblem;
import dev.fovea.lab.run.RunException.Problem;
import dev.fovea.text.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one training: its settings, its checkpoints, the finished model, a log of the epochs.
public record RunFolder(Path path) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    /// The folder of the runs that were given none, in that of the command.
    public static final Path RUNS = Path.of("runs");

    private static final String UNKNOWN = "unknown";
    private static final String KERNELS = "kernels";

    /// The settings, as JSON.
    public Path settingsFile() {
        return path.resolve("run.json");
    }

    /// Where the training stands: the model with the optimizer's numbers.
    public Path last() {
        return path.resolve("last.safetensors");
    }

    /// The epoch with the highest accuracy.
    Path best() {
        return path.resolve("best.safetensors");
    }

    /// The trained model alone.
    public Path model() {
        return path.resolve("model.safetensors");
    }

    public Path log() {
        return path.resolve("epochs.csv");
    }

    /// What the finished run came to, as JSON.
    public Path resultFile() {
        return path.resolve("result.json");
    }

    /// One image of the test set.
    public Path example() {
        return path.resolve("example.png");
    }

    /// A folder for a new run below the folder of all: `<recipe>-<time>`, which [#claimed] makes.
    public static RunFolder fresh(Path runs, String recipe) {
        return new RunFolder(runs.resolve(recipe + "-" + LocalDateTime.now().format(TIME)));
    }

    /// A new folder of this name, or of this name with the next number that is free: made in one step, so that no two
    /// runs that begin at once take the same.
    public RunFolder claimed() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            for (int i = 1;; i++) {
                Path numbered = i == 1 ? path : path.resolveSibling(path.getFileName() + "-" + i);
                try {
                    return new RunFolder(Files.createDirectory(numbered));
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw new RunException(Problem.FOLDER, "cannot make " + this + ": " + FileProblem.reason(e), e);
        }
    }

    /// Gives a claimed folder back that nothing was written into.
    public void releaseIfEmpty() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException used) {
            return;
        }
    }

    /// Fails where the folder holds a run.
    public void requireNone() {
        if (Files.exists(settingsFile())) {
            throw new RunException(Problem.TAKEN, "there is a run in " + this + " already");
        }
    }

    /// Takes the folder for one training; makes it if need be.
    public void lock(FolderLock lock) {
        lock.take(
                path, this + " is being trained by another process: wait until that ends, or train in another folder");
    }

    /// The newest run in the folder of all that holds a model.
    public static Optional<RunFolder> newest(Path runs) {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            List<RunFolder> usable = folders.map(RunFolder::new)
                    .filter(folder -> folder.usable().isPresent())
                    .toList();
            return usable.stream().max(Comparator.comparing(folder -> folder.usable().map(RunFolder::time).orElse(0L)));
        } catch (IOException e) {
            throw new RunException(
                    Problem.CLOSED, "cannot list " + runs + ": " + FileProblem.reason(e) + "; name the run", e);
        }
    }

    /// The finished model, or else where the training stands.
    public Optional<Path> usable() {
        return Stream.of(model(), last()).filter(Files::isRegularFile).findFirst();
    }

    private static long time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return 0;
        }
    }

    /// Fails, before anything costs time, where the folder could not be made or written to.
    public void requireWritable() {
        Path existing = existing();
        if (!Files.isDirectory(existing)) {
            throw new RunException(Problem.FOLDER, existing + " is a file: expected a folder for the run");
        }
        if (!Files.isWritable(existing)) {
            throw new RunException(Problem.FOLDER, "no permission to write into " + existing);
        }
    }

    /// The folder itself, or the nearest one above it that there is.
    private Path existing() {
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /// Fails where the disk has less space than the files will take.
    public void requireSpace(long bytes) {
        try {
            long free = Files.getFileStore(existing()).getUsableSpace();
            if (free < bytes) {
                throw new RunException(
                        Problem.SPACE, "the checkpoints need " + Figures.megabytes(bytes) + " in " + path + ": "
                        + Figures.megabytes(free) + " are free");
            }
        } catch (IOException e) {
            throw new RunException(Problem.FOLDER, "cannot write into " + path + ": " + FileProblem.reason(e), e);
        }
    }

    /// Makes the folder and writes the settings, as a whole or not at all. The kernels that train from here on are
    /// noted once what they did is saved, see [#trainedBy].
    ///
    /// @param saved the kernels that the checkpoint names which the training goes on from; null if there is none
    public void begin(RunSettings settings, @Nullable String saved) {
        ObjectNode json = settings.json();
        json.put("id", isRun() ? id() : UUID.randomUUID().toString());
        ArrayNode builds = json.putArray("builds");
        Stream.concat(builds().stream(), Stream.of(Machine.commit())).distinct().forEach(builds::add);
        put(json, saved == null ? kernels() : lastly(saved));
        JsonFile.write(settingsFile(), json);
        try {
            Files.deleteIfExists(resultFile());
        } catch (IOException e) {
            throw new RunException(Problem.FOLDER, "cannot delete " + resultFile() + ": " + FileProblem.reason(e),
                    e);
        }
    }

    /// Notes which kernels made the checkpoint that was just saved.
    public void trainedBy(String kernels) {
        List<String> before = kernels();
        if (!before.isEmpty() && before.getLast().equals(kernels)) {
            return;
        }
        if (json(settingsFile()) instanceof ObjectNode settings) {
            put(settings, lastly(kernels));
            JsonFile.write(settingsFile(), settings);
        }
    }

    private List<String> lastly(String kernels) {
        Stream<String> others = kernels().stream().filter(before -> !before.equals(kernels));
        return Stream.concat(others, Stream.of(kernels)).toList();
    }

    private static void put(ObjectNode json, List<String> kernels) {
        ArrayNode all = json.putArray(KERNELS);
        kernels.forEach(all::add);
    }

    /// Tells the run from others, wherever its folder is moved: drawn when it began. A run from before there were such
    /// names is told by where it lies, until it goes on.
    public String id() {
        JsonNode settings = json(settingsFile());
        String id = settings == null ? "" : settings.path("id").asString("");
        byte[] place = path.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return id.isEmpty() ? UUID.nameUUIDFromBytes(place).toString() : id;
    }

    /// The commits whose builds trained this run so far.
    public List<String> builds() {
        JsonNode settings = json(settingsFile());
        return settings == null ? List.of() : texts(settings.path("builds"));
    }

    /// The kernels that trained this run so far, the last at the end; `unknown` for a run from before they were noted.
    public List<String> kernels() {
        JsonNode settings = json(settingsFile());
        if (settings == null || !Files.exists(last())) {
            return List.of();
        }
        return settings.has(KERNELS) ? texts(settings.path(KERNELS)) : List.of(UNKNOWN);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString(UNKNOWN)).toList();
    }

    /// The kernels that trained the run last, if they are others: the bits of the steps to come would not be those of a
    /// training in one go.
    ///
    /// @param saved the kernels that the checkpoint names; null for one from before they were noted there
    public Optional<String> otherKernels(@Nullable String saved, String here) {
        List<String> before = kernels();
        String last = saved != null ? saved : before.isEmpty() ? UNKNOWN : before.getLast();
        return last.equals(UNKNOWN) || last.equals(here) ? Optional.empty() : Optional.of(last);
    }

    /// Writes the result, as a whole or not at all.
    public void finish(RunResult result) {
        JsonFile.write(resultFile(), RunResultJson.write(result));
    }

    /// Whether this is the folder of a run.
    public boolean isRun() {
        return Files.isRegularFile(settingsFile());
    }

    public RunSettings settings() {
        if (!isRun()) {
            throw new RunException(
                    Problem.MISSING, "no run in " + path + ": expected its settings in " + settingsFile());
        }
        try {
            JsonNode json = JsonFile.read(settingsFile());
            String newer = RunSettings.newer(json);
            if (newer != null) {
                throw new RunException(
                        Problem.FILE, "cannot read the settings in " + settingsFile() + ": this version knows no "
                        + newer + ": a newer version of Fovea wrote it, take that one");
            }
            return RunSettings.read(json);
        } catch (IllegalArgumentException e) {
            throw new RunException(
                    Problem.FILE, "cannot read the settings in " + settingsFile() + ": " + e.getMessage()
                    + "; train anew", e);
        }
    }

    /// What the finished run came to; null while it is not finished.
    public @Nullable RunResult result() {
        return result(resultFile());
    }

    /// What a file says that a run came to; null where there is none.
    public static @Nullable RunResult result(Path file) {
        JsonNode json = json(file);
        try {
            return json == null ? null : RunResultJson.read(json);
        } catch (IllegalArgumentException e) {
            throw unread(file, e);
        }
    }

    /// The JSON of a file; null where there is none.
    public static @Nullable JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return JsonFile.read(file);
        } catch (IllegalArgumentException e) {
            throw unread(file, e);
        }
    }

    private static RunException unread(Path file, RuntimeException e) {
        return new RunException(
                Problem.FILE, "cannot read " + file + ": " + e.getMessage() + "; delete it and train anew", e);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
