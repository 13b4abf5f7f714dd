"""The two models that find and read lines of text, run by whichever inference engine is installed.

The models come with the package rapidocr, which is a carrier here: its own pipeline is not loaded. OpenVINO takes
less processor time; onnxruntime runs the same models where OpenVINO has no wheel.

A reader's network ends in a layer that weighs each of 18,710 characters for every column of its picture, a third of
all its work. Where the network can be cut before that layer, it is asked only of the columns that show the line, and
not of the room beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from extractors.recognition import ocr_engine

_AT_ONCE = 128  # columns that are weighed together, so that memory does not grow with the lines
_PATTERN = {"finder": "*_det_*.onnx", "reader": "*_rec_*.onnx"}

Pixels = npt.NDArray[np.float32]  # (n, 3, rows, columns), -1 black to 1 white
Answer = npt.NDArray[np.float32]
Ask = Callable[[Pixels], Answer]


class Batch(NamedTuple):
    """Pictures of lines, and how large a share of its room each of them takes."""

    pictures: Pixels
    shares: list[float]


class Columns(NamedTuple):
    """What stands in the columns of one line (n,): its place in the alphabet, 0 for nothing, and how sure that is."""

    classes: npt.NDArray[np.int64]
    sure: npt.NDArray[np.float32]
    width: float
    """How many columns the line's picture takes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`ask` gives line after line what its columns say. `alphabet`: the characters from 1 on."""

    ask: Callable[[Iterable[Batch]], Iterator[Columns]]
    alphabet: list[str]
    is_exact: bool
    """Does it compute in 32 bits?"""


def load_finder(threads: int) -> Ask:
    """How surely text stands at each pixel; valid until it is asked again. In 16 bits where the processor has them."""
    place = _place("finder")
    if ocr_engine() == "openvino":
        core = _core()
        return _compiled(core, core.read_model(place), threads, _has_16_bits(core))
    return _onnxruntime(place, threads)[0]


def load_reader(threads: int, exact: bool = False) -> Reader:
    """The reader of lines; in 16 bits where the processor has them and it need not be exact."""
    place = _place("reader")
    if ocr_engine() != "openvino":
        whole, known = _onnxruntime(place, threads)
        return Reader(lambda batches: _weighed_whole(batches, whole), known.splitlines(), is_exact=True)
    core = _core()
    network = core.read_model(place)
    path = ["framework", "character"]
    known = network.get_rt_info(path).value if network.has_rt_info(path) else ""
    short = _has_16_bits(core) and not exact
    parts = _cut(network)
    if parts is None:
        whole = _compiled(core, network, threads, short)
        return Reader(lambda batches: _weighed_whole(batches, whole), known.splitlines(), not short)
    # The last layer computes in 32 bits: it decides which of two like characters is read.
    see, weigh = _compiled(core, parts[0], threads, short), _compiled(core, parts[1], threads, short=False)
    return Reader(lambda batches: _weighed_apart(batches, see, weigh), known.splitlines(), not short)


def _weighed_whole(batches: Iterable[Batch], ask: Ask) -> Iterator[Columns]:
    """What a whole network says, which gives the likelihood of every character in every column."""
    for pictures, shares in batches:
        for said, share in zip(ask(pictures), shares, strict=True):
            own = said[: _own(share, len(said))]
            best = own.argmax(axis=1)
            yield Columns(best, np.take_along_axis(own, best[:, None], axis=1)[:, 0], share * len(said))


def _weighed_apart(batches: Iterable[Batch], see: Ask, weigh: Ask) -> Iterator[Columns]:
    """What both parts of a network say: of all lines what their columns show, then which characters that is."""
    lines = [
        (said[: _own(share, len(said))].copy(), share * len(said))
        for pictures, shares in batches
        for said, share in zip(see(pictures), shares, strict=True)
    ]
    if not lines:
        return
    shown = np.concatenate([line for line, _ in lines])
    classes, sure = np.zeros(len(shown), np.int64), np.ones(len(shown), np.float32)
    block = np.zeros((1, _AT_ONCE, shown.shape[1]), np.float32)
    for start in range(0, len(shown), _AT_ONCE):
        part = shown[start : start + _AT_ONCE]
        block[0, : len(part)] = part
        weights = weigh(block)[0, : len(part)]
        best = weights.argmax(axis=1)
        classes[start : start + len(part)] = best
        at = np.nonzero(best)[0]  # how sure nothing is nobody asks
        off = weights[at] - weights[at, best[at]][:, None]
        sure[start + at] = 1 / np.exp(off, out=off).sum(axis=1)
    start = 0
    for line, width in lines:
        end = start + len(line)
        yield Columns(classes[start:end], sure[start:end], width)
        start = end


def _own(share: float, columns: int) -> int:
    """How many columns show a line; the last character may be told just behind it."""
    return min(columns, int(np.ceil(share * columns)) + 2)


def _place(name: str) -> Path:
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return max((Path(spec.submodule_search_locations[0]) / "models").glob(_PATTERN[name]))


def _core() -> Any:
    import openvino

    return openvino.Core()


def _has_16_bits(core: Any) -> bool:
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _compiled(core: Any, network: Any, threads: int, short: bool) -> Ask:
    """A network ready to be asked; its answer is valid until it is asked again."""
    settings = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "bf16" if short else "f32",
        # Readers beside each other would be pinned to the same processors.
        "ENABLE_CPU_PINNING": False,
    }
    request = core.compile_model(network, "CPU", settings).create_infer_request()

    def ask(batch: Pixels) -> Answer:
        request.infer([batch], share_inputs=True)
        return np.asarray(request.get_output_tensor(0).data)

    return ask


def _cut(network: Any) -> tuple[Any, Any] | None:
    """The reader before its last layer, and that layer without its softmax; None where it does not end in these."""
    import openvino

    softmax = _behind(network.get_results()[0])
    add = _behind(softmax)
    product = _behind(add)
    if [node.get_type_name() for node in (softmax, add, product)] != ["Softmax", "Add", "MatMul"]:
        return None
    shown = product.input_value(0)
    entrance = openvino.opset13.parameter([1, _AT_ONCE, shown.get_partial_shape()[2].get_length()])
    seeing = openvino.Model([shown], network.get_parameters())
    product.input(0).replace_source_output(entrance.output(0))
    return seeing, openvino.Model([add.output(0)], [entrance])


def _behind(node: Any) -> Any:
    """The node that a node's first input comes from."""
    node = node.input_value(0).get_node()
    return _behind(node) if node.get_type_name() == "Identity" else node


def _onnxruntime(place: Path, threads: int) -> tuple[Ask, str]:
    """A whole network and the alphabet that it names."""
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    settings.enable_cpu_mem_arena = False  # pictures differ in size: the arena would keep room for each
    session: Any = onnxruntime.InferenceSession(place, settings, providers=["CPUExecutionProvider"])
    entrance = session.get_inputs()[0].name

    def ask(batch: Pixels) -> Answer:
        return np.asarray(session.run(None, {entrance: batch})[0])

    known = session.get_modelmeta().custom_metadata_map
    return ask, known.get("character", "")
