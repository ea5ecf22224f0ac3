/// Small pieces for drawing: SVG for diagrams and charts, PNG for pictures of pixels. No fonts, no screen, no other
/// library.
///
/// - colours for numbers: `ColourScale.of(values)`, `.diverging(limit)`, `.sequential(low, high)`, `.grey(low, high)`
/// - colours for any colour vision: `Colours.series(i)`
/// - a heat map with numbers (images, kernels, maps, confusion matrices):
///   `Matrix.of(tensor).scale(…).decimals(2).cell(36).names(rows, columns).mark(row, column, height, width, colour)`
/// - a line chart with legend:
///   `Chart.of(title, Axis.of("step"), Axis.of("loss").logarithmic(), Series.line(name, xs, ys)…).size(w, h)`
/// - named amounts: `Bars.of(bars).logarithmic()` with `Bar(name, value, text, colour)`
/// - a graph in layers: `Diagram.of(boxes, arrows)`, `.downwards()`, with `Box.of(id, title, lines…)` and
///   `Arrow.of(from, to)`
/// - a picture of pixels: `Pixels.of(image)`, `.channel(maps, c, scale)`, `.filter(filters, k, limit)`, then
///   `.enlarged(8)`
/// - a contact sheet: `Sheet.of(title, columns, tiles).side(96)` with `Tile.of(pixels, captions…).frame(colour)`
/// - arrangement: `Panel.row(gap, …)`, `.column(gap, …)`, `.grid(columns, gap, …)`,
///   `Words.of(text, Lettering.of(12))`, `figure.titled(…)`
/// - documents and files: `figure.svg(title)`, `figure.write(file, title)`; `pixels.png()`, `pixels.write(file)`,
///   `sheet.write(file)`
/// - numbers as tables print them, such as `−.11`: `Numerals.fixed(value, 2)`
///
/// `pixels.figure(8)` stands in an SVG beside charts. A document of `svg(title)` may be put into an HTML page as it is.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.drawing;

import org.jspecify.annotations.NullMarked;
