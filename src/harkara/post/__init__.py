"""Post: carries to readers what they asked to be sent.

Who asked for it, and what is on its way to them, lies in the ``readers`` database, apart from the newsroom's; stories are known
by public id. Processes of its own go round with it: the press only lays down what the desk ordered, and never waits for anybody
outside. ``push`` are notices of browsers, which the postman carries (``harkara post``); ``letters`` are letters, which their
carrier hands to the mail server (``harkara letters``).

Doors: ``push.orders`` (what is to be sent), ``push.copy`` (how far it got), ``command`` (the postman), and those of
``letters``. It imports rack, layout and bangla, and knows neither desk nor press nor stand nor comments nor Wagtail.
"""
