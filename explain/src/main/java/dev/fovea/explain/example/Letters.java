package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How a network tells an X from an O: features, convolution in four steps, ReLU, pooling, a second pass, the vote.
///
/// @param steps the convolution of X with the first feature, place by place
/// @param votes of X, of O, and of a third picture, of which only the list is given
public record Letters(LetterMaps x, LetterMaps o, List<WindowStep> steps, List<Vote> votes) implements Example {
    /// The steps that are written out: a perfect fit, and the middle of the X.
    private static final List<Integer> SHOWN = List.of(8, 24);

    public Letters {
        steps = List.copyOf(steps);
        votes = List.copyOf(votes);
    }

    public static Letters of(Backend backend) {
        LetterMaps x = LetterMaps.of(Letter.x(), backend);
        LetterMaps o = LetterMaps.of(Letter.o(), backend);
        Vote.Places places = Vote.Places.of(x, o);
        Tensor third = Tensor.of(
                Shape.of(12), .9f, .65f, .45f, .87f, .96f, .73f, .23f, .63f, .44f, .89f, .94f, .53f);
        List<Vote> votes = new ArrayList<>();
        for (Tensor list : List.of(x.list(), o.list(), third)) {
            votes.add(Vote.of(list, places, backend));
        }
        return new Letters(x, o, LetterMaps.steps(Letter.x(), backend), votes);
    }

