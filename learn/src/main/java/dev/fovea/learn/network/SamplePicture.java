package dev.fovea.learn.network;

import dev.fovea.data.Dataset;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A picture of which is known what it shows.
///
/// @param image as [dev.fovea.model.Model#predict] takes it
/// @param label the index of its class
/// @param name what the class is called
public record SamplePicture(Tensor image, int label, String name) {
    /// The first picture of each class, in the order of the classes, at most `most`.
    public static List<SamplePicture> first(Dataset images, int most) {
        List<SamplePicture> samples = new ArrayList<>();
        for (int label = 0; label < images.labels().size() && samples.size() < most; label++) {
            for (int i = 0; i < images.size(); i++) {
                if (images.label(i) == label) {
                    samples.add(new SamplePicture(images.image(i), label, images.labels().get(label)));
                    break;
                }
            }
        }
        return List.copyOf(samples);
    }
}
