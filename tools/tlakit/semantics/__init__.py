"""What TLA+ means: values, evaluation, actions, configurations, models."""

from tlakit.semantics.behaviour import CheckResult, Label, Sought, Step, Trace, Verdict, Violation
from tlakit.semantics.config import Config, Name
from tlakit.semantics.config_parse import load_config, parse_config
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.models import Catalogue, Gaps, ModelEntry, MutantEntry, load_catalogue
from tlakit.semantics.properties import Kind, Property
from tlakit.semantics.specification import Specification

__all__ = [
    "Catalogue",
    "CheckResult",
    "Config",
    "ErrorKind",
    "EvaluationError",
    "Gaps",
    "Kind",
    "Label",
    "ModelEntry",
    "MutantEntry",
    "Name",
    "Property",
    "Sought",
    "Specification",
    "Step",
    "Trace",
    "Verdict",
    "Violation",
    "load_catalogue",
    "load_config",
    "parse_config",
]
