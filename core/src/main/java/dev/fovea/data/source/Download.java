package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A file at its official address. It arrives in a temporary file, its checksum is compared, and only
/// then does it take its place, so a broken download leaves nothing behind.
///
/// @param address of the file
/// @param md5 its checksum as the publisher states it
/// @param folder where it goes, within the data folder
/// @param contents for a `.tar.gz`, the files of its `folder/` that are wanted; else none
public record Download(URI address, String md5, String folder, List<String> contents) {
    /// Hears how a download gets on.
    public interface Progress {
        /// @param file its name
        /// @param bytes received so far
        /// @param total −1 where the server does not say
        void received(String file, long bytes, long total);
    }

    public Download {
        contents = List.copyOf(contents);
    }

    /// A file that is kept as it is.
    static Download file(String address, String md5, String folder) {
        return new Download(URI.create(address), md5, folder, List.of());
    }

    /// A `.tar.gz` that is unpacked.
    static Download archive(String address, String md5, String folder, List<String> contents) {
        return new Download(URI.create(address), md5, folder, contents);
    }

    /// The last part of the address.
    public String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Whether the file, or all that is wanted of the archive, is in its place.
    public boolean present(Path data) {
        Path target = data.resolve(folder);
        return contents.isEmpty()
                ? Files.exists(target.resolve(name()))
                : contents.stream().allMatch(file -> Files.exists(target.resolve(file)));
    }

    /// Fetches the file into a data folder, which is created where there is none. A file that is present
    /// stays as it is.
    ///
    /// @throws DataException one line: why it failed, and where to put which file by hand
    public void fetch(Path data, Progress progress) {
        fetch(data, progress, new Fetch());
    }

    void fetch(Path data, Progress progress, Fetch fetch) {
        if (present(data)) {
            return;
        }
        Path target = data.resolve(folder);
        try {
            Files.createDirectories(target);
            Path part = Files.createTempFile(target, "." + name() + "-", ".part");
            try {
                fetch.to(part, this, progress, byHand(data));
                place(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException ? "no permission to write" : e.toString();
            throw new DataException("cannot write into " + target + ": " + why + "; choose another data folder", e);
        }
    }

    private void place(Path part, Path target) throws IOException {
        if (contents.isEmpty()) {
            move(part, target.resolve(name()));
            return;
        }
        Path unpacked = Files.createTempDirectory(target, ".unpack-");
        try (InputStream in = Files.newInputStream(part)) {
            Tar.unpack(in, name(), folder, contents, unpacked);
            for (String file : contents) {
                move(unpacked.resolve(file), target.resolve(file));
            }
        } finally {
            for (String file : contents) {
                Files.deleteIfExists(unpacked.resolve(file));
            }
            Files.deleteIfExists(unpacked);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// What to do without a network.
    private String byHand(Path data) {
        String todo = contents.isEmpty() ? "put it into " + data.resolve(folder) : "unpack it in " + data;
        return "fetch " + address + " (MD5 " + md5 + ") by other means and " + todo;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
