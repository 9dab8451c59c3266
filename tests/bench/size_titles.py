"""Names of the sizes, apart from the models: the printing process sets no Django up."""

TITLES = {"one": "детский сад", "ten": "десять садов", "hundred": "сто садов, десять лет"}
