package dev.fovea.data.source;

import dev.fovea.data.ClassNames;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Holdout;
import dev.fovea.data.Subset;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Pictures of your own with their classes: a folder with one folder a class, or a CSV file of `path,label`.
///
/// ```java
/// ImageFolder photos = ImageFolder.of(Path.of("photos"));
/// Dataset data = photos.read(Shape.of(64, 64, 3)).complete();
/// ```
///
/// Classes are sorted by name (in composed form, by Unicode's numbers), pictures by path; JPEG, PNG, WebP, GIF, BMP,
/// TIFF and PNM are read, whatever the size. Listing opens no picture, reading does.
///
/// @param origin the folder or the CSV file
/// @param labels the names of the classes
/// @param pictures in the order of the data set
/// @param notes what was found and left out, one line each
public record ImageFolder(Path origin, List<String> labels, List<Picture> pictures, List<String> notes) {
    /// What stands for letters that could not be decoded.
    private static final char UNREADABLE = '\uFFFD';

    /// A picture's file and the index of its class.
    ///
    /// @param fixed whether the list names it by its absolute path, which stays when the list moves
    public record Picture(Path file, int label, boolean fixed) {
        /// A picture whose path starts from the list's folder.
        public Picture(Path file, int label) {
            this(file, label, false);
        }
    }

    /// Hears how the reading of pictures gets on, from any thread.
    @FunctionalInterface
    public interface Progress {
        /// @param done pictures that were decoded or found broken
        /// @param all pictures of the list
        void read(int done, int all);
    }

    /// A picture that cannot be read, and why, in one line that names it.
    public record Broken(Path file, String reason) {}

    public ImageFolder {
        labels = List.copyOf(labels);
        pictures = List.copyOf(pictures);
        notes = List.copyOf(notes);
    }

    /// Lists a folder, or the rows of a CSV file.
    ///
    /// @throws DataException one line, if there are fewer than two classes or no pictures
    public static ImageFolder of(Path folderOrCsv) {
        ImageFolder found = listed(folderOrCsv);
        if (found.labels.size() < 2) {
            String only = found.labels.isEmpty() ? "none" : "only " + found.labels.getFirst();
            throw new DataException(folderOrCsv + ": expected pictures of at least 2 classes, got " + only
                    + found.leftOut() + "; " + found.advice());
        }
        return found;
    }

    /// Lists a folder, or the rows of a CSV file, whose classes are among those that are known; of some there may be no
    /// picture.
    ///
    /// @throws DataException one line, if a class is not known or there are no pictures
    public static ImageFolder of(Path folderOrCsv, List<String> known) {
        ImageFolder found = listed(folderOrCsv);
        if (found.pictures.isEmpty()) {
            throw new DataException(
                    folderOrCsv + ": expected pictures, got none" + found.leftOut() + "; " + found.advice());
        }
        Map<String, Integer> numbers = new HashMap<>();
        ClassNames.composed(known).forEach(label -> numbers.put(label, numbers.size()));
        for (String label : found.labels) {
            if (!numbers.containsKey(label)) {
                throw new DataException(folderOrCsv + ": the class " + label
                        + " is not among those that are known: expected " + String.join(", ", known));
            }
        }
        List<Picture> same = found.pictures.stream()
                .map(one -> new Picture(
                        one.file, numbers.getOrDefault(found.labels.get(one.label), -1), one.fixed))
                .toList();
        return new ImageFolder(folderOrCsv, known, same, found.notes);
    }

    private String leftOut() {
        return notes.isEmpty() ? "" : " (left out: " + String.join("; ", notes) + ")";
    }

    /// Names the folder within that may be meant: archives often pack one around the class folders.
    private String advice() {
        Path within = labels.size() == 1 ? origin.resolve(labels.getFirst()) : origin;
        return labels.size() == 1 && ClassFolders.folders(within) > 1
                ? "if the folders in " + within + " are the classes, name it instead"
                : "put each class into a folder of its own";
    }

