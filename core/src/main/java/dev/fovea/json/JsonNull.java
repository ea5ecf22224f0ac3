package dev.fovea.json;

/// No value.
public enum JsonNull implements Json {
    NULL;

    @Override
    public String kind() {
        return "null";
    }

    @Override
    public String toString() {
        return "null";
    }
}
