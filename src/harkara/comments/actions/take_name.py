"""Take a name: how a reader is called under stories."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from harkara.comments import names
from harkara.comments.errors import Refused
from harkara.comments.models import Comment, GuardedName, Reader
from harkara.rack.outbox.sides import READERS

from .shown import changed, tell


def take_name(reader: Reader, name: str) -> Reader:
    """Gives ``reader`` the ``name``; what was said under another one has it too. Raises ``Refused`` for what is no name, or
    looks like somebody else's, or like that of who works here.
    """
    name = names.clean(name)
    looks, sounds = names.looks(name), names.sounds(name)
    alike = Q(looks=looks) | Q(sounds=sounds) if sounds else Q(looks=looks)
    try:
        with transaction.atomic(using=READERS):
            if GuardedName.objects.filter(alike).exists():
                raise Refused("name_guarded", name=name)
            if Reader.objects.filter(looks=looks).exclude(pk=reader.pk).exists():
                raise Refused("name_taken", name=name)
            Reader.objects.filter(pk=reader.pk).update(name=name, looks=looks)
            tell(changed(*Comment.objects.filter(reader=reader, state=Comment.State.SHOWN).only("story", "place")))
    except IntegrityError as error:  # somebody took it in this very moment
        raise Refused("name_taken", name=name) from error
    reader.name, reader.looks = name, looks
    return reader
