"""Python's collector of cycles, held back while a document is read or its facts are found.

A long document makes 100,000 small objects that form no cycles. The collector walks them again and
again and finds nothing: 7 % of the time of reading a PDF. Nor does it find anything when it wakes:
218 ministerial orders left no cycle behind, but looking for one cost another 6 %.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collection within a `with` block, unless it is asked for; afterwards all is as before.

    What was made meanwhile counts as long-lived: only a full collection looks at it again.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # There and back moves all young objects to the oldest generation without a look at
            # them. Where somebody froze objects on purpose, they are left as they are.
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
