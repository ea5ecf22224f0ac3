package dev.fovea.formats.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.Value;
import dev.fovea.drawing.Pixels;
import dev.fovea.formats.tensorboard.wire.Wire;
import java.util.Map;

/// What a summary can hold, as messages.
final class Summaries {
    private static final String TEXT = "text";
    private static final String HYPER_PARAMETERS = "hparams";
    private static final String SESSION_START = "_hparams_/session_start_info";
    private static final String SESSION_END = "_hparams_/session_end_info";

    /// Red, green and blue.
    private static final int COLOUR = 3;

    private Summaries() {}

    static Wire.Summary.Value scalar(String tag, double value) {
        return Wire.Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value).build();
    }

    static Wire.Summary.Value histogram(String tag, Buckets buckets) {
        return Wire.Summary.Value.newBuilder().setTag(tag).setHisto(buckets.message()).build();
    }

    static Wire.Summary.Value image(String tag, Pixels image) {
        Wire.Summary.Image message = Wire.Summary.Image.newBuilder()
                .setHeight(image.height())
                .setWidth(image.width())
                .setColorspace(COLOUR)
                .setEncodedImageString(ByteString.copyFrom(image.png()))
                .build();
        return Wire.Summary.Value.newBuilder().setTag(tag).setImage(message).build();
    }

    /// @param markdown TensorBoard shows it as such
    static Wire.Summary.Value text(String tag, String markdown) {
        Wire.TensorProto tensor = Wire.TensorProto.newBuilder()
                .setDtype(Wire.DataType.DT_STRING)
                .setTensorShape(Wire.TensorShapeProto.getDefaultInstance())
                .addStringVal(ByteString.copyFromUtf8(markdown))
                .build();
        ByteString content = Wire.TextPluginData.getDefaultInstance().toByteString();
        return plugin(tag, TEXT, content, tensor);
    }

    static Wire.Summary.Value sessionStart(Map<String, Object> parameters) {
        Wire.SessionStartInfo.Builder start =
                Wire.SessionStartInfo.newBuilder().setStartTimeSecs(System.currentTimeMillis() / 1e3);
        parameters.forEach((name, value) -> start.putHparams(name, value(value)));
        return session(SESSION_START, Wire.HParamsPluginData.newBuilder().setSessionStartInfo(start));
    }

    static Wire.Summary.Value sessionEnd() {
        Wire.SessionEndInfo.Builder end = Wire.SessionEndInfo.newBuilder()
                .setStatus(Wire.SessionEndInfo.Status.STATUS_SUCCESS)
                .setEndTimeSecs(System.currentTimeMillis() / 1e3);
        return session(SESSION_END, Wire.HParamsPluginData.newBuilder().setSessionEndInfo(end));
    }

    /// What the plugin reads lies in the metadata; the tensor is there because readers drop values without one.
    private static Wire.Summary.Value session(String tag, Wire.HParamsPluginData.Builder data) {
        Wire.TensorProto nothing = Wire.TensorProto.newBuilder()
                .setDtype(Wire.DataType.DT_FLOAT)
                .setTensorShape(Wire.TensorShapeProto.getDefaultInstance())
                .addFloatVal(0)
                .build();
        return plugin(tag, HYPER_PARAMETERS, data.build().toByteString(), nothing);
    }

    private static Wire.Summary.Value plugin(String tag, String plugin, ByteString content, Wire.TensorProto tensor) {
        Wire.SummaryMetadata.PluginData data =
                Wire.SummaryMetadata.PluginData.newBuilder().setPluginName(plugin).setContent(content).build();
        Wire.SummaryMetadata metadata = Wire.SummaryMetadata.newBuilder()
                .setPluginData(data)
                .setDataClass(Wire.DataClass.DATA_CLASS_TENSOR)
                .build();
        return Wire.Summary.Value.newBuilder().setTag(tag).setMetadata(metadata).setTensor(tensor).build();
    }

    private static Value value(Object value) {
        return switch (value) {
            case Boolean truth -> Value.newBuilder().setBoolValue(truth).build();
            case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
            default -> Value.newBuilder().setStringValue(value.toString()).build();
        };
    }
}
