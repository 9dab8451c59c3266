"""What portal gives to the layers around it."""


def register():
    """Called once at start-up."""
