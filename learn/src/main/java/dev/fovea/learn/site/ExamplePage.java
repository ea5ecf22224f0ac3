package dev.fovea.learn.site;

import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.explain.example.Block;
import dev.fovea.explain.example.Example;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A worked example as a page: its text, its matrices as tables, and its pictures.
final class ExamplePage {
    private final Html html;

    private ExamplePage(Html html) {
        this.html = html;
    }

    /// @param folder where the pictures lie, seen from the page
    static String body(Example example, String folder, Chinese chinese) {
        ExamplePage page = new ExamplePage(new Html(chinese));
        page.html.element("h1", example.title());
        example.page().forEach(page::block);
        example.pictures().keySet().stream().sorted().forEach(file -> page.picture(folder + "/" + file, file));
        return page.html.toString();
    }

    private void block(Block block) {
        switch (block) {
            case Block.Heading heading -> html.element("h2", heading.text());
            case Block.Paragraph paragraph -> html.element("p", paragraph.text().replace('\u00A0', ' '));
            case Block.Lines lines -> lines(lines.lines());
            case Block.Row row -> row(row.pieces());
            case Block.Table table -> table(table);
        }
    }

    private void lines(List<String> lines) {
        html.raw("<div class=\"scroll\" tabindex=\"0\"><pre>");
        lines.forEach(line -> html.text(line).raw("\n"));
        html.raw("</pre></div>\n");
    }

    private void row(List<Block.Piece> pieces) {
        html.raw("<div class=\"row\">\n");
        for (Block.Piece piece : pieces) {
            switch (piece) {
                case Block.Sign sign -> html.raw("<span class=\"sign\">").text(sign.text()).raw("</span>\n");
                case Block.Grid grid -> grid(grid);
            }
        }
        html.raw("</div>\n");
    }

    private void grid(Block.Grid grid) {
        Tensor values = grid.values();
        boolean drawn = grid.decimals() < 0;
        html.raw("<figure class=\"grid\"><figcaption>").text(grid.caption()).raw("</figcaption><table class=\"")
                .raw(drawn ? "pixels" : "matrix").raw("\">\n");
        for (int i = 0; i < values.shape().dim(0); i++) {
            html.raw("<tr>");
            for (int j = 0; j < values.shape().dim(1); j++) {
                float value = values.at(i, j);
                String classes = (isIn(grid.window(), i, j) ? "in " : "") + (drawn && value > 0 ? "on" : "");
                html.raw(classes.isBlank() ? "<td>" : "<td class=\"" + classes.strip() + "\">")
                        .raw(drawn ? "" : Numerals.fixed(value, grid.decimals())).raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</table></figure>\n");
    }

    private static boolean isIn(Matrix.@Nullable Mark mark, int row, int column) {
        return mark != null && mark.covers(row, column);
    }

    private void table(Block.Table table) {
        html.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"table\"><thead><tr>");
        for (int i = 0; i < table.header().size(); i++) {
            html.raw(cell("th scope=\"col\"", table, i)).text(table.header().get(i)).raw("</th>");
        }
        html.raw("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            html.raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.raw(cell("td", table, i)).text(row.get(i)).raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private static String cell(String element, Block.Table table, int column) {
        return "<" + element + (column == 0 || table.left().contains(column) ? ">" : " class=\"number\">");
    }

    private void picture(String path, String file) {
        String name = file.replaceFirst("\\.\\w+$", "").replace('-', ' ');
        html.raw("<figure class=\"picture\"><img loading=\"lazy\" src=\"" + Html.escaped(path) + "\" alt=\""
                + Html.escaped(name) + "\"></figure>\n");
    }
}
