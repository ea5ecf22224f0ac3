package dev.fovea.data.augment;

import dev.fovea.json.CanonicalText;
import dev.fovea.json.Defaults;
import dev.fovea.json.Wording;
import dev.fovea.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The canonical texts of augmentations: what checkpoints and fingerprints of recipes say of them. They never change;
/// `toString` may.
final class AugmentationText {
    private static final Shape SOME = Shape.of(32, 32, 3);

    private static final List<Wording<?>> WORDINGS = List.of(
            Wording.call(FlipLeftRight.class),
            Wording.call(FlipUpDown.class),
            Wording.of(RandomCrop.class, (crop, _) -> text(crop), "height", "width", "padding"),
            Wording.of(RandomResizedCrop.class, (crop, _) -> text(crop), "height", "width", "least", "most", "aspect"),
            Wording.of(CenterCrop.class, (crop, _) -> "CenterCrop.to" + pair(crop.height(), crop.width()),
                    "height", "width"),
            Wording.of(Resize.class, (resize, _) -> text(resize), "height", "width", "interpolation"),
            Wording.of(Rotate.class, (by, words) -> "Rotate.of(" + by.degrees() + ")" + fill(by.fill(), words),
                    "degrees", "fill"),
            Wording.of(Zoom.class, (by, words) -> "Zoom.of" + pair(by.low(), by.high()) + fill(by.fill(), words),
                    "low", "high", "fill"),
            Wording.of(Shift.class, (by, words) -> "Shift.of" + pair(by.down(), by.right()) + fill(by.fill(), words),
                    "down", "right", "fill"),
            Wording.of(Shear.class, (by, words) -> "Shear.of(" + by.degrees() + ")" + fill(by.fill(), words),
                    "degrees", "fill"),
            Wording.call(Brightness.class, "delta"),
            Wording.call(Contrast.class, "low", "high"),
            Wording.call(Saturation.class, "low", "high"),
            Wording.call(Hue.class, "delta"),
            Wording.of(PerImageStandardization.class, (image, _) -> text(image), "floor"),
            Wording.of(Cutout.class, (square, _) -> "Cutout.of(" + square.size() + ")" + value(square.value()),
                    "size", "value"),
            Wording.of(RandomErasing.class, (erasing, _) -> text(erasing),
                    "probability", "least", "most", "aspect", "noisy", "value"),
            Wording.call(Mixup.class, "alpha"),
            Wording.call(CutMix.class, "alpha"),
            Wording.of(Fill.Edge.class, (_, _) -> "Fill.edge()"),
            Wording.of(Fill.Reflect.class, (_, _) -> "Fill.reflect()"),
            Wording.of(Fill.Constant.class, (fill, _) -> "Fill.constant(" + fill.value() + ")", "value"));

    private AugmentationText() {}

    static CanonicalText words() {
        Map<Class<?>, Defaults> usual = new LinkedHashMap<>();
        Stream.concat(Augmentations.transforms().stream(), Augmentations.mixings().stream())
                .map(augmentation -> (Record) augmentation.usually(SOME))
                .forEach(one -> usual.put(one.getClass(), Defaults.of(one)));
        return CanonicalText.of(WORDINGS, usual);
    }

    private static String text(RandomCrop crop) {
        return crop.height() == 0
                ? "RandomCrop.of(" + crop.padding() + ")"
                : "RandomCrop.to" + pair(crop.height(), crop.width())
                        + (crop.padding() == 0 ? "" : ".padding(" + crop.padding() + ")");
    }

    private static String text(RandomResizedCrop crop) {
        return "RandomResizedCrop.to" + pair(crop.height(), crop.width()) + ".area" + pair(crop.least(), crop.most())
                + ".aspect(" + crop.aspect() + ")";
    }

    private static String text(Resize resize) {
        return "Resize.to" + pair(resize.height(), resize.width())
                + (resize.interpolation() == Interpolation.AREA ? ".area()" : "");
    }

    private static String text(PerImageStandardization image) {
        return "PerImageStandardization.of()" + (image.floor() == 1 / 255f ? "" : ".floor(" + image.floor() + ")");
    }

    private static String text(RandomErasing erasing) {
        return "RandomErasing.of(" + erasing.probability() + ").area" + pair(erasing.least(), erasing.most())
                + ".aspect(" + erasing.aspect() + ")" + (erasing.noisy() ? ".noise()" : value(erasing.value()));
    }

    private static String value(float value) {
        return value == 0 ? "" : ".value(" + value + ")";
    }

    private static String fill(Fill fill, CanonicalText words) {
        return fill instanceof Fill.Edge ? "" : ".fill(" + words.of(fill) + ")";
    }

    private static String pair(Object first, Object second) {
        return "(" + first + ", " + second + ")";
    }
}
