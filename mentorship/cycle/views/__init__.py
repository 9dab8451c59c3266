"""Pages of the roadmap. Rules stand in ``workflow``, words and figures in ``roadmap`` and ``evidence``."""
