package dev.fovea.lab.results;

import dev.fovea.lab.run.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the kept logs say of single epochs: a row each, of every seed that has a result.
///
/// @param table beside whose page the logs lie
record EpochLogs(ResultsTable table) {
    /// A column of a log.
    enum Column {
        LOSS(3),
        ACCURACY(4),
        VALIDATION_ACCURACY(6);

        private final int index;

        Column(int index) {
            this.index = index;
        }
    }

    /// The mean over the seeds; NaN where a log lacks the epoch or has no number there.
    ///
    /// @param epoch from 1
    double mean(ResultsRow row, int epoch, Column column) {
        return row.results().stream().mapToDouble(result -> value(result, epoch, column)).average()
                .orElse(Double.NaN);
    }

    private double value(RunResult result, int epoch, Column column) {
        return rows(result).stream()
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[0].equals("epoch") && cells.length > column.index
                        && cells[1].equals(String.valueOf(epoch)))
                .mapToDouble(cells -> number(cells[column.index]))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    private List<String> rows(RunResult result) {
        Path log = table.logs().resolve(result.recipe() + "-" + result.seed() + ".csv");
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
