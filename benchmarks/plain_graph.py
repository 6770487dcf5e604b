"""The published model as an export gives it: plain operators, float32, for Chroma's own function.

Chroma's default embedding function downloads an exported model. Here the same graph is written
from the same weights, so that its own code path can be measured without a download; onnxruntime
optimises it at load as it does the download.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from shopify_app.knowledge.weights import HEADS, LAYER_NORM_EPSILON, LAYERS, find_weights

FILES = ("config.json", "special_tokens_map.json", "tokenizer_config.json", "tokenizer.json",
         "vocab.txt")  # fmt: skip
WIDTH = 384


def write_plain_model(directory: Path) -> None:
    """All files Chroma's function looks for before it would download."""
    source = find_weights()
    directory.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(source / name, directory / name)
    onnx.save(plain_graph(load_file(source / "model.safetensors")), directory / "model.onnx")


def plain_graph(weights: dict[str, Any]) -> onnx.ModelProto:
    graph = PlainGraph(weights)
    hidden = graph.embeddings()
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, f"encoder.layer.{layer}")
    return graph.model(hidden)


class PlainGraph:
    def __init__(self, weights: dict[str, Any]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._given: dict[str, onnx.TensorProto] = {}

    def embeddings(self) -> str:
        word = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), "input_ids")
        kind = self._op(
            "Gather", self._weight("embeddings.token_type_embeddings.weight"), "token_type_ids"
        )
        shape = self._op("Shape", "input_ids")
        length = self._op("Gather", shape, self._value(np.array(1)))
        places = self._op("Range", self._value(np.array(0)), length, self._value(np.array(1)))
        position = self._op("Gather", self._weight("embeddings.position_embeddings.weight"), places)
        summed = self._op("Add", self._op("Add", word, kind), position)
        return self._norm(summed, "embeddings.LayerNorm")

    def layer(self, hidden: str, name: str) -> str:
        attended = self._attention(hidden, f"{name}.attention.self")
        attended = self._linear(attended, f"{name}.attention.output.dense")
        hidden = self._norm(self._op("Add", attended, hidden), f"{name}.attention.output.LayerNorm")
        inner = self._gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        out = self._linear(inner, f"{name}.output.dense")
        return self._norm(self._op("Add", out, hidden), f"{name}.output.LayerNorm")

    def model(self, hidden: str) -> onnx.ModelProto:
        self._nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))
        names = ("input_ids", "attention_mask", "token_type_ids")
        shape = ["texts", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "plain",
            [helper.make_tensor_value_info(each, TensorProto.INT64, shape) for each in names],
            [
                helper.make_tensor_value_info(
                    "last_hidden_state", TensorProto.FLOAT, [*shape, WIDTH]
                )
            ],
            list(self._given.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)

    def _attention(self, hidden: str, name: str) -> str:
        query, key, value = (
            self._heads(self._linear(hidden, f"{name}.{part}"))
            for part in ("query", "key", "value")
        )
        scores = self._op("MatMul", query, self._op("Transpose", key, perm=[0, 1, 3, 2]))
        scores = self._op("Div", scores, self._value(np.float32(np.sqrt(WIDTH / HEADS))))
        mask = self._op("Cast", "attention_mask", to=TensorProto.FLOAT)
        mask = self._op("Unsqueeze", mask, self._value(np.array([1, 2])))
        mask = self._op("Sub", self._value(np.float32(1)), mask)
        mask = self._op("Mul", mask, self._value(np.float32(-10000)))
        weights = self._op("Softmax", self._op("Add", scores, mask), axis=-1)
        mixed = self._op("Transpose", self._op("MatMul", weights, value), perm=[0, 2, 1, 3])
        return self._op("Reshape", mixed, self._value(np.array([0, 0, WIDTH])))

    def _heads(self, joined: str) -> str:
        split = self._op("Reshape", joined, self._value(np.array([0, 0, HEADS, WIDTH // HEADS])))
        return self._op("Transpose", split, perm=[0, 2, 1, 3])

    def _linear(self, hidden: str, name: str) -> str:
        matrix = self._value(np.ascontiguousarray(self._weights[f"{name}.weight"].T))
        return self._op("Add", self._op("MatMul", hidden, matrix), self._weight(f"{name}.bias"))

    def _gelu(self, hidden: str) -> str:
        inner = self._op("Erf", self._op("Div", hidden, self._value(np.float32(np.sqrt(2)))))
        twice = self._op("Mul", hidden, self._op("Add", inner, self._value(np.float32(1))))
        return self._op("Mul", twice, self._value(np.float32(0.5)))

    def _norm(self, hidden: str, name: str) -> str:
        return self._op(
            "LayerNormalization",
            hidden,
            self._weight(f"{name}.weight"),
            self._weight(f"{name}.bias"),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def _op(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def _weight(self, name: str) -> str:
        self._given.setdefault(name, numpy_helper.from_array(self._weights[name], name))
        return name

    def _value(self, value: Any) -> str:
        name = f"value{len(self._given)}"
        self._given[name] = numpy_helper.from_array(np.asarray(value), name)
        return name
