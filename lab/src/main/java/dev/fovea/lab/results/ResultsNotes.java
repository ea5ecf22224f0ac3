package dev.fovea.lab.results;

import dev.fovea.lab.recipe.Article;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.recipe.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the page of results says of an experiment beneath its table. What several of its recipes have in common stands
/// there once.
final class ResultsNotes {
    /// Recipes that are all named; of more, the first and the last.
    private static final int FEW = 4;

    private ResultsNotes() {}

    /// Paragraphs: titles, everything published, in which article, and the recipes' notes.
    ///
    /// @param comparison what ours come to where the article compares; empty for nothing
    static String of(Experiment experiment, String comparison) {
        Map<List<String>, List<Recipe>> alike = new LinkedHashMap<>();
        for (Recipe recipe : experiment.recipes()) {
            alike.computeIfAbsent(sentences(recipe), _ -> new ArrayList<>()).add(recipe);
        }
        List<String> common = alike.size() == 1 ? List.of() : common(alike.keySet());
        List<String> paragraphs = new ArrayList<>();
        alike.forEach((sentences, recipes) -> {
            Stream<String> own = sentences.stream().filter(sentence -> !common.contains(sentence));
            Stream<String> compared = paragraphs.isEmpty() ? Stream.of(comparison) : Stream.empty();
            paragraphs.add(paragraph(titled(recipes), Stream.concat(own, compared)));
        });
        if (!common.isEmpty()) {
            List<Recipe> all = experiment.recipes();
            String who = all.size() > FEW ? names(ends(all), " to ") : names(all, " and ");
            paragraphs.add(paragraph(who + ":", common.stream()));
        }
        return String.join("\n\n", paragraphs) + "\n\n";
    }

    private static String paragraph(String head, Stream<String> sentences) {
        return Stream.concat(Stream.of(head), sentences.filter(sentence -> !sentence.isEmpty()))
                .collect(Collectors.joining(" "));
    }

    /// `id`: title. Of several, those of the first and of the last.
    private static String titled(List<Recipe> recipes) {
        List<Recipe> ends = ends(recipes);
        return names(ends, " to ") + ": " + ends.stream().map(Recipe::title).collect(Collectors.joining(", to ")) + ".";
    }

    private static List<Recipe> ends(List<Recipe> recipes) {
        return recipes.size() == 1 ? recipes : List.of(recipes.getFirst(), recipes.getLast());
    }

    private static String names(List<Recipe> recipes, String between) {
        return recipes.stream().map(recipe -> "`" + recipe.id() + "`").collect(Collectors.joining(between));
    }

    private static List<String> common(Iterable<List<String>> all) {
        List<String> common = new ArrayList<>(all.iterator().next());
        all.forEach(common::retainAll);
        return common;
    }

    private static List<String> sentences(Recipe recipe) {
        return Stream.concat(
                        Stream.of(published(recipe)).filter(sentence -> !sentence.isEmpty()),
                        recipe.notes().stream().map(ResultsNotes::sentence))
                .toList();
    }

    private static String published(Recipe recipe) {
        String words = recipe.published().words();
        Article article = recipe.published().article();
        String where = article == null ? "" : "article " + article.number();
        if (words.isEmpty()) {
            return where.isEmpty() ? "" : "Network and training as in " + where + ".";
        }
        return (where.isEmpty() ? "Published: " : "Published in " + where + ": ") + words + ".";
    }

    private static String sentence(String note) {
        return Character.toUpperCase(note.charAt(0)) + note.substring(1) + ".";
    }
}
