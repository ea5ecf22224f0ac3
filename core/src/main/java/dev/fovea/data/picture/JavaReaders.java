package dev.fovea.data.picture;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/// Java's own decoders, whatever others an application has registered.
final class JavaReaders {
    private static final String JPEG = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

    private JavaReaders() {}

    static ImageReader jpeg() {
        Iterator<ImageReaderSpi> found = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageReaderSpi.class, provider -> provider.getClass().getName().equals(JPEG), false);
        if (!found.hasNext()) {
            throw new PictureException(": Java's JPEG decoder is not registered: expected " + JPEG);
        }
        try {
            return found.next().createReaderInstance();
        } catch (IOException e) {
            throw new PictureException(
                    ": Java's JPEG decoder does not start: expected a Java with all of the module java.desktop", e);
        }
    }
}
