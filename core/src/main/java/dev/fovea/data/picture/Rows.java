package dev.fovea.data.picture;

/// Takes the rows of a picture from the top, each once.
@FunctionalInterface
public interface Rows {
    /// @param values width × channels from 0 to 1; the array is written anew for the next row
    void row(int y, float[] values);
}