    @Override
    public String title() {
        return "How a network tells an X from an O";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A letter is 9 × 9 pixels: +1 is ink, −1 is paper. The network knows no letters, only three"
                + " features of 3 × 3 pixels, and asks how well each fits at each place. The nine numbers of a"
                + " feature are called a kernel: they are the weights of a neuron (see fovea show neuron) that is put"
                + " at one place after the other."));
        page.add(Block.row(
                Block.Grid.of("X", x.letter().pixels()).drawn(), Block.Grid.of("O", o.letter().pixels()).drawn()));
        page.add(new Block.Row(x.features().stream()
                .<Block.Piece>map(feature -> Block.Grid.of("feature " + feature.name(), feature.kernel()))
                .toList()));
        page.add(new Block.Heading("1. Convolution, in four steps"));
        page.add(Block.text("Align the feature with the image, multiply pixel by pixel, add, divide by the 9 pixels."
                + " (Networks leave the division out; here it makes a perfect fit 1.)"));
        page.add(Block.picture("xo-four-steps.svg"));
        SHOWN.forEach(index -> show(page, steps.get(index)));
        page.add(Block.text("So at each of the 7 × 7 places. 1.00 is a perfect fit, −1.00 the exact opposite. What"
                + " comes out is a feature map, or map for short: it says where in the letter the feature is."));
        page.add(maps("", x.features().stream().map(LetterMaps.Feature::convolved).toList()));
        page.add(new Block.Heading("2. ReLU"));
        page.add(Block.text("What is negative becomes 0, the rest stays: only what fits is passed on."));
        page.add(maps("ReLU of ", x.features().stream().map(LetterMaps.Feature::rectified).toList()));
        page.add(new Block.Heading("3. Max pooling"));
        page.add(Block.text("The greatest number of each 2 × 2 window stays. The window moves by 2; the last one"
                + " hangs over the border. 7 × 7 becomes 4 × 4, and it no longer matters where exactly in its window"
                + " a feature was."));
        page.add(maps("pooled ", x.features().stream().map(LetterMaps.Feature::pooled).toList()));
        page.add(Block.picture("xo-maps-of-x.svg"));
        page.add(Block.picture("xo-maps-of-o.svg"));
        page.add(new Block.Heading("4. A second pass"));
        page.add(Block.text("The three steps can be stacked: the maps that come out go in again. Each feature looks at"
                + " its own map of 4 × 4, which gets a border of zeros, so that its size stays. Then ReLU, then"
                + " pooling:"));
        page.add(Block.picture("xo-second-pass.svg"));
        page.add(maps("X, convolved again ", again(x, LetterMaps.SecondPass::convolved)));
        page.add(maps("ReLU of ", again(x, LetterMaps.SecondPass::rectified)));
        page.add(maps("X, second pass ", again(x, LetterMaps.SecondPass::pooled)));
        page.add(maps("O, second pass ", again(o, LetterMaps.SecondPass::pooled)));
        page.add(Block.text("The published example describes these three steps, but the 2 × 2 numbers that it goes on"
                + " with are those of pooling alone. They are easier to follow, because a perfect fit stays 1.00."
                + " Pooled once more without the other two steps, 4 × 4 becomes 2 × 2 like this:"));
        page.add(maps("X, twice pooled ", x.features().stream().map(LetterMaps.Feature::second).toList()));
        page.add(maps("O, twice pooled ", o.features().stream().map(LetterMaps.Feature::second).toList()));
        addVote(page);
        return page;
    }

    private void show(List<Block> page, WindowStep step) {
        page.add(Block.row(
                Block.Grid.of("align", x.letter().pixels()).window(step.top(), step.left(), 3, 3), new Block.Sign("×"),
                Block.Grid.of("feature \\", x.features().getFirst().kernel()), new Block.Sign("="),
                Block.Grid.of("multiply", step.products())));
        String sum = fixed(step.sum(), 0);
        String value = fixed(x.features().getFirst().convolved().at(step.row(), step.column()), 2);
        page.add(Block.lines("add: " + sum + "    divide: " + sum + " / 9 = " + value));
    }

    private static List<Tensor> again(LetterMaps letter, Function<LetterMaps.SecondPass, Tensor> map) {
        return letter.features().stream().map(feature -> map.apply(feature.again())).toList();
    }

    private static Block maps(String caption, List<Tensor> maps) {
        List<Block.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            pieces.add(Block.Grid.of(caption + LetterMaps.NAMES.get(i), maps.get(i)).decimals(2));
        }
        return new Block.Row(pieces);
    }

    private void addVote(List<Block> page) {
        page.add(new Block.Heading("5. The fully connected vote"));
        page.add(Block.text("The maps one after the other are a list of 12 numbers. That of an X is high at places "
                + places(votes.getFirst().places().x()) + ", that of an O at " + places(votes.getFirst().places().o())
                + ". The vote for a letter is the mean at its places. It is a neuron that"
                + " is connected to all 12 numbers, fully connected or dense, with the weight 1/"
                + votes.getFirst().places().x().size() + " or 1/" + votes.getFirst().places().o().size() + " at its"
                + " places and 0 elsewhere. Of a third picture only the list is given, twelve values without their"
                + " pixels: the vote needs no more."));
        page.add(Block.picture("xo-vote.svg"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < votes.size(); i++) {
            Vote vote = votes.get(i);
            String name = List.of("X", "O", "third").get(i);
            rows.add(List.of(
                    name, numbers(vote.list()), fixed(vote.x(), 2), fixed(vote.o(), 2), vote.letter()));
        }
        page.add(new Block.Table(List.of("picture", "its list", "X", "O", "is"), rows, List.of(1)));
        Vote third = votes.getLast();
        page.add(Block.lines(
                sum(third, third.places().x()) + " = " + fixed(third.x() * third.places().x().size(), 2) + ",  / "
                        + third.places().x().size() + " = " + fixed(third.x(), 3) + " for X",
                sum(third, third.places().o()) + " = " + fixed(third.o() * third.places().o().size(), 2) + ",  / "
                        + third.places().o().size() + " = " + fixed(third.o(), 4) + " for O"));
        page.add(Block.text("More speaks for " + third.letter() + " than for the other: the third picture is an "
                + third.letter() + "."));
        page.add(Block.text("Here people chose the features and the places of the vote. A network that is trained finds"
                + " both by itself: its kernels and weights start as random numbers, and training changes them until"
                + " the answers are right (see fovea show descent)."));
    }

    private static String sum(Vote vote, List<Integer> places) {
        return places.stream().map(place -> fixed(vote.list().values()[place - 1], 2))
                .collect(Collectors.joining(" + "));
    }

    static String places(List<Integer> places) {
        List<String> words = places.stream().map(String::valueOf).toList();
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    private static String numbers(Tensor list) {
        StringBuilder text = new StringBuilder();
        for (float value : list.values()) {
            text.append(text.isEmpty() ? "" : " ").append(fixed(value, 2));
        }
        return text.toString();
    }

    @Override
    public Map<String, byte[]> pictures() {
        return LetterPictures.of(this);
    }
}
