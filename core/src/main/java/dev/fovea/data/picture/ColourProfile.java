package dev.fovea.data.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/// A colour profile, as a conversion to sRGB.
final class ColourProfile {
    /// Bytes that converting takes for each pixel of a row.
    static final long ROW = 32;

    private static final int[] RED_GREEN_BLUE = {0, 1, 2};

    /// Steps along each axis of the colours that decide whether a profile says anything new.
    private static final int STEPS = 6;

    private final ColorConvertOp toSrgb;
    private final int inks;

    private ColourProfile(ColorConvertOp toSrgb, int inks) {
        this.toSrgb = toSrgb;
        this.inks = inks;
    }

    /// A profile of red, green and blue; nothing if it is flawed, of other colours, or sRGB itself under any name.
    static @Nullable ColourProfile colour(byte[] icc) {
        ColourProfile profile = of(icc, ColorSpace.TYPE_RGB, 3);
        return profile == null || profile.keepsColours() ? null : profile;
    }

    /// A profile of four inks; nothing if it is flawed or of other colours.
    static @Nullable ColourProfile inks(byte[] icc) {
        return of(icc, ColorSpace.TYPE_CMYK, 4);
    }

    private static @Nullable ColourProfile of(byte[] icc, int type, int inks) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(icc);
            if (profile.getColorSpaceType() != type) {
                return null;
            }
            ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
            ColourProfile made = new ColourProfile(new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null), inks);
            made.toSrgb.filter(raster(new byte[inks], 1, inks), raster(new byte[3], 1, 3));
            return made;
        } catch (RuntimeException _) {
            // Whatever is wrong with a profile, the picture is shown without it, as others do.
            return null;
        }
    }

    private static WritableRaster raster(byte[] bytes, int count, int channels) {
        int[] offsets = channels == 3 ? RED_GREEN_BLUE : new int[] {0, 1, 2, 3};
        return Raster.createInterleavedRaster(
                new DataBufferByte(bytes, bytes.length), count, 1, count * channels, channels, offsets, null);
    }

    private boolean keepsColours() {
        byte[] colours = new byte[STEPS * STEPS * STEPS * 3];
        for (int i = 0; i < colours.length / 3; i++) {
            colours[3 * i] = (byte) (i % STEPS * 255 / (STEPS - 1));
            colours[3 * i + 1] = (byte) (i / STEPS % STEPS * 255 / (STEPS - 1));
            colours[3 * i + 2] = (byte) (i / STEPS / STEPS * 255 / (STEPS - 1));
        }
        byte[] shown = colours.clone();
        convert(shown, colours.length / 3);
        for (int i = 0; i < colours.length; i++) {
            if (Math.abs((colours[i] & 0xFF) - (shown[i] & 0xFF)) > 1) {
                return false;
            }
        }
        return true;
    }

    /// Makes sRGB of red, green and blue in place.
    void convert(byte[] colours, int count) {
        WritableRaster raster = raster(colours, count, 3);
        toSrgb.filter(raster, raster);
    }

    /// Makes sRGB of inks, 0 for none.
    void convert(byte[] from, byte[] into, int count) {
        toSrgb.filter(raster(from, count, inks), raster(into, count, 3));
    }

    /// Makes sRGB of red, green and blue from 0 to 1 in place, by 16 bits.
    void convert(float[] colours, int count) {
        WritableRaster raster = Raster.createInterleavedRaster(
                DataBuffer.TYPE_USHORT, count, 1, count * 3, 3, RED_GREEN_BLUE, null);
        short[] shorts = ((DataBufferUShort) raster.getDataBuffer()).getData();
        for (int i = 0; i < count * 3; i++) {
            shorts[i] = (short) Math.round(Math.clamp(colours[i], 0f, 1f) * 65535);
        }
        toSrgb.filter(raster, raster);
        for (int i = 0; i < count * 3; i++) {
            colours[i] = (shorts[i] & 0xFFFF) / 65535f;
        }
    }
}
