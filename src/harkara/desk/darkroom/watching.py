"""What the darkroom does whenever a picture is saved, whoever saves it."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from wagtail.models import UploadedFile

from harkara.desk.darkroom import developing, finding, likeness
from harkara.desk.models import Picture


def watch() -> None:
    """Connects the darkroom with the models."""
    pre_save.connect(develop, sender=Picture, dispatch_uid="desk.darkroom")
    post_save.connect(note_words, sender=Picture, dispatch_uid="desk.darkroom")
    pre_save.connect(develop_aside, sender=UploadedFile, dispatch_uid="desk.darkroom")


def develop(sender: Any, instance: Picture, **_: Any) -> None:
    """Whichever way the file of a new picture came, what is kept says nothing of where and with what it was taken."""
    brought: Any = instance.file
    if not instance._state.adding or not brought or brought._committed:
        return
    if isinstance(brought.file, developing.DevelopedFile):
        return
    brought.seek(0)
    drawn = developing.redraw(brought.read())
    brought.close()
    setattr(instance, "file", developing.DevelopedFile(drawn, brought.name))  # noqa: B010 (the field takes any file; its type knows one)
    instance._set_image_file_metadata()


def develop_aside(sender: Any, instance: UploadedFile, **_: Any) -> None:
    """Wagtail's uploader puts a file aside when a field beside it is wrong: developed, as none is kept as it came."""
    brought: Any = instance.file
    kind = instance.for_content_type
    if kind is None or kind.model_class() is not Picture or brought._committed:
        return
    brought.seek(0)
    drawn = developing.develop(brought.read())
    setattr(instance, "file", developing.DevelopedFile(drawn, brought.name))  # noqa: B010 (as for pictures)


def note_words(sender: Any, instance: Picture, created: bool, **_: Any) -> None:
    """The words by which a picture is found are written down with it; what a new one looks like too."""
    finding.note(instance)
    if created:
        likeness.note(instance)
