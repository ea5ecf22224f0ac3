package dev.fovea.lab.recipe;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The registry of recipes: one line each. A recipe is built when it is asked for, so that a program pays for its own
/// only.
public final class Recipes {
    /// @param recipe has this id
    record Entry(String id, Supplier<Recipe> recipe) {}

    private static final List<Entry> ENTRIES = Stream.of(
                    Stream.of(
                            new Entry("digits", DigitsRecipe::recipe),
                            new Entry("digits-bn", DigitsBatchNorm::recipe),
                            new Entry("digits-bn-held-out", DigitsBatchNorm::heldOut),
                            new Entry("digits-softmax", DigitsPenalty::none),
                            new Entry("digits-softmax-l1", DigitsPenalty::l1),
                            new Entry("digits-softmax-l2", DigitsPenalty::l2),
                            new Entry("mnist-500", MnistConvolutions::short500),
                            new Entry("mnist-deep", MnistConvolutions::deep),
                            new Entry("mnist-mlp", MnistMlp::recipe),
                            new Entry("mnist-lenet-adam", MnistLenet::adam),
                            new Entry("mnist-lenet-adam-plain", MnistLenet::adamPlain),
                            new Entry("mnist-lenet-sgd", MnistLenet::sgd),
                            new Entry("mnist-lenet-bn", MnistLenet::batchNorm),
                            new Entry("mnist-ten-relu", MnistTenLayers::relu),
                            new Entry("mnist-ten-sigmoid", MnistTenLayers::sigmoid),
                            new Entry("cifar-lenet-tf", CifarLenet::tensorflow),
                            new Entry("cifar-lenet-tf-plain", CifarLenet::tensorflowPlain),
                            new Entry("cifar-lenet-keras", CifarLenet::keras),
                            new Entry("cifar-edureka", CifarEdureka::recipe),
                            new Entry("cifar-edureka-plain", CifarEdureka::plain),
                            new Entry("cifar-edureka-best", CifarEdureka::best),
                            new Entry("cifar-alex", CifarAlex::recipe),
                            new Entry("cifar-alex-plain", CifarAlex::plain),
                            new Entry("cifar-alex-lrn-none", CifarAlex::withoutNormalisation),
                            new Entry("cifar-alex-long", CifarAlex::longer),
                            new Entry("cifar-augment", CifarAlex::augmented),
                            new Entry("cifar-augment-none", CifarAlex::undistorted),
                            new Entry("cifar-resnet20", CifarResnet20::recipe),
                            new Entry("cifar-100", CifarResnet20::hundred)),
                    CifarDepth.entries(), DataSize.entries())
            .flatMap(entries -> entries)
            .toList();

    private Recipes() {}

    /// Names in the order of the registry; builds nothing.
    public static List<String> ids() {
        return ENTRIES.stream().map(Entry::id).toList();
    }

    /// All of them, built.
    public static List<Recipe> all() {
        return ENTRIES.stream().map(entry -> entry.recipe().get()).toList();
    }

    /// The name of a network of the zoo on a data set, which is a recipe although no list shows it.
    ///
    /// @param architecture its id
    /// @param source the name of the data set
    public static String of(String architecture, String source) {
        return ZooOnData.id(architecture, source);
    }

    /// Whether it is the name of a recipe, one of [#ids] or one that [#of] makes.
    public static boolean has(String id) {
        return ids().contains(id) || ZooOnData.isNamed(id);
    }

    /// @throws IllegalArgumentException if there is no recipe of that name, or its network cannot take the data set
    public static Recipe named(String id) {
        return ENTRIES.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .map(entry -> entry.recipe().get())
                .or(() -> ZooOnData.named(id))
                .orElseThrow(() -> new IllegalArgumentException("no recipe is named " + id + ": expected one of "
                        + String.join(", ", ids())));
    }
}
