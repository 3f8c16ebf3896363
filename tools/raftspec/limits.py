"""Numbers on the command line, with the values that make sense."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

Count = Annotated[int, Parameter(validator=Number(gte=1))]
"""How many of something: at least one."""

Depth = Annotated[int, Parameter(validator=Number(gte=0))]
"""A number of steps; none is allowed."""

Seconds = Annotated[float, Parameter(validator=Number(gt=0))]
"""A duration that is not nothing."""
