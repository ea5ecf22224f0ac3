package dev.fovea.explain.architecture;

import java.util.List;

/// Chooses the piece for each part: cuboids on the way, boxes inside of branches.
record PieceLayout(Scale scale) {
    List<Piece> pieces(Part.Sequence way) {
        return way.parts().stream().map(part -> part instanceof Part.Side side ? aside(side) : piece(part, false))
                .toList();
    }

    private Piece piece(Part part, boolean inside) {
        return Measured.of(laidOut(part, inside));
    }

    private Piece laidOut(Part part, boolean inside) {
        return switch (part) {
            case Part.Block block when inside -> new BlockPieces.Box(block);
            case Part.Block block -> new BlockPieces.Solid(block, scale.cuboid(block.output()));
            case Part.Sequence sequence -> chain(sequence, inside);
            case Part.Fork fork -> junction(fork, 1);
            case Part.Repeated(int times, Part.Sequence once)
                when once.parts().size() == 1 && once.parts().getFirst() instanceof Part.Fork fork ->
                junction(fork, times);
            case Part.Repeated(int times, Part.Sequence once) -> new RepeatFrame(chain(once, inside), times);
            case Part.Side side -> new Aside.Inline(aside(side));
        };
    }

    private Aside aside(Part.Side side) {
        return new Aside(side, chain(side.classifier(), true));
    }

    private PieceChain chain(Part.Sequence sequence, boolean inside) {
        return new PieceChain(sequence.parts().stream().map(part -> piece(part, inside)).toList());
    }

    private Junction junction(Part.Fork fork, int times) {
        return new Junction(fork, fork.branches().stream().map(branch -> chain(branch, true)).toList(), times);
    }
}
