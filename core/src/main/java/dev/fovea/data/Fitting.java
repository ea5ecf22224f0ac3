package dev.fovea.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How a picture is brought to a shape of another aspect (width to height). Pictures of the same aspect become the
/// same by all three.
public enum Fitting {
    /// The largest centred part that has the aspect; what lies beside it is not seen.
    CROP("only the centre is seen"),

    /// The whole picture in its own proportions, with a border above and below it or left and right of it (a
    /// letterbox); of an odd rest the smaller half is above or on the left.
    ///
    /// The border has one colour: the mean of the picture's two edges that it lies along. On an even ground, such as
    /// paper or a sheet behind a product, it goes on with that ground, and no frame shows. Where the ground is not
    /// even, the step to the border is small on average, and the border holds nothing that a filter could take for a
    /// shape: edge pixels drawn out would be streaks, and black would be a frame.
    PAD("the whole is seen, with a border"),

    /// The whole picture, each axis by a factor of its own: shapes are distorted.
    STRETCH("the whole is seen, stretched");

    private final String words;

    Fitting(String words) {
        this.words = words;
    }

    /// Its name in files and on the command line: `crop`, `pad`, `stretch`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What becomes of pictures of other aspects, as the end of a sentence that begins `of other aspects`.
    public String words() {
        return words;
    }

    /// The names of all.
    public static List<String> ids() {
        return Arrays.stream(values()).map(Fitting::id).toList();
    }

    /// @throws IllegalArgumentException if none has this name
    public static Fitting named(String id) {
        return Arrays.stream(values())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of " + String.join(", ", ids()) + ": got " + id));
    }
}
