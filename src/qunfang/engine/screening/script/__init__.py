"""The script of a message: ideas, their scopes (negated, quoted as a warning), and the cues they make."""

from qunfang.engine.screening.script.cues import Cue, all_cues
from qunfang.engine.screening.script.reading import Found, Reading, read_script

__all__ = ["Cue", "Found", "Reading", "all_cues", "read_script"]
