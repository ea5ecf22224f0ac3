package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import java.nio.ByteBuffer;

/// What the numbers of a tensor are, by ONNX's codes. All are read as doubles: whole numbers are exact up to 2⁵³.
enum ElementType {
    FLOAT(1, 4) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getFloat(4 * index);
        }
    },
    UINT8(2, 1) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.get(index) & 0xff;
        }
    },
    INT8(3, 1) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.get(index);
        }
    },
    UINT16(4, 2) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getChar(2 * index);
        }
    },
    INT16(5, 2) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getShort(2 * index);
        }
    },
    INT32(6, 4) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getInt(4 * index);
        }
    },
    INT64(7, 8) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getLong(8 * index);
        }
    },
    BOOL(9, 1) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.get(index) == 0 ? 0 : 1;
        }
    },
    FLOAT16(10, 2) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return Float.float16ToFloat(bytes.getShort(2 * index));
        }
    },
    DOUBLE(11, 8) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getDouble(8 * index);
        }
    },
    UINT32(12, 4) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return bytes.getInt(4 * index) & 0xffffffffL;
        }
    },
    UINT64(13, 8) {
        @Override
        double at(ByteBuffer bytes, int index) {
            long bits = bytes.getLong(8 * index);
            return bits >= 0 ? bits : (bits >>> 1) * 2d;
        }
    },
    BFLOAT16(16, 2) {
        @Override
        double at(ByteBuffer bytes, int index) {
            return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
        }
    };

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /// @throws FileException without the file's name, for a type that Fovea does not read
    static ElementType of(long code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new FileException("expected numbers of a plain type, got element type " + code
                + " of ONNX; convert the model to float");
    }

    /// Bytes of one number.
    int bytes() {
        return bytes;
    }

    /// A number of little-endian bytes.
    abstract double at(ByteBuffer bytes, int index);

    boolean isFloat() {
        return switch (this) {
            case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> true;
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> false;
        };
    }

    /// The least and the greatest whole number; of the largest types as near as a double comes.
    double least() {
        return switch (this) {
            case INT8, INT16, INT32, INT64 -> -Math.scalb(1d, 8 * bytes - 1);
            default -> isFloat() ? Double.NEGATIVE_INFINITY : 0;
        };
    }

    double most() {
        return switch (this) {
            case INT8, INT16, INT32, INT64 -> Math.scalb(1d, 8 * bytes - 1) - 1;
            case BOOL -> 1;
            default -> isFloat() ? Double.POSITIVE_INFINITY : Math.scalb(1d, 8 * bytes) - 1;
        };
    }

    /// A number as this type holds it: whole numbers lose what is behind the point.
    double held(double value) {
        return switch (this) {
            case FLOAT -> (float) value;
            case BOOL -> value == 0 ? 0 : 1;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            case DOUBLE, BFLOAT16 -> value;
            default -> value < 0 ? Math.ceil(value) : Math.floor(value);
        };
    }
}