    private static ImageFolder listed(Path folderOrCsv) {
        if (!Files.exists(folderOrCsv)) {
            throw new DataException("no " + folderOrCsv + ": expected a folder with one folder of pictures a class, or"
                    + " a CSV file of path,label");
        }
        boolean folder = Files.isDirectory(folderOrCsv);
        ImageFolder found = folder ? ClassFolders.list(folderOrCsv) : ImageCsv.list(folderOrCsv);
        for (String label : found.labels) {
            if (label.indexOf(UNREADABLE) >= 0) {
                throw new DataException(
                        folderOrCsv + ": expected the names of classes in readable letters, got " + label
                        + "; " + (folder ? "set LC_ALL=C.UTF-8" : "save the file as UTF-8"));
            }
        }
        if (new HashSet<>(found.labels).size() < found.labels.size()) {
            throw new DataException(folderOrCsv + ": expected classes of different names, got " + found.labels
                    + "; names that look alike are the same, however their letters are composed");
        }
        return found;
    }

    /// A text that is another one when pictures come, go or change their class. It stays when the list moves: pictures
    /// go by their paths from its folder, and those that it names by absolute paths by these.
    public String digest() {
        return digest(this::named);
    }

    /// Whether a digest that was kept is that of this list. Digests from before absolute paths counted as they are are
    /// known too: there all paths began at the folder of the list.
    ///
    /// @param place where the list lay when the digest was taken
    public boolean hasDigest(String digest, Path place) {
        return digest.equals(digest())
                || pictures.stream().anyMatch(Picture::fixed) && digest.equals(digest(one -> named(one, place)));
    }

