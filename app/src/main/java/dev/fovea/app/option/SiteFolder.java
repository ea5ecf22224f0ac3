package dev.fovea.app.option;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.lab.run.JsonNodes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/// Pages for the browser as files in a folder, from where they open.
public final class SiteFolder {
    private SiteFolder() {}

    /// Writes all of the site, and says where to begin.
    ///
    /// @param option what named the folder
    public static int write(
            Path folder, Map<String, byte[]> site, Console console, boolean json, PrintStream people, String option) {
        int count = OutFolder.write(folder, site, option).size();
        Path page = console.typed(folder.resolve("index.html"));
        if (json) {
            console.print(JsonNodes.object().put("page", page.toString()).put("files", count));
        }
        people.println("Wrote " + count + " files; open " + page);
        return ExitCode.DONE;
    }

    /// Writes one page and what it needs.
    ///
    /// @param name of the page
    /// @return where the page lies
    static Path write(Path folder, Map<String, byte[]> files, String name) {
        OutFolder.write(folder, files, "--html");
        return folder.resolve(name + ".html");
    }
}
