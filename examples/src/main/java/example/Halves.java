package example;

import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Split;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Fit;
import dev.fovea.train.watch.ProgressBar;

/// Cuts images into two halves, learns each with layers of its own, and joins what they found: whether two figures
/// are the same.
final class Halves {
    private Halves() {}

    public static void main(String[] arguments) {
        Layer half = Sequential.of(
                Conv2D.of(12, 3).same().relu(),
                MaxPool2D.of(2),
                Conv2D.of(16, 3).same().relu(),
                MaxPool2D.of(2),
                Flatten.of(),
                Dense.of(16).relu());
        // The left half goes to the first, the right half to the second; they share no weight. Their 16 + 16
        // features, side by side, go on.
        Layer layers = Sequential.of(Split.columns(half, half), Dense.of(64).relu(), Dense.of(2));

        Pairs train = new Pairs(1_200, Seed.of(1));
        Model model = Model.of(layers, train, Seed.of(1));
        System.out.println(model.summary());
        model.fit(train, Fit.epochs(15).optimizer(Adam.of(3e-3)), ProgressBar.of(System.out));
        double accuracy = model.evaluate(new Pairs(400, Seed.of(2))).score().accuracy();
        System.out.println("accuracy on pairs never seen: " + accuracy);
        if (accuracy < 0.9) {
            throw new IllegalStateException("the network must tell whether the halves are the same");
        }
    }
}
