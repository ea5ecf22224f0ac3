package dev.fovea.explain.report;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder of a report. It may hold a person's own files too: only what an earlier report lists on its page as its
/// own is deleted or written over.
record ReportFolder(Path path) {
    /// The page's list of files: what stands in its head under this name.
    static final String LIST = "report-files";

    private static final Pattern LISTED = Pattern.compile("<meta name=\"" + LIST + "\" content=\"([^\"]*)\">");
    private static final Pattern OWN = Pattern.compile("[A-Za-z0-9._-]+\\.(png|svg|html)");

    /// The list stands at the beginning of the page.
    private static final int HEAD = 1 << 18;

    /// Makes the folder, and deletes what an earlier report left in it.
    ///
    /// @param names of the files that are to come
    /// @throws IllegalArgumentException one line, if one of them is there and is of no earlier report
    /// @throws UncheckedIOException one line, if the folder cannot be written
    void clear(List<String> names) {
        try {
            Files.createDirectories(path);
            List<String> earlier = earlier();
            for (String name : names) {
                if (!earlier.contains(name) && Files.exists(path.resolve(name))) {
                    throw new IllegalArgumentException(path + " holds a file " + name
                            + " that no earlier report lists as its own: move it, or choose another folder");
                }
            }
            for (String name : earlier) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private List<String> earlier() throws IOException {
        Path page = path.resolve(Report.PAGE);
        if (!Files.isRegularFile(page)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(page)) {
            Matcher listed = LISTED.matcher(new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1));
            return listed.find()
                    ? List.of(listed.group(1).split(" ")).stream().filter(OWN.asMatchPredicate()).toList()
                    : List.of();
        }
    }

    void write(String name, String text) {
        try {
            AtomicFile.write(path.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(path.resolve(name), e);
        }
    }

    private static UncheckedIOException failed(Path file, IOException e) {
        return new UncheckedIOException(
                "cannot write " + file + ": " + FileProblem.reason(e) + "; " + FileProblem.advice(e), e);
    }
}
