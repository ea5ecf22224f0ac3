package dev.fovea.app;

import dev.fovea.recipe.Recipe;
import dev.fovea.recipe.Recipes;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the recipes.
@Command(name = "recipes", description = "List what can be trained by name, and the architectures that have one.")
final class RecipesCommand implements Callable<Integer> {
    private static final int COLUMNS = 80;

    private final Console console;

    @Mixin
    private CommonOptions common;

    RecipesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (common.json) {
            ObjectNode json = Json.object();
            ArrayNode recipes = json.putArray("recipes");
            Recipes.all().forEach(recipe -> recipes.add(json(recipe)));
            ArrayNode architectures = json.putArray("architectures");
            Zoo.all().forEach(architecture -> architectures.add(json(architecture)));
            console.print(json);
        } else {
            Recipes.all().forEach(this::print);
            console.out().println("Train one with ./fovea train NAME; see its layers with ./fovea summary NAME.");
            console.out().println();
            printArchitectures();
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(Recipe recipe) {
        ObjectNode json = Json.object()
                .put("name", recipe.id())
                .put("title", recipe.title())
                .put("data", recipe.source().name())
                .put("input", recipe.input().toString())
                .put("epochs", recipe.fit().epochs())
                .put("batch", recipe.fit().batch())
                .put("published", recipe.published().words());
        ArrayNode notes = json.putArray("notes");
        recipe.notes().forEach(notes::add);
        return json;
    }

    private static ObjectNode json(Architecture architecture) {
        return Json.object()
                .put("name", architecture.id())
                .put("title", architecture.title())
                .put("paper", architecture.paper())
                .put("input", architecture.input().toString())
                .put("classes", architecture.classes())
                .put("parameters", architecture.published().parameters());
    }

    private void printArchitectures() {
        console.out().println("Architectures by name; see the layers of one with ./fovea summary NAME:");
        int width = Zoo.all().stream().mapToInt(one -> one.id().length()).max().orElse(0);
        for (Architecture one : Zoo.all()) {
            print(
                    String.format(Locale.ROOT, "    %-" + width + "s  %s", one.id(), one.title()), " ".repeat(width + 6));
        }
    }

    private void print(Recipe recipe) {
        String needs = recipe.source().builtIn() ? "built in" : "needs --data or --download";
        print(recipe.id() + ": " + recipe.title(), "    ");
        fact("data", recipe.source().title() + ", " + needs);
        fact("training", recipe.fit().epochs() + " epochs, batch " + recipe.fit().batch());
        if (!recipe.published().words().isEmpty()) {
            fact("published", recipe.published().words());
        }
        recipe.notes().forEach(note -> fact("note", note));
        console.out().println();
    }

    private void fact(String name, String words) {
        print(String.format(Locale.ROOT, "    %-9s  %s", name, words), " ".repeat(15));
    }

    private void print(String text, String indent) {
        Lines.of(text, COLUMNS, indent, Lines.WORDS).forEach(console.out()::println);
    }
}
