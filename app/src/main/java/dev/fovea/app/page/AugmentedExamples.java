package dev.fovea.app.page;

import dev.fovea.app.console.CommandException;
import dev.fovea.data.Images;
import dev.fovea.data.Mixing;
import dev.fovea.data.Transform;
import dev.fovea.data.augment.AugmentationName;
import dev.fovea.data.augment.PerImageStandardization;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Examples of augmentations, with random numbers as training draws them.
///
/// @param pictures in colour; examples take them in turn
/// @param count examples of each augmentation
public record AugmentedExamples(List<Tensor> pictures, Seed seed, int count) {
    private static final int WHITE = 0xFFFFFF;

    /// Values of standardised images lie mostly between −2.5 and 2.5.
    private static final float DEVIATIONS = 5;

    /// The examples of one augmentation, and the call that makes it.
    public record Group(String call, List<Sheet.Tile> tiles) {}

    /// A tile that is not seen.
    public static Sheet.Tile blank() {
        return Sheet.Tile.of(Pixels.of(ones()), "").frame(WHITE);
    }

    private static Tensor ones() {
        Tensor one = Tensor.zeros(Shape.of(1, 1, 1));
        one.values()[0] = 1;
        return one;
    }

    /// @param text as the user wrote it
    public Group of(String text, AugmentationName augmentation) {
        List<Sheet.Tile> tiles = new ArrayList<>();
        String call = "";
        for (int i = 0; i < count; i++) {
            Tensor picture = pictures.get(i % pictures.size());
            if (augmentation.isMixing()) {
                Mixing mixing = augmentation.mixing(picture.shape());
                call = mixing.toString();
                tiles.add(Sheet.Tile.of(Pixels.of(mixed(mixing, picture, i)), text));
            } else {
                Transform transform = transform(augmentation, picture.shape());
                call = transform.toString();
                tiles.add(Sheet.Tile.of(Pixels.of(changed(transform, picture, i)), text));
            }
        }
        return new Group(call, tiles);
    }

    private static Transform transform(AugmentationName augmentation, Shape shape) {
        Transform transform = augmentation.transform(shape);
        try {
            transform.shape(shape);
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(e.getMessage() + "; pictures are first made small, see --size");
        }
        return transform;
    }

    private Tensor changed(Transform transform, Tensor picture, int example) {
        Tensor result = Tensor.zeros(transform.shape(picture.shape()));
        transform.apply(
                picture.values(), 0, picture.shape(), result.values(), 0, seed.derive("example"),
                (long) example * transform.draws());
        if (transform instanceof PerImageStandardization) {
            for (int i = 0; i < result.values().length; i++) {
                result.values()[i] = result.values()[i] / DEVIATIONS + 0.5f;
            }
        }
        return result;
    }

    /// With the next picture, brought to this one's shape.
    private Tensor mixed(Mixing mixing, Tensor picture, int example) {
        Tensor other = Images.fit(pictures.get((example + 1) % pictures.size()), picture.shape());
        int length = picture.values().length;
        float[] both = new float[2 * length];
        System.arraycopy(picture.values(), 0, both, 0, length);
        System.arraycopy(other.values(), 0, both, length, length);
        float[] labels = {1, 0, 0, 1};
        mixing.apply(
                both, picture.shape(), labels, 2, 2, seed.derive("example"), (long) example * mixing.draws());
        Tensor result = Tensor.zeros(picture.shape());
        System.arraycopy(both, 0, result.values(), 0, length);
        return result;
    }
}
