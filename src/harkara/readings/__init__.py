"""Readings: what is read now, and what is popular.

The stand counts and writes sums into a spool (``harkara.stand.beacon``); ``counting`` eats it and keeps sums by minute and
hour in the readers' database, and a standing for each story that fades with time; ``popular`` says who stands first, for
sheets, and touches its keys through the outbox when that changes; ``numbers`` tells the newsroom. Stories are known by public
id, readers not at all. It imports the rack, and neither desk nor press nor comments.
"""
