package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.fovea.backend.Backends;
import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.op.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalarsTest {
    @Test
    void theGraphsValuesAndGradients() {
        List<ScalarGraph.Value> values = ScalarGraph.of(Backends.shared()).values();

        assertThat(values).extracting(ScalarGraph.Value::name)
                .containsExactly("x", "y", "cos", "sin", "mult", "div", "add");
        double[] published = {5, 3, .283662, .141120, .040030, 1.666667, 1.706697};
        for (int i = 0; i < published.length; i++) {
            assertThat((double) values.get(i).value()).isCloseTo(published[i], offset(6e-7));
        }
        assertThat((double) values.get(0).gradient()).isCloseTo(.468657, offset(6e-7));
        assertThat((double) values.get(1).gradient()).isCloseTo(-.836379, offset(6e-7));
        assertThat(values.get(4).formula()).isEqualTo("w3 · w4");
    }

    /// The derivatives of sums, products, quotients, sine and cosine, in double precision.
    @Test
    void eachArrowPassesItsLocalDerivativeTimesWhatCame() {
        List<ScalarGraph.Edge> edges = ScalarGraph.of(Backends.shared()).edges();

        assertThat(edges).extracting(edge -> edge.to() + " " + edge.from()).containsExactly(
                "add mult", "add div", "div x", "div y", "mult cos", "mult sin", "sin y", "cos x");
        double[] local = {
            1, 1, 1 / 3.0, -5 / 9.0, Math.sin(3), Math.cos(5), Math.cos(3), -Math.sin(5)};
        double[] passed = {
            1, 1, 1 / 3.0, -5 / 9.0, Math.sin(3), Math.cos(5), Math.cos(3) * Math.cos(5), -Math.sin(5) * Math.sin(3)};
        for (int i = 0; i < local.length; i++) {
            assertThat((double) edges.get(i).local()).isCloseTo(local[i], offset(1e-6));
            assertThat((double) edges.get(i).passed()).isCloseTo(passed[i], offset(1e-6));
        }
    }

    @Test
    void aNudgeChangesTheResultByAboutTheDerivative() {
        List<ScalarGraph.Nudge> nudges = ScalarGraph.of(Backends.shared()).nudges();

        double x = Math.cos(5.001) * Math.sin(3) + 5.001 / 3;
        double y = Math.cos(5) * Math.sin(3.001) + 5 / 3.001;
        assertThat((double) nudges.get(0).after()).isCloseTo(x, offset(5e-7));
        assertThat((double) nudges.get(1).after()).isCloseTo(y, offset(5e-7));
        assertThat((double) nudges.get(0).quotient()).isCloseTo(.468657, offset(1e-3));
        assertThat((double) nudges.get(1).quotient()).isCloseTo(-.836379, offset(1e-3));
    }

    @Test
    void theProgramHasANodeForEachName() {
        Program program = ScalarGraph.program();

        assertThat(program.steps()).extracting(Step::name)
                .containsExactlyInAnyOrder("cos", "sin", "mult", "div", "add");
    }

    @Test
    void theNodesAreTheEnginesAndEachComesAfterItsInputs() {
        Map<String, Node> nodes = ScalarGraph.nodes();
        List<Node> order = List.copyOf(nodes.values());

        for (int i = 0; i < order.size(); i++) {
            assertThat(order.subList(0, i)).containsAll(order.get(i).inputs());
        }
    }

    @Test
    void descentAtThreeRates() {
        List<Descent.Run> runs = Descent.of(Backends.shared()).runs();

        assertThat(runs).extracting(Descent.Run::rate).containsExactly(.01f, .5f, 2.1f);
        assertThat(runs).extracting(Descent.Run::outcome)
                .containsExactly(Descent.Outcome.TOO_SMALL, Descent.Outcome.RIGHT, Descent.Outcome.DIVERGES);
        assertThat(runs).allMatch(run -> run.points().getFirst().loss() == 1.5f);
    }

    /// J is quadratic: after n steps the error of w is −2 (1 − α/2)ⁿ and that of b −(1 − α)ⁿ.
    @Test
    void descentGoesWhereTheFormulaSays() {
        for (Descent.Run run : Descent.of(Backends.shared()).runs()) {
            for (Descent.Point point : run.points().subList(0, 21)) {
                double w = 2 - 2 * Math.pow(1 - run.rate() / 2, point.step());
                double b = 1 - Math.pow(1 - run.rate(), point.step());
                assertThat((double) point.weight()).isCloseTo(w, offset(1e-4));
                assertThat((double) point.bias()).isCloseTo(b, offset(1e-4));
            }
        }
    }

    /// By hand: the errors are 1, 0, −1, −2, −3.
    @Test
    void theFirstStepIsWorkedOut() {
        DescentStep step = Descent.of(Backends.shared()).first();

        assertThat(step.points()).extracting(DescentStep.Point::error).containsExactly(1f, 0f, -1f, -2f, -3f);
        assertThat(step.points()).extracting(DescentStep.Point::product).containsExactly(-1f, -0f, -0f, -1f, -3f);
        assertThat(List.of(step.loss(), step.weightSlope(), step.biasSlope(), step.newWeight(), step.newBias()))
                .containsExactly(1.5f, -1f, -1f, .5f, .5f);
        assertThat(step.newLoss()).isEqualTo(.6875f);
    }

    /// J = (w − 2)² / 4 + (b − 1)² / 2, because the mean of x² is 1/2 and that of x is 0.
    @Test
    void contoursAreWhereTheLossIsTheirLevel() {
        for (Descent.Contour contour : Descent.of(Backends.shared()).bowl()) {
            for (int i = 0; i < contour.weights().size(); i++) {
                double w = contour.weights().get(i) - 2;
                double b = contour.biases().get(i) - 1;
                assertThat(w * w / 4 + b * b / 2).isCloseTo(contour.level(), offset(1e-5));
            }
        }
    }

    @Test
    void whatLayersHaveToLearn() {
        List<ParameterCounts.Row> rows = ParameterCounts.count().rows();

        assertThat(rows).extracting(ParameterCounts.Row::parameters).containsExactly(
                2_352L, 120_000L, 11_760L, 1_000_000_000_000L, 100_000_000L, 100L, 78L, 156L, 5L, 25L, 2L * 24 * 24 * 3,
                2L * 3);
        assertThat(rows.get(6).sum()).isEqualTo("(25 + 1) · 3 = 75 + 3");
        assertThat(rows.get(8).sum()).isEqualTo("4 + 1");
        assertThat(rows.get(9).sum()).endsWith("20 + 5");
    }

    @Test
    void everyGradientIsItsFiniteDifference() {
        List<GradientChecks.Check> checks = GradientChecks.of(Backends.shared()).checks();

        assertThat(checks).hasSize(4);
        for (GradientChecks.Check check : checks) {
            for (GradientChecks.By by : check.by()) {
                assertThat(by.largestError()).as(check.layer() + " by " + by.name()).isZero();
                assertThat(by.gradient().values()).containsExactly(by.difference().values());
            }
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /// The chain rule in double precision, with the numbers of the page.
    @Test
    void theChainRuleThroughAWholeNetwork() {
        SmallNetwork network = GradientChecks.of(Backends.shared()).network();

        double[] a = {sigmoid(.5 + .5), sigmoid(-1 + 1 + .5)};
        double[] u = {a[0] + .5 * a[1] + .25, -a[0] + 2 * a[1]};
        double p = 1 / (1 + Math.exp(u[1] - u[0]));
        assertThat((double) network.forward().get("E").values()[0]).isCloseTo(-Math.log(p), offset(1e-6));
        double byV = (p - 1) * a[0];
        double byA = (p - 1) * 1 + (1 - p) * -1;
        double byW = byA * a[0] * (1 - a[0]);
        SmallNetwork.Chain v = network.shown().getFirst();
        SmallNetwork.Chain w = network.shown().getLast();
        assertThat((double) v.gradient()).isCloseTo(byV, offset(1e-6));
        assertThat((double) w.gradient()).isCloseTo(byW, offset(1e-6));
        assertThat((double) v.difference()).isCloseTo(byV, offset(5e-5));
        assertThat((double) w.difference()).isCloseTo(byW, offset(5e-5));
        assertThat((double) w.after()).isCloseTo(.5 - .5 * byW, offset(1e-6));
        assertThat(network.lossAfter()).isLessThan(network.forward().get("E").values()[0]);
    }

    /// By hand.
    @Test
    void gradientsPassAsTheLayersSay() {
        List<GradientChecks.Check> checks = GradientChecks.of(Backends.shared()).checks();

        assertThat(checks.get(0).by().getFirst().gradient().values()).containsExactly(0, 2, 7);
        assertThat(checks.get(1).by().getFirst().gradient().values())
                .containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0);
        assertThat(checks.get(2).by().getFirst().gradient().values())
                .containsExactly(.25f, .25f, .5f, .5f, .25f, .25f, .5f, .5f, .75f, .75f, 1, 1, .75f, .75f, 1, 1);
        GradientChecks.Check convolution = checks.get(3);
        assertThat(convolution.by().getFirst().gradient().values()).containsExactly(-1, 0, 4, 4, 2, 0, -3, 4, -1);
        assertThat(convolution.again().getFirst().values())
                .containsExactly(convolution.by().getFirst().gradient().values());
    }

    /// By hand.
    @Test
    void aProductOfMatricesIsWorkedOut() {
        GradientChecks example = GradientChecks.of(Backends.shared());

        assertThat(example.product().result().values()).containsExactly(5, 6);
        assertThat(EveryExampleTest.texts(example)).contains(
                "column 1  1 · 2 + (−2) · 0 + 3 · 1 = 5", "column 2  1 · (−1) + (−2) · 1 + 3 · 3 = 6");
    }

    /// 44 · 32 + 29 = 1,437, the digits of the first thirty people.
    @Test
    void anEpochsStepsAreCounted() {
        assertThat(EveryExampleTest.texts(Descent.of(Backends.shared())))
                .anyMatch(text -> text.contains("The 1,437 built-in digits that networks in the examples are trained on"
                        + " make 45 steps an epoch: 44 batches of 32 and one of 29."));
    }
}
