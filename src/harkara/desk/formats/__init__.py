"""How dates and numbers look and are typed, for Django (``FORMAT_MODULE_PATH``): one folder a language."""
