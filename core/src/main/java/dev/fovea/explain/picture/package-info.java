/// Small pieces for drawing: SVG for diagrams and charts, PNG for pictures of pixels. No fonts, no screen, no other
/// library.
///
/// | call | gives |
/// |---|---|
/// | `ColourScale.of(values)`, `.diverging(limit)`, `.sequential(low, high)`, `.grey(low, high)` | colours for numbers |
/// | `Colours.series(i)` | colours for any colour vision |
/// | `Matrix.of(tensor).scale(…).decimals(2).cell(36).names(rows, columns).mark(row, column, height, width, colour)` | a heat map with numbers: images, kernels, maps, confusion matrices |
/// | `Chart.of(title, Axis.of("step"), Axis.of("loss").logarithmic(), Series.line(name, xs, ys)…).size(w, h)` | a line chart with legend |
/// | `Bars.of(bars).logarithmic()` with `Bar(name, value, text, colour)` | named amounts |
/// | `Diagram.of(boxes, arrows)`, `.downwards()`, with `Box.of(id, title, lines…)` and `Arrow.of(from, to)` | a graph in layers |
/// | `Pixels.of(image)`, `.channel(maps, c, scale)`, `.filter(filters, k, limit)`, then `.enlarged(8)` | a picture of pixels |
/// | `Sheet.of(title, columns, tiles).side(96)` with `Tile.of(pixels, captions…).frame(colour)` | a contact sheet |
/// | `Panel.row(gap, …)`, `.column(gap, …)`, `.grid(columns, gap, …)`, `Words.of(text, Lettering.of(12))`, `figure.titled(…)` | arrangement |
/// | `figure.svg(title)`, `figure.write(file, title)`; `pixels.png()`, `pixels.write(file)`, `sheet.write(file)` | documents, files |
/// | `Numerals.fixed(value, 2)` | `−.11`, as tables print it |
///
/// `pixels.figure(8)` stands in an SVG beside charts. A document of `svg(title)` may be put into an HTML page as it is.
@NullMarked
package dev.fovea.explain.picture;

import org.jspecify.annotations.NullMarked;
