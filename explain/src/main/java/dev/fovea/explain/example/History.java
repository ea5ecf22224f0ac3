package dev.fovea.explain.example;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Svg;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where convolutional networks come from: what was found when, by whom, in which paper.
public record History(List<Milestone> milestones, List<Contestant> contest) implements Example {
    public History {
        milestones = List.copyOf(milestones);
        contest = List.copyOf(contest);
    }

    /// A thing that was found.
    ///
    /// @param era what it belongs to
    /// @param year of its paper
    /// @param text what was found
    /// @param source the paper
    public record Milestone(Era era, int year, String title, String text, String source) {}

    /// A network that took part in ImageNet's contest, which has 1,000 classes.
    ///
    /// @param parameters counted by the layers that Fovea builds it of
    /// @param error how many of 100 pictures had their class not among the five first guesses, as its paper says
    public record Contestant(int year, String name, long parameters, String error) {}

    /// What a milestone belongs to.
    public enum Era {
        BRAIN("The eye and the first neurons", Colours.GREEN),
        LEARNING("Networks learn to see", Colours.BLUE),
        PAUSE("The other way", Colours.MUTED),
        DEPTH("Large data, deep networks", Colours.VERMILION);

        private final String words;
        private final int colour;

        Era(String words, int colour) {
            this.words = words;
            this.colour = colour;
        }
    }

    public static History told() {
        return new History(List.of(
                new Milestone(Era.BRAIN, 1958, "The perceptron",
                        "Frank Rosenblatt describes a machine with artificial neurons: each adds up its inputs, times"
                                + " weights, and fires above a threshold. The weights are learned from examples.",
                        "Rosenblatt, Psychological Review 65, 1958, 386–408"),
                new Milestone(Era.BRAIN, 1959, "Cells that see edges",
                        "David Hubel and Torsten Wiesel record from single cells in the visual cortex of cats. Each"
                                + " looks at a small part of what the eye sees, its receptive field, and answers to an"
                                + " edge or bar of one direction. In 1962 they tell simple cells from complex ones,"
                                + " which answer wherever in their field the edge lies: as if they gathered simple"
                                + " cells. A convolution and a pooling work alike.",
                        "Hubel and Wiesel, Journal of Physiology 148, 1959, 574–591; 160, 1962, 106–154"),
                new Milestone(Era.LEARNING, 1980, "The Neocognitron",
                        "Kunihiko Fukushima builds this into a network: layers of S cells, which look for a feature"
                                + " everywhere with the same weights, and of C cells, which allow for shifts, in turns."
                                + " Shown a few digits again and again, without labels, it learns to tell them"
                                + " apart wherever they stand; but not yet by gradients.",
                        "Fukushima, Biological Cybernetics 36, 1980, 193–202"),
                new Milestone(Era.LEARNING, 1986, "Backpropagation",
                        "David Rumelhart, Geoffrey Hinton and Ronald Williams show that the chain rule, applied"
                                + " backward through the layers, lets hidden neurons learn useful features.",
                        "Rumelhart, Hinton, Williams, Nature 323, 1986, 533–536"),
                new Milestone(Era.LEARNING, 1989, "Convolution learned by gradients",
                        "Yann LeCun and others train a network with shared weights by backpropagation to read"
                                + " handwritten zip codes. In 1998 follows LeNet-5, which reads cheques.",
                        "LeCun et al., Neural Computation 1, 1989, 541–551; Proc. IEEE 86, 1998, 2278–2324"),
                new Milestone(Era.PAUSE, 2005, "Features by hand",
                        "For larger pictures, data and computers are still too small. What is used are features that"
                                + " people design, such as SIFT and HoG, and a classifier behind them, such as a"
                                + " support vector machine.",
                        "Lowe, IJCV 60, 2004, 91–110 (SIFT); Dalal and Triggs, CVPR 2005 (HoG)"),
                new Milestone(Era.DEPTH, 2009, "ImageNet",
                        "Millions of pictures with labels, collected by Fei-Fei Li's group; from 2010 on a contest with"
                                + " 1,000 classes.",
                        "Deng et al., CVPR 2009"),
                new Milestone(Era.DEPTH, 2012, "The cat neuron",
                        "A network at Google looks at 10 million pictures from YouTube videos, without labels, for"
                                + " three days on 1,000 machines. One of its neurons comes to answer to faces of cats.",
                        "Le et al., ICML 2012"),
                new Milestone(Era.DEPTH, 2012, "AlexNet",
                        "Alex Krizhevsky, Ilya Sutskever and Geoffrey Hinton win the contest with a convolutional"
                                + " network on two graphics cards: ReLU, dropout, augmented pictures. The next best"
                                + " has an error of 26.2 %.",
                        "Krizhevsky, Sutskever, Hinton, NIPS 2012"),
                new Milestone(Era.DEPTH, 2014, "VGG and GoogLeNet",
                        "Deeper: VGG stacks kernels of 3 × 3 in up to 19 layers and comes second; GoogLeNet, 22 layers,"
                                + " joins kernels of several sizes in modules and wins.",
                        "Simonyan and Zisserman, ICLR 2015; Szegedy et al., CVPR 2015"),
                new Milestone(Era.DEPTH, 2015, "ResNet",
                        "Shortcuts around every few layers let gradients pass: 152 layers learn, and win.",
                        "He et al., Deep residual learning for image recognition, CVPR 2016")), List.of(
                contestant(2012, "AlexNet", "alexnet-groups", "15.3 % (seven networks)"),
                contestant(2014, "VGG-16", "vgg16", "7.3 % (seven networks)"),
                contestant(2014, "GoogLeNet", "googlenet", "6.67 % (seven networks)"),
                contestant(2015, "ResNet-152", "resnet152", "3.57 % (six networks)")));
    }

