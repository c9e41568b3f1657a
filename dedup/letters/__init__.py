"""Letters between committees and to voters 函件, typeset as PDF from plain facts.

`facts` says what a letter knows, `wording` says it in Chinese or English, `press` prints it. Nothing
here knows a case, an event or a store: whoever has a case fills in the facts.

>>> press = Press(find_typefaces())               # doctest: +SKIP
>>> pdf = press.pdf(letter, language="zh")        # doctest: +SKIP
"""

from __future__ import annotations
