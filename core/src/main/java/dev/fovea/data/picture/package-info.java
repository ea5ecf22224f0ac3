/// Decoders of pictures: what the bytes of a file hold, row by row. They know no names of files.
@NullMarked
package dev.fovea.data.picture;

import org.jspecify.annotations.NullMarked;
