package dev.fovea.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Two engines that take turns at one contest. Ratios are those of neighbouring rounds, the other engine's time by
/// Fovea's: above 1, Fovea is faster.
///
/// @param rounds that count
/// @param seconds that a round of the slower engine takes, about
record Duel(Contest contest, String rival, Opponent.Terms terms, int rounds, double seconds) {
    private static final String FOVEA = "fovea";
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ONES = 200;
    private static final int WARM_UP_ONES = 2_000;
    private static final int CHECKED = 4;
    private static final double TOLERANCE = 2e-3;

    /// What came of a measurement.
    ///
    /// @param what was done
    /// @param fovea the figure, of the median round
    /// @param rival likewise
    /// @param unit of both
    /// @param ratio how many times better Fovea is, by neighbouring rounds
    record Figure(String what, double fovea, double rival, String unit, Quartiles ratio) {}

    /// Lets both compute the same and compares.
    ///
    /// @return the largest difference, as a share of the largest number
    double check() {
        double[][] numbers = new double[2][];
        List<String> engines = List.of(FOVEA, rival);
        for (int i = 0; i < 2; i++) {
            try (Opponent one = Opponent.start(engines.get(i), contest, terms)) {
                numbers[i] = Stream.of(one.ask("check", CHECKED).split("[ |]"))
                        .filter(word -> !word.isEmpty())
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                one.end();
            }
        }
        double largest = Arrays.stream(numbers[0]).map(Math::abs).max().orElse(1);
        double difference = 0;
        for (int i = 0; i < Math.max(numbers[0].length, numbers[1].length); i++) {
            difference = Math.max(difference, Math.abs(numbers[0][i] - numbers[1][i]) / largest);
        }
        if (!(difference <= TOLERANCE)) {
            throw new IllegalStateException(contest.id() + ": " + rival + " computes something else, by a share of "
                    + difference + ": no times are compared");
        }
        return difference;
    }

    /// Images a second of training or predicting, and the memory that the processes took.
    List<Figure> throughput(String command) {
        try (Opponent fovea = Opponent.start(FOVEA, contest, terms);
                Opponent other = Opponent.start(rival, contest, terms)) {
            int ours = count(fovea, command);
            int theirs = count(other, command);
            double[] us = new double[rounds];
            double[] them = new double[rounds];
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                boolean first = i % 2 == 0;
                if (first) {
                    us[i] = speed(fovea, command, ours);
                }
                them[i] = speed(other, command, theirs);
                if (!first) {
                    us[i] = speed(fovea, command, ours);
                }
                ratios[i] = us[i] / them[i];
            }
            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure(
                    command, Quartiles.of(us).median(), Quartiles.of(them).median(), "images/s", Quartiles.of(ratios)));
            double ourPeak = fovea.end();
            double theirPeak = other.end();
            figures.add(new Figure(
                    command + ": memory", ourPeak, theirPeak, "MB", Quartiles.of(new double[] {theirPeak / ourPeak})));
            return figures;
        }
    }

    private double speed(Opponent one, String command, int count) {
        return 1e9 * count * contest.batch() / one.nanos(command, count);
    }

    /// Warms an engine up, and finds how many steps make a round.
    private int count(Opponent one, String command) {
        one.nanos(command, 1);
        int count = 1;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            long nanos = one.nanos(command, count);
            count = (int) Math.clamp(Math.round(count * seconds * 1e9 / nanos), 1, 10_000);
        }
        one.nanos(command, count);
        return count;
    }

    /// The time from an image in an array to its class: the median, and what 99 of 100 stay below.
    List<Figure> latency() {
        try (Opponent fovea = Opponent.start(FOVEA, contest, terms);
                Opponent other = Opponent.start(rival, contest, terms)) {
            double perImage = Quartiles.of(millis(fovea, 20)).median();
            millis(other, 20);
            // Enough for the compilers, and no more than some seconds.
            int warmUp = (int) Math.clamp(seconds * 4e3 / perImage, 10, WARM_UP_ONES);
            int ones = (int) Math.clamp(seconds * 1e3 / perImage, 5, ONES);
            millis(fovea, warmUp);
            millis(other, warmUp);
            double[] us = new double[rounds];
            double[] them = new double[rounds];
            double[] medians = new double[rounds];
            double[] tails = new double[rounds];
            double[] ourTails = new double[rounds];
            double[] theirTails = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                double[] ours = millis(fovea, ones);
                double[] theirs = millis(other, ones);
                us[i] = Quartiles.at(ours, .5);
                them[i] = Quartiles.at(theirs, .5);
                ourTails[i] = Quartiles.at(ours, .99);
                theirTails[i] = Quartiles.at(theirs, .99);
                medians[i] = them[i] / us[i];
                tails[i] = theirTails[i] / ourTails[i];
            }
            return List.of(
                    new Figure("one image, median", Quartiles.of(us).median(), Quartiles.of(them).median(), "ms",
                            Quartiles.of(medians)),
                    new Figure("one image, 99 %", Quartiles.of(ourTails).median(), Quartiles.of(theirTails).median(),
                            "ms", Quartiles.of(tails)));
        }
    }

    /// Sorted.
    private static double[] millis(Opponent one, int count) {
        return Stream.of(one.ask("one", count).split(" "))
                .mapToDouble(nanos -> Long.parseLong(nanos) / 1e6)
                .sorted()
                .toArray();
    }

    /// The time from the start of a process to the end of its first training step.
    Figure start(int times) {
        double[] us = new double[times];
        double[] them = new double[times];
        double[] ratios = new double[times];
        for (int i = 0; i < times; i++) {
            us[i] = started(FOVEA);
            them[i] = started(rival);
            ratios[i] = them[i] / us[i];
        }
        return new Figure(
                "first step after", Quartiles.of(us).median(), Quartiles.of(them).median(), "s", Quartiles.of(ratios));
    }

    private double started(String engine) {
        try (Opponent one = Opponent.start(engine, contest, terms)) {
            one.nanos("train", 1);
            return one.age() / 1e9;
        }
    }
}
