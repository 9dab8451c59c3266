"""One measurement in a process of its own: ``python -m tests.bench.run pages one`` prints JSON.

Nothing happens on import: the printers of a pack start helpers that import this module again.
"""

import json
import sys
from importlib import import_module

from tests.bench import setting

if __name__ == "__main__":
    setting.prepare()
    print(json.dumps(import_module(f"tests.bench.{sys.argv[1]}").measure(*sys.argv[2:]), ensure_ascii=False))
