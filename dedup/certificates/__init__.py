"""Certificates 选民资格证明: how one lives, which pairs it explains, and who is about to be on no roll.

A certificate is the lawful way onto a second roll: where one is found, a double registration is a transfer
that the home committee agreed to. Nothing here changes a roll or decides a case.
"""
