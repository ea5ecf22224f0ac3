package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.data.Fitting;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decodes the pictures of a list once, on all threads, and keeps as many as there is room for. Those for which the
/// memory was too small beside others are tried again alone.
final class PictureDecoding {
    private final ImageFolder folder;
    private final Shape shape;
    private final Fitting fitting;
    private final Decoder decoder;
    private final ImageFolder.Progress progress;
    private final int most;
    private final byte[] @Nullable [] kept;
    private final ImageFolder.@Nullable Broken[] broken;
    private final boolean[] lacked;
    private final AtomicInteger done = new AtomicInteger();

    /// Gives the bytes of a picture.
    interface Decoder {
        /// @throws DataException if it cannot be read, caused by an [OutOfMemoryError] where memory was too small
        byte[] decode(Path file);
    }

    /// @param budget bytes for decoded pictures
    PictureDecoding(ImageFolder folder, Shape shape, Fitting fitting, long budget, ImageFolder.Progress progress) {
        this(folder, shape, fitting, budget, progress, file -> PictureFiles.decode(file, shape, fitting));
    }

    PictureDecoding(
            ImageFolder folder, Shape shape, Fitting fitting, long budget, ImageFolder.Progress progress,
            Decoder decoder) {
        int count = folder.pictures().size();
        this.folder = folder;
        this.shape = shape;
        this.fitting = fitting;
        this.decoder = decoder;
        this.progress = progress;
        most = (int) Math.min(count, budget / shape.size());
        kept = new byte[count][];
        broken = new ImageFolder.Broken[count];
        lacked = new boolean[count];
    }

    ImageFolder.Reading run() {
        int count = kept.length;
        IntStream.range(0, count).parallel().forEach(this::decode);
        for (int i = 0; i < count; i++) {
            if (lacked[i]) {
                decode(i);
            }
        }
        var bytes = Stream.of(kept).map(one -> one == null ? new byte[0] : one).toList();
        return new ImageFolder.Reading(
                folder, new PictureFiles(shape, fitting, folder.pictures(), bytes, folder.labels()),
                Stream.of(broken).filter(Objects::nonNull).toList());
    }

    private void decode(int i) {
        boolean again = lacked[i];
        var file = folder.pictures().get(i).file();
        try {
            byte[] bytes = decoder.decode(file);
            kept[i] = i < most ? bytes : new byte[0];
            broken[i] = null;
        } catch (DataException e) {
            lacked[i] = e.getCause() instanceof OutOfMemoryError;
            broken[i] = new ImageFolder.Broken(file, String.valueOf(e.getMessage()));
        }
        if (!again) {
            progress.read(done.incrementAndGet(), kept.length);
        }
    }
}
