package dev.fovea.lab.recipe;

import org.jspecify.annotations.Nullable;

/// The articles whose trainings are repeated; a note that says "the article" means its recipe's.
///
/// @see Published#in
public enum Article {
    EDUREKA(
            "卷积神经网络教程(CNN)——使用 TensorFlow 在 Python 中开发一个图像分类器",
            "Convolutional neural network tutorial (CNN): developing an image classifier in Python with TensorFlow",
            "Edureka, in Chinese translation", "https://www.edureka.co/blog/convolutional-neural-network/"),
    GEEK(
            "TensorFlow实现卷积神经网络", "Convolutional neural networks in TensorFlow",
            "published by 何永灿 on geek.csdn.net", null),
    CAINIAO(
            "CNN卷积神经网络通俗入门:架构、池化层|Pooling Layer",
            "Convolutional neural networks in plain words: architecture, pooling layer", "2018",
            "https://www.cainiaoxueyuan.com/ai/4653.html"),
    CXMSCB(
            "深度学习之卷积神经网络CNN及tensorflow代码实现示例",
            "Deep learning: convolutional neural networks, with an example in TensorFlow", "cxmscb, 2017",
            "http://blog.csdn.net/cxmscb"),
    CHAPTER("九、TensorFlow 和 Keras 中的 CNN", "Chapter 9: CNN in TensorFlow and Keras", "2020", null);

    private final String title;
    private final String english;
    private final String origin;
    private final @Nullable String address;

    Article(String title, String english, String origin, @Nullable String address) {
        this.title = title;
        this.english = english;
        this.origin = origin;
        this.address = address;
    }

    /// From 1, in the order of the list: `article 2`.
    public int number() {
        return ordinal() + 1;
    }

    /// In the language that it is written in.
    public String title() {
        return title;
    }

    /// The title in English.
    public String english() {
        return english;
    }

    /// Who published it or when, as far as it says.
    public String origin() {
        return origin;
    }

    /// Null where the article does not tell.
    public @Nullable String address() {
        return address;
    }
}
