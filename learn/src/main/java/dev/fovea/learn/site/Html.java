package dev.fovea.learn.site;

import dev.fovea.text.Printable;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes HTML, of which all text is escaped, and each text stands in both languages: the page's style shows one.
final class Html {
    private static final Pattern COMMAND = Pattern.compile("(?:\\./)?(?:fovea )?show ([a-z-]+)");

    private final StringBuilder html = new StringBuilder();
    private final Chinese chinese;
    private final Set<String> pages;

    /// @param pages that texts may lead to, by the names of their examples
    Html(Chinese chinese, Set<String> pages) {
        this.chinese = chinese;
        this.pages = Set.copyOf(pages);
    }

    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /// A text in both languages, or once where they do not differ, as numbers do.
    Html text(String english) {
        if (!Chinese.hasWords(english)) {
            html.append(escaped(english));
            return this;
        }
        return both(english, chinese.of(english));
    }

    Html both(String english, String translated) {
        html.append("<span lang=\"en\">").append(linked(english)).append("</span><span lang=\"zh\">")
                .append(linked(translated)).append("</span>");
        return this;
    }

    /// A text in which the command that shows an example leads to the example's page.
    private String linked(String text) {
        return COMMAND.matcher(escaped(text)).replaceAll(found -> Matcher.quoteReplacement(
                pages.contains(found.group(1))
                        ? "<a href=\"" + found.group(1) + ".html\">" + found.group(1) + "</a>"
                        : found.group()));
    }

    /// An element with a text.
    Html element(String name, String english) {
        return raw("<" + name + ">").text(english).raw("</" + name.split(" ", 2)[0] + ">\n");
    }

    Chinese chinese() {
        return chinese;
    }

    static String escaped(String text) {
        return Printable.lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
