package dev.fovea.formats.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.fovea.io.FileException;
import java.io.IOException;

/// Counts the messages of a file before any is made: an empty one takes two bytes there and a hundred in memory.
final class WireBounds {
    /// A network of a thousand layers has some ten thousand.
    private static final int MOST_MESSAGES = 2_000_000;

    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int ATTRIBUTE = 5;
    private int messages;

    private WireBounds() {}

    /// @throws FileException if there are too many
    static void check(byte[] bytes) throws IOException {
        new WireBounds().count(CodedInputStream.newInstance(bytes), new int[] {GRAPH, NODE, ATTRIBUTE}, 0);
    }

    /// Counts all fields with a length, and goes into those on the path: graph, nodes, attributes. What lies deeper, in
    /// the graphs of loops, is skipped here and not read later than the recursion limit allows.
    private void count(CodedInputStream stream, int[] path, int depth) throws IOException {
        for (int tag = stream.readTag(); tag != 0; tag = stream.readTag()) {
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                stream.skipField(tag);
                continue;
            }
            messages++;
            if (messages > MOST_MESSAGES) {
                throw new FileException("expected at most " + MOST_MESSAGES + " parts in a model, got more");
            }
            int length = stream.readRawVarint32();
            if (depth < path.length && WireFormat.getTagFieldNumber(tag) == path[depth]) {
                int limit = stream.pushLimit(length);
                count(stream, path, depth + 1);
                stream.popLimit(limit);
            } else {
                stream.skipRawBytes(length);
            }
        }
    }
}
