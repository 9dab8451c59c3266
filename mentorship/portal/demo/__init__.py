"""The demo year: an invented kindergarten in the middle of its year, made by the portal's own acts."""
