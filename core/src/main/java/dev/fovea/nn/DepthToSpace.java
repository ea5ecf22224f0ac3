package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.List;

/// Images enlarged by a whole factor at the cost of channels: h × w × (block² · c) becomes block · h × block · w × c.
/// Each pixel becomes a block of pixels, whose pixel (i, j) has the channels (i · block + j) · c to (i · block + j + 1)
/// · c − 1, as TensorFlow's `depth_to_space`; after [#pixelShuffle] the channels i · block + j, block² + i · block + j
/// and so on, as torch's `PixelShuffle` (Shi et al., "Real-time single image and video super-resolution using an
/// efficient sub-pixel convolutional neural network", 2016).
///
/// @param channelsFirst the order of [#pixelShuffle]
public record DepthToSpace(int block, boolean channelsFirst) implements Layer {
    private static final List<Integer> BLOCK_FIRST = List.of(0, 1, 3, 2, 4, 5);
    private static final List<Integer> CHANNEL_FIRST = List.of(0, 1, 4, 2, 5, 3);

    public DepthToSpace {
        if (block < 1) {
            throw new IllegalArgumentException("block must be at least 1: got " + block);
        }
    }

    public static DepthToSpace of(int block) {
        return new DepthToSpace(block, false);
    }

    /// With the channels in the order of torch's `PixelShuffle`.
    public DepthToSpace pixelShuffle() {
        return new DepthToSpace(block, true);
    }

    @Override
    public Node build(Node x, Scope scope) {
        ImageInput.check(this, x);
        int h = x.shape().dim(1);
        int w = x.shape().dim(2);
        int channels = x.shape().dim(3);
        if (channels % ((long) block * block) != 0) {
            throw new IllegalArgumentException("channels must be a multiple of block² = " + (long) block * block
                    + ": got " + channels);
        }
        int c = channels / block / block;
        Node blocks = new Reshaping(channelsFirst ? Shape.batch(h, w, c, block, block)
                : Shape.batch(h, w, block, block, c)).on(x);
        Node moved = new Transpose(channelsFirst ? CHANNEL_FIRST : BLOCK_FIRST).on(blocks);
        return new Reshaping(Shape.batch(h * block, w * block, c)).on(moved);
    }

    @Override
    public String toString() {
        return "DepthToSpace.of(" + block + ")" + (channelsFirst ? ".pixelShuffle()" : "");
    }
}
