package dev.fovea.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.metric.Score;
import dev.fovea.train.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLogTest {
    private static final int STEPS_PER_EPOCH = 5;
    private static final int STEPS = 20;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("run/log.csv");
    }

    private static Event.Started started(long firstStep) {
        return new Event.Started("a", "vector", 1, 1, 4, STEPS_PER_EPOCH, STEPS, firstStep);
    }

    private static Event.EpochDone epoch(int epoch) {
        Score train = new Score(1.0 / epoch, 10 * epoch, 40);
        return new Event.EpochDone(epoch, train, new Score(2, 1, 4), 0.5 * epoch, true);
    }

    /// Takes the steps after `from` up to `to`, and saves after each `save`-th.
    private static void train(CsvLog log, int from, int to, int save) {
        for (int step = from + 1; step <= to; step++) {
            log.on(new Event.StepDone(step, (step - 1) / STEPS_PER_EPOCH + 1, (step - 1) % STEPS_PER_EPOCH + 1, 8,
                    1f / step, step % 9, 0.125f));
            if (step % STEPS_PER_EPOCH == 0) {
                log.on(epoch(step / STEPS_PER_EPOCH));
            }
            if (step % save == 0) {
                log.on(new Event.CheckpointSaved(Path.of("a"), "last", null, null));
            }
        }
    }

    private static void resume(CsvLog log, int step) {
        List<Event.EpochDone> history = new ArrayList<>();
        for (int epoch = 1; epoch <= step / STEPS_PER_EPOCH; epoch++) {
            history.add(epoch(epoch));
        }
        log.on(new Event.Restored(Path.of("a"), step, history));
        log.on(started(step));
    }

    private List<String> whole() throws IOException {
        CsvLog log = CsvLog.at(file()).everySteps(3);
        log.on(started(0));
        train(log, 0, STEPS, 100);
        log.on(new Event.Finished(STEPS, 4, 5, null));
        return Files.readAllLines(file());
    }

    @Test
    void hasARowForEachEpoch() throws IOException {
        CsvLog log = CsvLog.at(file());
        log.on(started(0));
        train(log, 0, 10, 100);
        assertThat(Files.readAllLines(file())).containsExactly(
                "row,epoch,step,loss,accuracy,validation_loss,validation_accuracy,rate,seconds",
                "epoch,1,5,1.0,0.25,2.0,0.25,0.125,0.5",
                "epoch,2,10,0.5,0.5,2.0,0.25,0.125,1.0");
    }

    @Test
    void hasRowsForStepsWhereWanted() throws IOException {
        assertThat(whole()).hasSize(1 + 4 + 6).contains("step,1,3,0.33333334,0.375,,,0.125,")
                .allMatch(row -> row.split(",", -1).length == 9);
    }

    @Test
    void aNewTrainingBeginsANewFile() throws IOException {
        List<String> whole = whole();
        assertThat(whole()).isEqualTo(whole);
    }

    /// Killed at any step after a checkpoint, then resumed: the same file as without.
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 7, 10, 13, 19})
    void aResumedTrainingLeavesNoGapAndNothingTwice(int save) throws IOException {
        List<String> whole = whole();
        for (int killed = save; killed < STEPS; killed++) {
            CsvLog first = CsvLog.at(file()).everySteps(3);
            first.on(started(0));
            train(first, 0, killed, save);
            CsvLog second = CsvLog.at(file()).everySteps(3);
            int from = killed / save * save;
            resume(second, from);
            train(second, from, STEPS, save);
            second.on(new Event.Finished(STEPS, 4, 5, null));
            assertThat(Files.readAllLines(file())).isEqualTo(whole);
        }
    }

    @Test
    void anEpochThatTheCheckpointKnowsIsAdded() throws IOException {
        CsvLog log = CsvLog.at(file());
        resume(log, 10);
        assertThat(Files.readAllLines(file())).hasSize(3).contains("epoch,2,10,0.5,0.5,2.0,0.25,,1.0");
    }

    /// A search through the rows for each epoch would look at them a million times.
    @Test
    void manyEpochsAreComparedInOneGo() {
        int count = 1000;
        AtomicInteger looks = new AtomicInteger();
        List<String> rows = new AbstractList<>() {
            @Override
            public String get(int index) {
                looks.incrementAndGet();
                return "epoch," + (index + 1) + ",5,1.0,0.25,2.0,0.25,0.125,0.5";
            }

            @Override
            public int size() {
                return count;
            }
        };
        List<Event.EpochDone> history = IntStream.rangeClosed(1, count + 2)
                .mapToObj(number -> new Event.EpochDone(number, new Score(1, 1, 4), null, 1, false)).toList();
        assertThat(CsvLog.missing(history, rows)).extracting(Event.EpochDone::epoch)
                .containsExactly(count + 1, count + 2);
        assertThat(looks).hasValueLessThanOrEqualTo(2 * count);
    }

    /// As two processes once left it that trained in one folder.
    @Test
    void anEpochThatAFileHoldsTwiceIsKeptOnce() throws IOException {
        CsvLog log = CsvLog.at(file());
        log.on(started(0));
        train(log, 0, 10, 100);
        List<String> once = Files.readAllLines(file());
        Files.write(file(), once.subList(1, 3), StandardOpenOption.APPEND);
        Path copy = folder.resolve("copy.csv");
        CsvLog.copy(file(), copy);
        assertThat(Files.readAllLines(copy)).isEqualTo(once);
        resume(CsvLog.at(file()), 10);
        assertThat(Files.readAllLines(file())).isEqualTo(once);
    }

    @Test
    void aLineCutOffByACrashIsDropped() throws IOException {
        CsvLog log = CsvLog.at(file());
        log.on(started(0));
        train(log, 0, 5, 100);
        Files.writeString(file(), "epoch,2,1", StandardOpenOption.APPEND);
        resume(CsvLog.at(file()), 5);
        assertThat(Files.readAllLines(file())).hasSize(2).last().asString().startsWith("epoch,1,5,");
    }

    @Test
    void doesNotTouchAFileOfOthers() throws IOException {
        Files.createDirectories(file().getParent());
        for (String text : List.of("a,b\n1,2\n", "", CsvLog.COLUMNS + "\nepoch\n")) {
            Files.writeString(file(), text);
            assertThatThrownBy(() -> resume(CsvLog.at(file()), 5))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("move the file away, or resume with another log");
            assertThat(file()).hasContent(text);
        }
    }

    @Test
    void aFolderThatCannotBeGivesOneLine() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertThatThrownBy(() -> CsvLog.at(plain.resolve("log.csv")).on(started(0)))
                .isInstanceOf(FileException.class).hasMessageContaining("cannot write");
        assertThatThrownBy(() -> CsvLog.at(file()).everySteps(0)).hasMessageContaining("at least 1: got 0");
    }
}
