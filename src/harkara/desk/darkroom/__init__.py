"""What happens to a picture between the camera and the paper.

``developing`` decides whether a file is a picture that can be printed, and makes of it the file that is kept.
``terms`` asks whether a picture may be printed, ``uses`` where it was before; ``watching`` connects all this with the models.
"""
