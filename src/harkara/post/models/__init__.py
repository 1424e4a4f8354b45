"""What the post keeps: tables of the readers' database. Nothing here refers to the newsroom's."""

from .push import Message, Reached, Subscription, Walk, Wish

__all__ = ["Message", "Reached", "Subscription", "Walk", "Wish"]
