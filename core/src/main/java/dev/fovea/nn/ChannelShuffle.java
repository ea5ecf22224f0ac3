package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Scatter;
import java.util.List;
import java.util.stream.IntStream;

/// Channels in another order, so that each group of the next layer sees channels of every group of this one: channel k
/// of group g goes to place k · groups + g (Zhang et al., "ShuffleNet", 2018).
///
/// @param groups divide the channels
public record ChannelShuffle(int groups) implements Layer {
    private static final int MOST_CHANNELS = 1 << 16;

    public ChannelShuffle {
        if (groups < 1) {
            throw new IllegalArgumentException("groups must be at least 1: got " + groups);
        }
    }

    public static ChannelShuffle of(int groups) {
        return new ChannelShuffle(groups);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int channels = x.shape().dim(-1);
        if (channels % groups != 0 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("groups must divide channels, of which there are at most "
                    + MOST_CHANNELS + ": got groups=" + groups + ", channels=" + channels);
        }
        int width = channels / groups;
        List<Integer> places = IntStream.range(0, channels).mapToObj(c -> c % width * groups + c / width).toList();
        return new Scatter(places, channels).on(x);
    }

    @Override
    public String toString() {
        return "ChannelShuffle.of(" + groups + ")";
    }
}
