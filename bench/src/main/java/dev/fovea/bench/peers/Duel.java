package dev.fovea.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Two sides that take turns at one contest. Ratios are those of neighbouring rounds, the second side's time by the
/// first's: above 1, the first is faster.
///
/// @param rival of Fovea: it decides on the form of the contest
/// @param rounds that count
/// @param seconds that a round of the slower side takes, about
record Duel(Contest contest, Engine rival, Side first, Side second, int rounds, double seconds) {
    private static final int WARM_UP_ROUNDS = 3;
    private static final int WARM_UP_ONES = 2_000;
    /// Images predicted one by one, in a round at most and in all rounds at least: of fast networks and of slow ones.
    private static final int ONES_IN_A_ROUND = 1_000;
    private static final int FAST_ONES = 1_000;
    private static final int SLOW_ONES = 200;
    private static final double SLOW_MILLIS = 5;
    /// What the loop of multiply-adds is called among figures.
    static final String PROBE = "multiply-adds";

    private static final String TRAIN = "train";
    private static final String SPEED = "images/s";
    /// Parts of a measurement of the multiply-adds on each thread: a tenth of a second with AVX-512.
    private static final int PROBES = 500;
    private static final int CHECKED = 4;
    private static final double TOLERANCE = 2e-3;

    /// What came of a measurement.
    ///
    /// @param what was done
    /// @param first side's figure
    /// @param second side's figure
    /// @param unit of both
    /// @param ratio how many times better the first is, by neighbouring rounds unless `what` says otherwise
    record Figure(String what, double first, double second, String unit, Quartiles ratio) {
        /// Of medians, where more is better.
        static Figure more(String what, double[] first, double[] second, String unit) {
            return of(what, first, second, unit, Quartiles.ofRatios(first, second));
        }

        /// Of medians, where less is better.
        static Figure less(String what, double[] first, double[] second, String unit) {
            return of(what, first, second, unit, Quartiles.ofRatios(second, first));
        }

        private static Figure of(String what, double[] first, double[] second, String unit, Quartiles ratio) {
            return new Figure(what, Quartiles.of(first).median(), Quartiles.of(second).median(), unit, ratio);
        }

        Figure named(String other) {
            return new Figure(other, first, second, unit, ratio);
        }
    }

    /// What came of the check.
    ///
    /// @param difference the largest, as a share of the largest number
    /// @param first name of the engine
    /// @param second name of the engine
    record Check(double difference, String first, String second) {}

    private Opponent start(Side side) {
        return Opponent.start(side, contest.id(), rival);
    }

    /// Lets both compute the same and compares.
    Check check() {
        double[][] numbers = new double[2][];
        String[] names = new String[2];
        List<Side> sides = List.of(first, second);
        for (int i = 0; i < 2; i++) {
            try (Opponent one = start(sides.get(i))) {
                numbers[i] = Stream.of(one.ask("check", CHECKED).split("[ |]"))
                        .filter(word -> !word.isEmpty())
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                names[i] = one.name();
                one.end();
            }
        }
        double difference = difference(numbers[0], numbers[1]);
        if (!(difference <= TOLERANCE)) {
            throw new IllegalStateException(contest.id() + ": " + names[1] + " computes something else, by a share of "
                    + difference + ": no times are compared");
        }
        return new Check(difference, names[0], names[1]);
    }

