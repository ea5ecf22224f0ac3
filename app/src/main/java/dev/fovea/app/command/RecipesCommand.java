package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.page.TrainReport;
import dev.fovea.app.page.WrappedText;
import dev.fovea.lab.recipe.Article;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.RecipeSettings;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.results.ResultsRow;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.nn.Summary;
import dev.fovea.text.Figures;
import dev.fovea.text.Nearest;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the recipes and architectures, or tells all about one.
@Command(
        name = "recipes",
        description = "List what can be trained by name, and the architectures that have one; or tell all about one.",
        sortOptions = false)
public final class RecipesCommand implements Callable<Integer> {
    private static final int COLUMNS = 79;
    private static final String INDENT = " ".repeat(15);

    /// Layers whose outputs are all told.
    private static final int FEW = 25;

    private static final JsonMapper JSON = new JsonMapper();

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "A recipe or an architecture, to see data, network, training and notes; all in short if none"
                    + " is named.")
    private @Nullable String name;

    @Mixin
    private CommonOptions common;

    public RecipesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Recipe> recipes = name == null ? Recipes.all()
                : Recipes.has(name) ? List.of(Subjects.recipe(name)) : List.of();
        List<Architecture> architectures = Zoo.all().stream().filter(one -> chosen(one.id())).toList();
        requireKnown(recipes, architectures);
        if (common.json) {
            ObjectNode json = JsonNodes.object();
            ArrayNode array = json.putArray("recipes");
            recipes.forEach(recipe -> array.add(json(recipe)));
            ArrayNode nets = json.putArray("architectures");
            architectures.forEach(architecture -> nets.add(json(architecture)));
            console.print(json);
        } else if (name == null) {
            list(recipes, architectures);
        } else {
            recipes.forEach(this::print);
            architectures.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private boolean chosen(String id) {
        return name == null || name.equals(id);
    }

    private void requireKnown(List<Recipe> recipes, List<Architecture> architectures) {
        if (name != null && recipes.isEmpty() && architectures.isEmpty()) {
            List<String> known = Stream.concat(
                            Recipes.ids().stream(), Zoo.all().stream().map(Architecture::id))
                    .toList();
            throw CommandException.misused("no recipe or architecture is named " + name + Nearest.question(name, known)
                    + "; ./fovea recipes lists them");
        }
    }

    private static ObjectNode json(Recipe recipe) {
        Fit fit = recipe.fit();
        Article article = recipe.published().article();
        ObjectNode json = JsonNodes.object()
                .put("name", recipe.id())
                .put("title", recipe.title())
                .put("data", recipe.source().name())
                .put("input", recipe.input().toString())
                .put("network", TrainReport.network(summary(recipe)))
                .put("parameters", summary(recipe).parameters())
                .put("epochs", fit.epochs())
                .put("steps", fit.steps())
                .put("batch", fit.batch())
                .put("article", article == null ? null : article.title())
                .put("published", recipe.published().words());
        json.set("publishedAccuracy", JsonNodes.number(recipe.published().accuracy()));
        RecipeSettings all = new RecipeSettings(recipe);
        ObjectNode settings = json.putObject("settings");
        all.facts().forEach(fact -> settings.put(fact.name(), fact.words()));
        json.set("optimizer", JSON.readTree(all.optimizerJson().toString()));
        json.set("layers", JSON.readTree(all.layersJson().toString()));
        ArrayNode notes = json.putArray("notes");
        recipe.notes().forEach(notes::add);
        return json;
    }

    private static ObjectNode json(Architecture architecture) {
        return JsonNodes.object()
                .put("name", architecture.id())
                .put("title", architecture.title())
                .put("paper", architecture.paper())
                .put("input", architecture.input().toString())
                .put("classes", architecture.classes())
                .put("parameters", architecture.published().parameters());
    }

    private static Summary summary(Recipe recipe) {
        return recipe.network().summary(recipe.id());
    }

    private void list(List<Recipe> recipes, List<Architecture> architectures) {
        console.out().println("Recipes, with the accuracy that was published:");
        int width = recipes.stream().mapToInt(one -> one.id().length()).max().orElse(0);
        int title = recipes.stream().mapToInt(one -> one.title().length()).max().orElse(0);
        for (Recipe one : recipes) {
            double accuracy = one.published().accuracy();
            String published = Double.isNaN(accuracy) ? "" : ResultsRow.share(accuracy);
            row("%-" + width + "s  %-" + title + "s  %s", one.id(), one.title(), published);
        }
        console.out().println();
        console.out().println("Architectures:");
        int longest = architectures.stream().mapToInt(one -> one.id().length()).max().orElse(0);
        architectures.forEach(one -> row("%-" + longest + "s  %s", one.id(), one.title()));
        console.out().println();
        console.out().println("./fovea recipes NAME    tells all about one: data, network, training, notes");
        console.out().println("./fovea summary NAME    prints its layers");
        console.out().println("./fovea train RECIPE    trains it");
    }

    private void row(String format, Object... columns) {
        console.out().println(String.format(Locale.ROOT, format, columns).stripTrailing());
    }

    private void print(Recipe recipe) {
        Article article = recipe.published().article();
        Summary summary = summary(recipe);
        print(recipe.id() + ": " + recipe.title(), "    ");
        fact("data",
                recipe.source().title() + (recipe.source().builtIn() ? ", built in" : ", needs --data or --download"));
        fact("network", summary.rows().size() > FEW
                ? summary.input() + " → " + summary.rows().size() + " layers → " + summary.rows().getLast().output()
                : TrainReport.network(summary));
        fact("", Figures.count(summary.parameters()) + " parameters; layer by layer: ./fovea summary " + recipe.id());
        RecipeSettings all = new RecipeSettings(recipe);
        all.facts().forEach(one -> fact(one.name(), one.words()));
        layers(all.layers());
        if (article != null) {
            fact("article", article.number() + ", " + article.english() + ", " + article.origin()
                    + (article.address() == null ? "" : ", " + article.address()));
        }
        if (!recipe.published().words().isEmpty()) {
            fact("published", recipe.published().words());
        }
        recipe.notes().forEach(note -> fact("note", note));
        console.out().println("Train it with ./fovea train " + recipe.id());
    }

    /// A row each, its settings beside it.
    private void layers(List<RecipeSettings.LayerFact> layers) {
        int width = layers.stream().mapToInt(one -> 2 * one.depth() + one.name().length()).max().orElse(0);
        console.out().println("    layers");
        for (RecipeSettings.LayerFact one : layers) {
            String name = " ".repeat(6 + 2 * one.depth()) + one.name();
            print(String.format(Locale.ROOT, "%-" + (6 + width) + "s  %s", name, one.words()).stripTrailing(),
                    " ".repeat(8 + width));
        }
    }

    private void print(Architecture architecture) {
        print(architecture.id() + ": " + architecture.title(), "    ");
        fact("paper", architecture.paper());
        fact("input", architecture.input().toString());
        fact("classes", Figures.count(architecture.classes()));
        fact("published", Figures.count(architecture.published().parameters()) + " parameters");
        console.out().println("See its layers with ./fovea summary " + architecture.id());
    }

    private void fact(String name, String words) {
        print(String.format(Locale.ROOT, "    %-9s  %s", name, words), INDENT);
    }

    private void print(String text, String indent) {
        WrappedText.of(text, COLUMNS, indent, WrappedText.WORDS).forEach(console.out()::println);
    }
}
