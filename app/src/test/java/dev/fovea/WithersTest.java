package dev.fovea;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.explain.report.Report;
import dev.fovea.formats.tensorboard.TensorBoard;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.learn.site.Site;
import dev.fovea.tensor.Shape;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/// A wither changes what it is named for, and leaves all else as it was.
///
/// Every method that gives another record of its own is called on records of made-up values, with other such values. A
/// new wither that is not named as the one component it changes gets a line in the table.
class WithersTest {
    /// Where the classes of `core`, `formats`, `explain`, `lab` and `learn` lie.
    private static final Set<URL> MODULES =
            Set.of(
            home(Shape.class), home(TensorBoard.class), home(Report.class), home(Recipe.class), home(Site.class));

    /// What withers change that are not named as the one component they change.
    private static final Map<String, Set<String>> CHANGED = table("""
            AveragePool2D.ceil: pooling
            AveragePool2D.padding: pooling
            AveragePool2D.same: pooling
            AveragePool2D.stride: pooling
            Axis.at: places
            Axis.logarithmic: log
            Axis.range: low, high
            Bars.logarithmic: log
            BatchNorm.frozen: trainable
            BatchNorm.perNeuron: eachNeuron
            Bytes.order: little
            Chart.size: plotWidth, plotHeight
            Content.image: images
            Content.tag: tags
            Content.text: texts
            Conv1D.bias: bias, biasInitializer
            Conv1D.relu: activation
            Conv1D.same: padding
            Conv1D.weights: weightInitializer
            Conv1D.withoutBias: bias
            Conv2D.bias: bias, biasInitializer
            Conv2D.relu: activation
            Conv2D.same: padding
            Conv2D.stride: strideH, strideW
            Conv2D.weights: weightInitializer
            Conv2D.withoutBias: bias
            Conv2DTranspose.bias: bias, biasInitializer
            Conv2DTranspose.relu: activation
            Conv2DTranspose.same: padding, outputPadding
            Conv2DTranspose.stride: strideH, strideW
            Conv2DTranspose.weights: weightInitializer
            Conv2DTranspose.withoutBias: bias
            Curves.and: all
            Dense.bias: bias, biasInitializer
            Dense.relu: activation
            Dense.weights: weightInitializer
            Dense.withoutBias: bias
            DepthToSpace.pixelShuffle: channelsFirst
            Diagram.downwards: down
            Experiment.once: seeds
            Experiment.only: compared, recipes
            Fit.droppingLast: dropLast
            Fit.unshuffled: shuffle
            Fit.validate: validation
            Fit.withEpochs: epochs
            Grid.drawn: decimals
            Ink.border: stroke, width
            Ink.broken: dashed
            Instruction.withActivation: activation, output
            Instruction.withBias: bias, output
            Instruction.withChain: chain, inputs
            Instruction.withFold: fold, output
            Lettering.digits: mono
            Lettering.end: anchor
            Lettering.heavy: bold
            Lettering.middle: anchor
            Loader.droppingLast: dropLast
            Loader.shuffled: shuffle
            Matrix.across: least
            Matrix.mark: marks
            Matrix.names: rowNames, columnNames
            Matrix.scale: scale, diagonal
            MaxPool1D.ceil: pooling
            MaxPool1D.padding: pooling
            MaxPool1D.same: pooling
            MaxPool1D.stride: pooling
            MaxPool2D.ceil: pooling
            MaxPool2D.padding: pooling
            MaxPool2D.same: pooling
            MaxPool2D.stride: pooling
            Milestones.at: shares
            OwnImages.skipping: skipBroken
            Pad2D.reflect: mode
            ParameterGroup.frozen: trainable
            Piecewise.then: rates, epochs
            Preprocessing.cutFrom: image
            Preprocessing.standardising: standardised
            Published.atLeast: bar
            Published.byBest: deciding
            Published.in: article
            Published.onFirst: bar, images
            Published.within: bar
            RandomErasing.area: least, most
            RandomErasing.noise: noisy, value
            RandomErasing.value: noisy, value
            RandomResizedCrop.area: least, most
            Recipe.named: id, title
            Report.watching: watched
            Resize.area: interpolation
            Resize2D.alignCorners: mode
            Resize2D.bilinear: mode
            RunSettings.with: images
            Sgd.nesterov: lookAhead
            Stage.withBias: value, bias
            Subsample2D.weights: initializer
            TableConv2D.weights: weightInitializer
            TrainingFrame.ended: ended, heldOut, losses, step
            UpSampling2D.alignCorners: mode
            UpSampling2D.bilinear: mode
            Weight.fixed: isTrained
            """);