    private static double difference(double[] ours, double[] theirs) {
        if (ours.length != theirs.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = Arrays.stream(ours).map(Math::abs).max().orElse(1);
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]) / largest);
        }
        return difference;
    }

    /// Images a second of training or predicting, and the memory that the processes took.
    List<Figure> throughput(String command) {
        try (Opponent one = start(first);
                Opponent other = start(second)) {
            int ours = count(one, command);
            int theirs = count(other, command);
            Rounds turns = new Rounds(rounds);
            for (int i = 0; i < rounds; i++) {
                turns.take(i, () -> speed(one, command, ours), () -> speed(other, command, theirs));
            }
            double ourPeak = one.end();
            double theirPeak = other.end();
            return List.of(
                    turns.figure(command, SPEED),
                    new Figure(command + ", memory", ourPeak, theirPeak, "MB", Quartiles.one(theirPeak / ourPeak)));
        }
    }

    /// Images a second of training of one engine on several threads and on one. In Fovea's rounds also what the machine
    /// gives to more threads: the speed of a loop of multiply-adds, which shares no memory and no lock.
    List<Figure> scaling() {
        try (Opponent one = start(first);
                Opponent other = start(second)) {
            int ones = count(one, TRAIN);
            int others = count(other, TRAIN);
            boolean probes = first.engine() == Engine.FOVEA;
            Rounds training = new Rounds(rounds);
            Rounds probed = new Rounds(rounds);
            for (int i = 0; i < rounds; i++) {
                training.take(i, () -> speed(one, TRAIN, ones), () -> speed(other, TRAIN, others));
                if (probes) {
                    probed.take(i, () -> probe(one), () -> probe(other));
                }
            }
            one.end();
            other.end();
            Stream<Figure> trained = Stream.of(training.figure(TRAIN, SPEED), training.best(TRAIN, SPEED));
            return Stream.concat(trained, probes ? Stream.of(probed.figure(PROBE, "GFLOP/s")) : Stream.empty())
                    .toList();
        }
    }

    private double speed(Opponent one, String command, int count) {
        return 1e9 * count * contest.batch() / one.nanos(command, count);
    }

    private static double probe(Opponent one) {
        return Double.parseDouble(one.ask("probe", PROBES));
    }

    /// Warms a side up, and finds how many steps make a round.
    private int count(Opponent one, String command) {
        one.nanos(command, 1);
        int count = 1;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            long nanos = one.nanos(command, count);
            count = Math.clamp(Math.round(count * seconds * 1e9 / nanos), 1, 10_000);
        }
        one.nanos(command, count);
        return count;
    }

    /// The time from an image in an array to its class: what half of a round's images and what 99 of 100 stay below.
    List<Figure> latency() {
        try (Opponent one = start(first);
                Opponent other = start(second)) {
            // Enough for the compilers, and no more than some seconds.
            int warmUp = (int) Math.clamp(seconds * 4e3 / slower(one, other), 10, WARM_UP_ONES);
            millis(one, warmUp);
            millis(other, warmUp);
            double slower = slower(one, other);
            int least = Math.ceilDiv(slower > SLOW_MILLIS ? SLOW_ONES : FAST_ONES, rounds);
            int ones = (int) Math.clamp(seconds * 1e3 / slower, least, Math.max(least, ONES_IN_A_ROUND));
            double[][] us = new double[rounds][];
            double[][] them = new double[rounds][];
            for (int i = 0; i < rounds; i++) {
                int round = i;
                Rounds.play(round, () -> us[round] = millis(one, ones), () -> them[round] = millis(other, ones));
            }
            return List.of(latency("one image, p50", .5, us, them), latency("one image, p99", .99, us, them));
        }
    }

    private static Figure latency(String what, double share, double[][] us, double[][] them) {
        double[] ours = Arrays.stream(us).mapToDouble(round -> Quartiles.at(round, share)).toArray();
        double[] theirs = Arrays.stream(them).mapToDouble(round -> Quartiles.at(round, share)).toArray();
        return Figure.less(what + " of " + us.length * us[0].length, ours, theirs, "ms");
    }

    /// Milliseconds of one image, of the slower side.
    private static double slower(Opponent one, Opponent other) {
        millis(one, 20);
        millis(other, 20);
        return Math.max(Quartiles.of(millis(one, 20)).median(), Quartiles.of(millis(other, 20)).median());
    }

    /// Sorted.
    private static double[] millis(Opponent one, int count) {
        return Stream.of(one.ask("one", count).split(" "))
                .mapToDouble(nanos -> Long.parseLong(nanos) / 1e6)
                .sorted()
                .toArray();
    }

    /// The time from the start of a process to the end of its first training step, without what only the comparison
    /// needs: as each is usually started, Fovea from its launcher's AOT cache; and both from such a cache, and from
    /// none.
    List<Figure> starts(int times) {
        try (AotCache ours = AotCache.of(first, rival);
                AotCache theirs = AotCache.of(second, rival)) {
            List<Side> sides = List.of(ours.before(first), second, theirs.before(second), first);
            double[][] seconds = new double[sides.size()][times];
            for (int i = 0; i < times; i++) {
                for (int side = 0; side < sides.size(); side++) {
                    seconds[side][i] = started(sides.get(side));
                }
            }
            return List.of(
                    Figure.less("first step after", seconds[0], seconds[1], "s"),
                    Figure.less("first step, both cached", seconds[0], seconds[2], "s"),
                    Figure.less("first step, none cached", seconds[3], seconds[1], "s"));
        }
    }

    private double started(Side side) {
        try (Opponent one = start(side)) {
            long aside = one.nanos("first", 1);
            return (one.age() - aside) / 1e9;
        }
    }
}