    private static Contestant contestant(int year, String name, String id, String error) {
        Architecture network = Zoo.named(id);
        return new Contestant(year, name, network.network().summary(id).parameters(), error);
    }

    @Override
    public String title() {
        return "History: from the eye of a cat to networks of 152 layers";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.picture("history.svg"));
        for (int i = 0; i < milestones.size(); i++) {
            Milestone milestone = milestones.get(i);
            if (i == 0 || milestones.get(i - 1).era != milestone.era) {
                page.add(new Block.Heading(milestone.era.words));
            }
            page.add(Block.text(milestone.year + ", " + milestone.title + ". " + milestone.text + " ["
                    + milestone.source + "]"));
        }
        page.add(new Block.Heading("ImageNet's contest in numbers"));
        page.add(new Block.Table(
                List.of("year", "network", "parameters", "error, five guesses"),
                contest.stream()
                        .map(one -> List.of(
                                Integer.toString(one.year), one.name,
                                String.format(Locale.ROOT, "%,d", one.parameters), one.error))
                        .toList(), List.of(1, 3)));
        page.add(Block.text("The parameters are those of one network, counted by the layers that Fovea builds it of."
                + " The errors are from the papers, and those of several networks that vote together: with VGG and"
                + " ResNet of networks of different depths."));
        return page;
    }

    @Override
    public Map<String, byte[]> pictures() {
        return Map.of("history.svg", Drawn.bytes(new Timeline(milestones), title()));
    }

    /// Years to scale on the left, what happened on the right.
    private record Timeline(List<Milestone> milestones) implements Figure {
        private static final int FIRST = 1955;
        private static final int LAST = 2016;
        private static final double ROW = 46;
        private static final double AXIS = 50;
        private static final double WORDS = 150;

        @Override
        public double width() {
            return 680;
        }

        @Override
        public double height() {
            return ROW * milestones.size();
        }

        private double at(int year) {
            return (height() - 20) * (year - FIRST) / (LAST - FIRST) + 10;
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            svg.line(x + AXIS, y, x + AXIS, y + height(), Ink.line(Colours.MUTED, 2));
            for (int year = 1960; year < LAST; year += 10) {
                svg.line(x + AXIS - 5, y + at(year), x + AXIS, y + at(year), Ink.line(Colours.MUTED, 2));
                svg.text(x + AXIS - 10, y + at(year) + 4, Integer.toString(year),
                        Lettering.of(12).colour(Colours.MUTED).end());
            }
            for (int i = 0; i < milestones.size(); i++) {
                Milestone milestone = milestones.get(i);
                int colour = milestone.era.colour;
                double middle = y + ROW * (i + .5);
                svg.line(x + AXIS, y + at(milestone.year), x + WORDS - 12, middle, Ink.line(colour, 1.5));
                svg.circle(x + AXIS, y + at(milestone.year), 5, Ink.fill(colour));
                svg.circle(x + WORDS - 12, middle, 3, Ink.fill(colour));
                svg.text(x + WORDS, middle - 2, milestone.year + "  " + milestone.title,
                        Lettering.of(14).heavy().colour(colour));
                svg.text(x + WORDS, middle + 15, milestone.source, Lettering.of(12).colour(Colours.MUTED));
            }
        }
    }
}
