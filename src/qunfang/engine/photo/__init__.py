"""Pictures → what stands in them: lines of text, a chat's turns, codes."""

from qunfang.engine.photo.codes import codes_of
from qunfang.engine.photo.ocr import Line, OcrMissing, UnreadablePicture, read_lines
from qunfang.engine.photo.turns import text_of

__all__ = ["Line", "OcrMissing", "UnreadablePicture", "codes_of", "read_lines", "text_of"]