    private String digest(Function<Picture, String> name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Picture one : pictures) {
                String text = labels.get(one.label) + "\n" + ClassNames.composed(name.apply(one)) + "\n";
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A picture's path from the folder, or the absolute one that the list names.
    private String named(Picture one) {
        return slashed(one.fixed ? one.file : folder().relativize(one.file.toAbsolutePath()));
    }

    /// The same, those with absolute paths from the folder of the list when it lay elsewhere.
    private String named(Picture one, Path list) {
        Path folder = list.toAbsolutePath().getParent();
        return one.fixed && folder != null && Objects.equals(folder.getRoot(), one.file.getRoot())
                ? slashed(folder.relativize(one.file))
                : named(one);
    }

    /// With slashes between folders; a backslash that is part of a name stays.
    private static String slashed(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    private Path folder() {
        Path absolute = origin.toAbsolutePath();
        Path parent = absolute.getParent();
        return Files.isDirectory(absolute) || parent == null ? absolute : parent;
    }

    /// The pictures as a data set of which none is read until it is asked for.
    public Dataset unread(Shape shape) {
        List<byte[]> none = Collections.nCopies(pictures.size(), new byte[0]);
        return new PictureFiles(shape, Fitting.CROP, pictures, none, labels);
    }

    /// Decodes all pictures once, in parallel, and keeps as many as fit into a quarter of Java's memory; the others are
    /// decoded again whenever they are asked for. Of pictures of other aspects it takes the centre.
    ///
    /// @param shape height × width × 1 or 3, which pictures are brought to as `Images.fit` does
    public Reading read(Shape shape) {
        return read(shape, Fitting.CROP);
    }

    /// The same with another way to bring pictures of other aspects to the shape.
    public Reading read(Shape shape, Fitting fitting) {
        return read(shape, fitting, usualBudget());
    }

    /// The same, telling how it gets on.
    public Reading read(Shape shape, Fitting fitting, Progress progress) {
        return read(shape, fitting, usualBudget(), progress);
    }

    private static long usualBudget() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /// @param budget bytes for decoded pictures; one value takes one byte
    public Reading read(Shape shape, Fitting fitting, long budget) {
        return read(shape, fitting, budget, (_, _) -> {});
    }

    /// @param budget bytes for decoded pictures; one value takes one byte
    /// @param progress hears of each picture
    public Reading read(Shape shape, Fitting fitting, long budget, Progress progress) {
        return new PictureDecoding(this, shape, fitting, budget, progress).run();
    }

    /// What came of reading.
    ///
    /// @param listed all pictures; to read one that is broken fails
    /// @param broken those that cannot, in the order of the list
    public record Reading(ImageFolder folder, Dataset listed, List<Broken> broken) {
        private static final int MOST_NAMED = 3;
        private static final int LONGEST_FAILURE = 135;
        private static final int LONGEST_ORIGIN = 40;
        private static final int SHORTEST_NAME = 16;

        public Reading {
            broken = List.copyOf(broken);
        }

        /// All pictures.
        ///
        /// @throws DataException [#failure], if there are some that cannot be read, with the reason of the first
        public Dataset complete() {
            requireWhole("skippingBroken()");
            return listed;
        }

        private void requireWhole(String cure) {
            if (!broken.isEmpty()) {
                throw new DataException(failure() + "; the first: " + broken.getFirst().reason()
                        + "; mend or delete them, or leave them out by " + cure);
            }
        }

        /// The pictures that can be read; a class may have lost all of them.
        ///
        /// @throws DataException if there are none
        public Dataset readable() {
            if (broken.size() == folder.pictures.size()) {
                throw new DataException(failure());
            }
            return broken.isEmpty() ? listed : Subset.of(listed, kept());
        }

        /// The pictures that can be read.
        ///
        /// @throws DataException if a class has lost them all
        public Dataset skippingBroken() {
            return requireAllClasses(readable());
        }

        /// All pictures, a part of each class held out, see [Holdout#stratified].
        ///
        /// @throws DataException [#failure], if there are some that cannot be read, with the reason of the first
        public Holdout heldOut(double share, Seed seed) {
            requireWhole("heldOutSkippingBroken");
            return heldOutSkippingBroken(share, seed);
        }

        /// The pictures that can be read, a part of each class held out. It is drawn from the whole list: which
        /// pictures can be read today moves none from one part to the other.
        ///
        /// @throws DataException if there are none, a class has lost all that train, or all that are held out are lost
        public Holdout heldOutSkippingBroken(double share, Seed seed) {
            if (broken.size() == folder.pictures.size()) {
                throw new DataException(failure());
            }
            Set<Integer> good = Arrays.stream(kept()).boxed().collect(Collectors.toSet());
            Holdout split;
            try {
                split = Holdout.stratified(listed, share, seed, good::contains);
            } catch (DataException e) {
                throw new DataException(
                        folder.origin + ": " + e.getMessage() + (broken.isEmpty() ? "" : "; " + failure()), e);
            }
            requireAllClasses(split.train());
            return split;
        }

        private int[] kept() {
            Set<Path> lost = broken.stream().map(Broken::file).collect(Collectors.toSet());
            return IntStream.range(0, folder.pictures.size())
                    .filter(i -> !lost.contains(folder.pictures.get(i).file))
                    .toArray();
        }

        private Dataset requireAllClasses(Dataset left) {
            boolean[] found = new boolean[folder.labels.size()];
            for (int i = 0; i < left.size(); i++) {
                found[left.label(i)] = true;
            }
            for (Picture one : folder.pictures) {
                if (!found[one.label]) {
                    throw new DataException(folder.origin + ": none of the pictures of the class "
                            + folder.labels.get(one.label) + " can be read"
                            + (left.size() < kept().length ? " of those that train" : "") + "; " + failure());
                }
            }
            return left;
        }

        /// One line of about 150 letters that says how many pictures cannot be read, and names the first three; why,
        /// [#broken] says of each.
        public String failure() {
            String count = String.format(
                    Locale.ROOT, "%,d of %,d pictures in %s cannot be read", broken.size(), folder.pictures.size(),
                    end(folder.origin.toString(), LONGEST_ORIGIN));
            int named = Math.min(MOST_NAMED, broken.size());
            Set<Path> shown = broken.stream().limit(named).map(Broken::file).collect(Collectors.toSet());
            int most = Math.max(SHORTEST_NAME, (LONGEST_FAILURE - count.length()) / Math.max(1, named));
            String names = folder.pictures.stream()
                    .filter(one -> shown.contains(one.file))
                    .limit(named)
                    .map(one -> end(folder.named(one), most))
                    .collect(Collectors.joining(", "));
            int more = broken.size() - named;
            return count + ": " + names + (more == 0 ? "" : String.format(Locale.ROOT, " and %,d more", more));
        }

        /// The end of a text that is longer.
        private static String end(String text, int most) {
            return text.length() <= most ? text : "…" + text.substring(text.length() - most + 1);
        }
    }
}