    /// Methods that make something else of a record, or look at files.
    private static final Set<String> NO_WITHERS = Set.of(
            "Axis.covering", "ByteImages.checked", "Bytes.part", "Converted.then", "Curves.finished", "Flow.noted",
            "HdfTree.group", "LayerGraph.output", "Letter.shifted", "NetworkDrawing.above", "OwnImages.found",
            "Pixels.enlarged", "Pixels.within", "RecordCodec.with", "RunFolder.claimed", "RunResult.by",
            "Scaling.ofUnits", "Scaling.then", "Seed.derive");

    private static Map<String, Set<String>> table(String lines) {
        return lines.lines()
                .map(line -> line.split(": "))
                .collect(toMap(line -> line[0], line -> new TreeSet<>(List.of(line[1].split(", ")))));
    }

    /// Methods that give a record of their own, and are none of its accessors.
    private static List<Method> candidates() {
        return ReflectionSupport.findAllClassesInPackage(
                        "dev.fovea", type -> type.isRecord() && MODULES.contains(home(type)), name -> true)
                .stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).filter(WithersTest::givesItsOwn))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    private static boolean givesItsOwn(Method method) {
        Class<?> type = method.getDeclaringClass();
        boolean accessor = method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents()).anyMatch(part -> part.getName().equals(method.getName()));
        return method.getReturnType() == type && !accessor && !method.isSynthetic()
                && !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers());
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    static List<Method> withers() {
        return candidates().stream().filter(method -> !NO_WITHERS.contains(name(method))).toList();
    }

    @ParameterizedTest
    @MethodSource("withers")
    void aWitherChangesWhatItIsNamedFor(Method wither) {
        Set<String> named = CHANGED.getOrDefault(name(wither), Set.of(wither.getName()));
        assertThat(changed(wither)).as("components that change in %s", wither).isEqualTo(named);
    }

    @Test
    void theListsNameMethodsThatThereAre() {
        List<String> there = candidates().stream().map(WithersTest::name).toList();
        assertThat(there).containsAll(CHANGED.keySet()).containsAll(NO_WITHERS);
    }

    @Test
    void aComponentThatIsLostOrExchangedIsFound() throws NoSuchMethodException {
        assertThat(changed(Planted.class.getDeclaredMethod("rows", int.class))).containsExactly("rows");
        assertThat(changed(Planted.class.getDeclaredMethod("columns", int.class))).containsExactly("columns", "dark");
        assertThat(changed(Planted.class.getDeclaredMethod("darkened"))).containsExactly("columns", "dark", "rows");
    }

    record Planted(int rows, int columns, boolean dark) {
        Planted rows(int rows) {
            return new Planted(rows, columns, dark);
        }

        Planted columns(int columns) {
            return new Planted(rows, columns, false);
        }

        Planted darkened() {
            return new Planted(columns, rows, true);
        }
    }

    /// Withers that a record of some values refuses are tried on others.
    private static Set<String> changed(Method wither) {
        Set<String> changed = new TreeSet<>();
        for (MadeUp before : MadeUp.all()) {
            try {
                Record record = before.record(wither.getDeclaringClass());
                changed.addAll(differing(record, before.other().call(wither, record)));
            } catch (IllegalArgumentException refused) {
                continue;
            }
        }
        return changed;
    }

    private static List<String> differing(Record record, Record other) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> !Objects.deepEquals(MadeUp.read(component, record), MadeUp.read(component, other)))
                .map(RecordComponent::getName)
                .toList();
    }
}
