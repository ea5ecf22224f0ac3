package dev.fovea.learn.site;

import java.util.List;
import java.util.stream.Collectors;

/// What all pages have: the list of pages, the buttons for language and light, styles and scripts.
///
/// @param links pages in order
record PageLayout(List<Link> links, Chinese chinese) {
    /// A page in the list.
    ///
    /// @param id its file without `.html`
    record Link(String id, String title) {}

    PageLayout {
        links = List.copyOf(links);
    }

    /// Writes a part of a page, whose texts may lead to the other pages.
    Html html() {
        return new Html(chinese, links.stream().map(Link::id).collect(Collectors.toSet()));
    }

    /// The whole page.
    ///
    /// @param id which of the links it is
    /// @param files scripts and styles besides those of every page, in order
    String page(String id, String title, String body, List<String> files) {
        Html html = html();
        html.raw("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                """).raw("<title data-zh=\"").raw(Html.escaped(chinese.of(title))).raw(" · Fovea\">")
                .raw(Html.escaped(title)).raw(" · Fovea</title>\n")
                .raw("<link rel=\"icon\" href=\"data:,\">\n");
        files.stream().filter(PageLayout::isStyle).forEach(style -> style(html, style));
        style(html, "site.css");
        html.raw("<script src=\"site.js\"></script>\n</head>\n<body>\n")
                .raw("<a class=\"skip\" href=\"#content\">").both("To the content", "跳到正文").raw("</a>\n<header>\n")
                .raw(links.size() > 1
                        ? "<a class=\"home\" href=\"index.html\">Fovea</a>"
                        : "<b class=\"home\">Fovea</b>")
                .raw("\n<span class=\"gap\"></span>\n")
                .raw("<button id=\"language\" type=\"button\"><span lang=\"en\">中文</span>"
                        + "<span lang=\"zh\">English</span></button>\n")
                .raw("<button id=\"light\" type=\"button\">").both("Light or dark", "明暗").raw("</button>\n</header>\n")
                .raw("<div class=\"columns\">\n");
        if (links.size() > 1) {
            navigation(html, id);
        }
        html.raw("<main id=\"content\">\n").raw(body);
        beside(html, id);
        html.raw("</main>\n</div>\n");
        files.stream().filter(file -> !isStyle(file))
                .forEach(script -> html.raw("<script src=\"" + script + "\"></script>\n"));
        return html.raw("</body>\n</html>\n").toString();
    }

    private void navigation(Html html, String id) {
        html.raw("<nav aria-label=\"Pages · 目录\"><details id=\"pages\" open><summary>")
                .both("Pages", "目录").raw("</summary><ol>\n");
        for (Link link : links) {
            html.raw("<li><a href=\"" + link.id() + ".html\"" + (link.id().equals(id) ? " aria-current=\"page\"" : "")
                    + ">").text(link.title()).raw("</a></li>\n");
        }
        html.raw("</ol></details></nav>\n");
    }

    private static boolean isStyle(String file) {
        return file.endsWith(".css");
    }

    private static void style(Html html, String file) {
        html.raw("<link rel=\"stylesheet\" href=\"" + file + "\">\n");
    }

    /// The pages before and after.
    private void beside(Html html, String id) {
        List<String> ids = links.stream().map(Link::id).toList();
        int at = ids.indexOf(id);
        html.raw("<div class=\"beside\">");
        if (at > 0) {
            link(html, "← ", links.get(at - 1), "");
        }
        html.raw("<span class=\"gap\"></span>");
        if (at + 1 < links.size()) {
            link(html, "", links.get(at + 1), " →");
        }
        html.raw("</div>\n");
    }

    private static void link(Html html, String before, Link link, String after) {
        html.raw("<a href=\"" + link.id() + ".html\">" + before).text(link.title()).raw(after + "</a>");
    }
}
