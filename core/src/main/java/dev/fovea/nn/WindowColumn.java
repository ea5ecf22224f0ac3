package dev.fovea.nn;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// A summary's column of kernels, strides and paddings, each below its like: `11×11 s4 p0`.
final class WindowColumn {
    private final int kernel;
    private final int stride;

    WindowColumn(List<Summary.Row> rows) {
        List<LayerWindow> windows = rows.stream().map(Summary.Row::window).filter(Objects::nonNull).toList();
        kernel = widest(windows, LayerWindow::kernel);
        stride = widest(windows, LayerWindow::stride);
    }

    private static int widest(List<LayerWindow> windows, Function<LayerWindow, String> part) {
        return windows.stream().map(part).mapToInt(String::length).max().orElse(0);
    }

    /// Empty for a layer without a window.
    String of(Summary.Row row) {
        LayerWindow window = row.window();
        if (window == null) {
            return "";
        }
        String border = window.border();
        return padded(window.kernel(), kernel) + " s" + padded(window.stride(), stride)
                + (border.equals("same") ? " " : " p") + border;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
