package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ChartTest {
    private static List<String> texts(Chart chart) throws Exception {
        return SvgTest.elements(SvgTest.parse(chart.svg("c")), "text").stream().map(Element::getTextContent).toList();
    }

    @Test
    void axesBeginAndEndAtRoundNumbers() throws Exception {
        Chart chart = Chart.of("T", Axis.of("step"), Axis.of("loss"), Chart.Series.line("a", 0.13, 0.97));

        assertThat(texts(chart)).contains("0", ".2", ".4", ".6", ".8", "1", "step", "loss", "T");
    }

    @Test
    void aLogarithmicAxisHasPowersOfTen() throws Exception {
        Chart chart = Chart.of(
                "T", Axis.of("step"), Axis.of("loss").logarithmic(), Chart.Series.line("a", 1e-7, 3, 2e5));

        assertThat(texts(chart)).contains("10⁻⁶", "10⁻⁴", "10⁻²", "10⁰", "10²", "10⁴").doesNotContain("100", "10,000");
    }

    @Test
    void aLogarithmicAxisOfShortNumbersWritesThemOut() throws Exception {
        Chart chart = Chart.of("T", Axis.of("step"), Axis.of("loss").logarithmic(), Chart.Series.line("a", .004, 3));

        assertThat(texts(chart)).contains(".01", ".1", "1").doesNotContain("10⁻²");
    }

    @Test
    void anAxisHasWordsWhereTheyAreAsked() throws Exception {
        Axis sizes = Axis.of("images").logarithmic().at(100, 60_000);
        Chart chart = Chart.of(
                "T", sizes, Axis.of("loss"), Chart.Series.line("a", new double[] {100, 60_000}, new double[] {.1, .2}));

        assertThat(texts(chart)).contains("100", "60,000").doesNotContain("1,000", "50,000");
    }

    @Test
    void yearsHaveNoComma() throws Exception {
        Chart chart = Chart.of(
                "T", Axis.ofYears(), Axis.of("flow"),
                Chart.Series.line("a", new double[] {1871, 1970}, new double[] {1_120, 1_370}));

        assertThat(texts(chart)).contains("1880", "1960", "1,200", "year").doesNotContain("1,880");
    }

    @Test
    void equalFactorsAreEqualStepsOnALogarithmicAxis() {
        Axis axis = Axis.of("x").logarithmic().range(1, 10_000);

        assertThat(axis.share(1)).isZero();
        assertThat(axis.share(100)).isEqualTo(0.5);
        assertThat(axis.share(10_000)).isEqualTo(1);
    }

    @Test
    void whatIsNoNumberBreaksTheLine() throws Exception {
        Chart chart = Chart.of(
                "T", Axis.of("x"), Axis.of("y"), Chart.Series.line("a", 1, 2, Double.NaN, 3, Double.POSITIVE_INFINITY));

        List<Element> paths = SvgTest.elements(SvgTest.parse(chart.svg("c")), "path");

        assertThat(paths).hasSize(1);
        assertThat(paths.getFirst().getAttribute("d").chars().filter(c -> c == 'M')).hasSize(2);
        assertThat(paths.getFirst().getAttribute("d")).doesNotContain("N", "Inf");
    }

    @Test
    void severalSeriesHaveALegendAndOneHasNone() throws Exception {
        Chart.Series a = Chart.Series.line("first", 1, 2);
        Chart.Series b = Chart.Series.line("second", 2, 1).style(Chart.Style.POINTS);

        assertThat(texts(Chart.of("T", Axis.of("x"), Axis.of("y"), a, b))).contains("first", "second");
        assertThat(texts(Chart.of("T", Axis.of("x"), Axis.of("y"), a))).doesNotContain("first");
    }

    @Test
    void wrongUseIsSaid() {
        assertThatThrownBy(() -> Chart.of("T", Axis.of("x"), Axis.of("y"))).hasMessageContaining("at least one series");
        assertThatThrownBy(() -> Axis.of("x").range(2, 1)).hasMessageContaining("from low to high: got 2.0 to 1.0");
        assertThatThrownBy(() -> Axis.of("x").range(0, 1).logarithmic()).hasMessageContaining("begins above 0");
        assertThatThrownBy(() -> Chart.Series.line("a", new double[2], new double[3]))
                .hasMessageContaining("got 2 and 3");
    }

    @Test
    void numeralsAreThoseOfTheTables() {
        assertThat(Numerals.fixed(-7 / 9.0, 2)).isEqualTo("−.78");
        assertThat(Numerals.fixed(-0.001, 2)).isEqualTo(".00");
        assertThat(Numerals.fixed(1, 2)).isEqualTo("1.00");
        assertThat(Numerals.fixed(-12, 0)).isEqualTo("−12");
        assertThat(Numerals.fixed(0, 0)).isEqualTo("0");
        assertThat(Numerals.fixed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("−∞");
        assertThat(Numerals.decimals(2, 1, 2, -3)).isZero();
        assertThat(Numerals.decimals(2, 1, 2.5f)).isEqualTo(2);
    }
}
