package dev.fovea.data.augment;

import dev.fovea.data.Mixing;
import dev.fovea.data.Transform;
import dev.fovea.json.CanonicalText;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.function.Function;

/// The registry of augmentations: one line each.
public final class Augmentations {
    private static final List<Augmentation<Transform>> TRANSFORMS = List.of(
            of("flip-left-right", "", "mirrors half of them", _ -> FlipLeftRight.of()),
            of("flip-up-down", "", "turns half of them upside down", _ -> FlipUpDown.of()),
            sized("random-crop", "HEIGHT,WIDTH", "a part from any place", 0.75,
                    a -> RandomCrop.to(whole(a[0]), whole(a[1]))),
            padded("pad-and-crop", "PADDING", "moved by up to so many pixels over 0", a -> RandomCrop.of(whole(a[0]))),
            sized("random-resized-crop", "HEIGHT,WIDTH", "a part of any area and aspect, resized", 1,
                    a -> RandomResizedCrop.to(whole(a[0]), whole(a[1]))),
            sized("center-crop", "HEIGHT,WIDTH", "the middle", 0.75, a -> CenterCrop.to(whole(a[0]), whole(a[1]))),
            sized("resize", "HEIGHT,WIDTH", "bilinear interpolation", 0.25, a -> Resize.to(whole(a[0]), whole(a[1]))),
            sized("resize-area", "HEIGHT,WIDTH", "means over areas", 0.25,
                    a -> Resize.to(whole(a[0]), whole(a[1])).area()),
            of("rotate", "DEGREES", "turned by up to so many degrees", a -> Rotate.of(a[0]), 20),
            of("zoom", "LOW,HIGH", "enlarged by a factor", a -> Zoom.of(a[0], a[1]), 0.75, 1.25),
            of("shift", "DOWN,RIGHT", "moved by up to shares of the size", a -> Shift.of(a[0], a[1]), 0.15, 0.15),
            of("shear", "DEGREES", "slanted by up to so many degrees", a -> Shear.of(a[0]), 15),
            of("brightness", "DELTA", "up to so much lighter or darker", a -> Brightness.of(a[0]), 0.25),
            of("contrast", "LOW,HIGH", "times a factor about the mean", a -> Contrast.of(a[0], a[1]), 0.2, 1.8),
            of("saturation", "LOW,HIGH", "times a factor about grey", a -> Saturation.of(a[0], a[1]), 0, 2),
            of("hue", "DELTA", "turned by a share of the colour circle", a -> Hue.of(a[0]), 0.1),
            of("standardize", "", "each image: mean 0, deviation 1", _ -> PerImageStandardization.of()),
            side("cutout", "SIZE", "a square of 0 anywhere", a -> Cutout.of(whole(a[0]))),
            of("random-erasing", "PROBABILITY", "a rectangle of noise anywhere", a -> RandomErasing.of(a[0]).noise(),
                    1));

    private static final List<Augmentation<Mixing>> MIXINGS = List.of(
            of("mixup", "ALPHA", "blended with another image", a -> Mixup.of(a[0]), 1),
            of("cutmix", "ALPHA", "a rectangle of another image", a -> CutMix.of(a[0]), 1));

    private Augmentations() {}

    /// Those of one image.
    public static List<Augmentation<Transform>> transforms() {
        return TRANSFORMS;
    }

    /// Those of a batch.
    public static List<Augmentation<Mixing>> mixings() {
        return MIXINGS;
    }

    /// How checkpoints and fingerprints of recipes word them.
    public static CanonicalText text() {
        return AugmentationText.words();
    }

    private static <T> Augmentation<T> of(
            String name, String arguments, String purpose, Function<double[], T> maker, double... usual) {
        return new Augmentation<>(name, arguments, purpose, _ -> usual.clone(), maker);
    }

    /// With a share of the image's height and width.
    private static Augmentation<Transform> sized(
            String name, String arguments, String purpose, double share, Function<double[], Transform> maker) {
        return new Augmentation<>(
                name, arguments, purpose, image -> new double[] {part(image, 0, share), part(image, 1, share)}, maker);
    }

    /// With an eighth of the height, as 4 is of CIFAR's 32.
    private static Augmentation<Transform> padded(
            String name, String arguments, String purpose, Function<double[], Transform> maker) {
        return new Augmentation<>(name, arguments, purpose, image -> new double[] {part(image, 0, 0.125)}, maker);
    }

    /// With half of the height, as 16 is of CIFAR's 32.
    private static Augmentation<Transform> side(
            String name, String arguments, String purpose, Function<double[], Transform> maker) {
        return new Augmentation<>(name, arguments, purpose, image -> new double[] {part(image, 0, 0.5)}, maker);
    }

    private static double part(Shape image, int axis, double share) {
        return Math.max(1, Math.round(share * image.dim(axis)));
    }

    private static int whole(double number) {
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected a whole number: got " + number);
        }
        return (int) number;
    }
}
