"""Writes the files of Keras that the tests of dev.fovea.formats.keras read.

    KERAS_BACKEND=torch python bench/src/main/python/keras_networks.py formats/src/test/resources/dev/fovea/formats/keras

Keras 3.15.1, h5py 3.16.0, torch 2.13. The weights are random and small, so that no activation saturates. old.h5 has the
form in which Keras 2.15 writes a functional model; h5py writes it here.
"""
import json
import shutil
import sys

import h5py
import keras
import numpy as np
from keras import layers

folder = sys.argv[1]
rng = np.random.default_rng(5)


def numbers(model):
    for weight in model.weights:
        if weight.dtype == "float32":
            values = rng.normal(0, 0.3, weight.shape)
            positive = weight.path.split("/")[-1] in ("gamma", "moving_variance")
            weight.assign((np.abs(values) + 0.5 if positive else values).astype("float32"))


def write(name, model, scale=1.0):
    numbers(model)
    x = rng.uniform(0, 1, (2,) + tuple(model.input_shape[1:])).astype("float32")
    y = np.asarray(model(x * scale, training=False).detach())
    model.save(f"{folder}/{name}.keras")
    model.save(f"{folder}/{name}.h5", include_optimizer=False)
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump({"inputs": [a.ravel().tolist() for a in x], "outputs": [a.ravel().tolist() for a in y]}, file)
    return x, y


def chain():
    return keras.Sequential([
        keras.Input((9, 8, 3)), layers.RandomFlip(), layers.Rescaling(1 / 127.5, offset=-1),
        layers.Conv2D(4, 3, strides=2, padding="same", activation="gelu"), layers.BatchNormalization(name="norm"),
        layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="hard_sigmoid"),
        layers.SeparableConv2D(3, 2, padding="same", activation="softsign"), layers.PReLU(shared_axes=[1, 2]),
        layers.Conv2DTranspose(2, 3, strides=2, padding="same"), layers.MaxPooling2D(3, strides=2, padding="same"),
        layers.LayerNormalization(), layers.ZeroPadding2D(((1, 0), (0, 2))), layers.Flatten(), layers.Dropout(0.2),
        layers.Dense(3, activation="softmax", name="out")], name="chain")


def graph():
    inner = keras.Sequential([keras.Input((6, 6, 4)), layers.Conv2D(4, 1, name="point"), layers.BatchNormalization(),
                              layers.ReLU(6.0)], name="inner")
    shared = layers.Conv2D(4, 3, padding="same", activation="swish", name="shared")
    x = keras.Input((6, 6, 4), name="picture")
    a = shared(x)
    b = inner(shared(a))
    c = layers.Concatenate(name="joined")([layers.Add()([a, b, x]), layers.Average()([a, b]), layers.Maximum()([a, b])])
    gate = layers.GlobalAveragePooling2D(keepdims=True)(c)
    gate = layers.Conv2D(12, 1, activation="sigmoid", name="gate")(gate)
    c = layers.Multiply()([c, gate])
    c = layers.GlobalMaxPooling2D()(c) + 0.5
    return keras.Model(x, layers.Dense(2, name="out")(c), name="graph")


def old():
    """A residual connection, with the names, references and defaults of Keras 2."""
    x = keras.Input((4, 4, 2), name="input_1")
    a = layers.Conv2D(2, 3, padding="same", name="conv")(x)
    b = layers.Add(name="add")([a, x])
    model = keras.Model(x, layers.Dense(2, name="out")(layers.Flatten(name="flat")(b)), name="old")
    numbers(model)
    x = rng.uniform(0, 1, (2, 4, 4, 2)).astype("float32")
    y = np.asarray(model(x).detach())
    with open(f"{folder}/old.json", "w") as file:
        json.dump({"inputs": [a.ravel().tolist() for a in x], "outputs": [a.ravel().tolist() for a in y]}, file)

    def layer(kind, name, inputs, **config):
        nodes = [[[one, 0, 0, {}] for one in inputs]] if inputs else []
        return {"class_name": kind, "config": dict(config, name=name), "name": name, "inbound_nodes": nodes}

    config = {"class_name": "Functional", "config": {"name": "old", "layers": [
        layer("InputLayer", "input_1", [], batch_input_shape=[None, 4, 4, 2], dtype="float32"),
        layer("Conv2D", "conv", ["input_1"], filters=2, kernel_size=[3, 3], padding="same", activation="linear"),
        layer("Add", "add", ["conv", "input_1"]), layer("Flatten", "flat", ["add"]),
        layer("Dense", "out", ["flat"], units=2, activation="linear")],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["out", 0, 0]]}}
    with h5py.File(f"{folder}/old.h5", "w") as file:
        file.attrs["keras_version"] = b"2.15.0"
        file.attrs["model_config"] = json.dumps(config).encode()
        weights = file.create_group("model_weights")
        weights.attrs["layer_names"] = [b"input_1", b"conv", b"add", b"flat", b"out"]
        for one in model.layers:
            group = weights.create_group(one.name)
            names = [f"{one.name}/{w.path.split('/')[-1]}:0" for w in one.weights]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, w in zip(names, one.weights):
                group[name] = np.asarray(w.value.detach())


def hostile():
    with h5py.File(f"{folder}/external-link.h5", "w") as file:
        file.attrs["model_config"] = "{}"
        file["elsewhere"] = h5py.ExternalLink("/etc/passwd", "/x")
    with h5py.File(f"{folder}/virtual.h5", "w", libver="latest") as file:
        file.attrs["model_config"] = "{}"
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
        file.create_virtual_dataset("x", layout)
    with h5py.File(f"{folder}/external-data.h5", "w") as file:
        file.attrs["model_config"] = "{}"
        file.create_dataset("x", (4,), "f4", external=[("other.raw", 0, 16)])


def compressed():
    """plain.h5, with the numbers of its last layer compressed."""
    shutil.copy(f"{folder}/plain.h5", f"{folder}/compressed.h5")
    with h5py.File(f"{folder}/compressed.h5", "a") as file:
        last = file["model_weights"].attrs["layer_names"][-1]
        group = file["model_weights"][last]
        for path in group.attrs["weight_names"]:
            values = group[path][()]
            del group[path]
            group.create_dataset(path, data=values, chunks=True, compression="gzip")


keras.utils.set_random_seed(5)
write("chain", chain(), 255.0)
model = graph()
write("graph", model)
plain = keras.Sequential([keras.Input((6, 5, 1)), layers.Conv2D(3, 3, activation="relu"), layers.BatchNormalization(),
                          layers.Flatten(), layers.Dense(2)], name="plain")
write("plain", plain)
plain.save_weights(f"{folder}/plain.weights.h5")
keras.Sequential([keras.Input((2,)), layers.Lambda(lambda x: x, output_shape=(2,), name="code"),
                  layers.Dense(1)]).save(f"{folder}/lambda.keras")
old()
hostile()
compressed()
