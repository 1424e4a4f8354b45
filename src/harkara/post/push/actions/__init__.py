"""What a browser may do: subscribe (or choose anew), and leave. One verb a file, one transaction each."""

from .leave import leave
from .subscribe import Choices, chosen, subscribe

__all__ = ["Choices", "chosen", "leave", "subscribe"]
