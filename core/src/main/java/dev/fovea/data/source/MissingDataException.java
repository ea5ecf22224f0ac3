package dev.fovea.data.source;

import dev.fovea.data.DataException;

/// A published data set does not lie where it was looked for. The message ends with the address to get it from;
/// [Source#download] fetches it from there.
public final class MissingDataException extends DataException {
    private static final long serialVersionUID = 1;

    MissingDataException(String message) {
        super(message);
    }
}
