"""The two models that find and read lines of text, run by whichever inference engine is installed.

The models come with the package rapidocr, which is a carrier here: its own pipeline is not loaded. OpenVINO takes
less processor time; onnxruntime runs the same models where OpenVINO has no wheel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from extractors.recognition import ocr_engine

Pixels = npt.NDArray[np.float32]  # (n, 3, rows, columns), -1 black to 1 white
Answer = npt.NDArray[np.float32]
_PATTERN = {"finder": "*_det_*.onnx", "reader": "*_rec_*.onnx"}


@dataclass(frozen=True, slots=True)
class Model:
    """`ask` gives what the network says of a batch; valid until it is asked again. `alphabet`: what a reader reads."""

    ask: Callable[[Pixels], Answer]
    alphabet: list[str]
    is_exact: bool
    """Does it compute in 32 bits?"""


def load(name: Literal["finder", "reader"], threads: int, exact: bool = False) -> Model:
    """A model with so many threads; in 16 bits where the processor has them and it need not be exact."""
    place = _place(name)
    return _openvino(place, threads, exact) if ocr_engine() == "openvino" else _onnxruntime(place, threads)


def _place(name: str) -> Path:
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return max((Path(spec.submodule_search_locations[0]) / "models").glob(_PATTERN[name]))


def _openvino(place: Path, threads: int, exact: bool) -> Model:
    import openvino

    core = openvino.Core()
    network: Any = core.read_model(place)
    exact = exact or "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    settings = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "f32" if exact else "bf16",
        # Readers beside each other would be pinned to the same processors.
        "ENABLE_CPU_PINNING": False,
    }
    request = core.compile_model(network, "CPU", settings).create_infer_request()

    def ask(batch: Pixels) -> Answer:
        request.infer([batch], share_inputs=True)
        return np.asarray(request.get_output_tensor(0).data)

    path = ["framework", "character"]
    known = network.get_rt_info(path).value if network.has_rt_info(path) else ""
    return Model(ask, known.splitlines(), exact)


def _onnxruntime(place: Path, threads: int) -> Model:
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    settings.enable_cpu_mem_arena = False  # pictures differ in size: the arena would keep room for each
    session: Any = onnxruntime.InferenceSession(place, settings, providers=["CPUExecutionProvider"])
    entrance = session.get_inputs()[0].name

    def ask(batch: Pixels) -> Answer:
        return np.asarray(session.run(None, {entrance: batch})[0])

    known = session.get_modelmeta().custom_metadata_map
    return Model(ask, known.get("character", "").splitlines(), is_exact=True)
