"""The door of the explorer: who may come in, under which name, and what nobody may send.

`name()` is the name under which somebody looks, for whatever they enter.
"""

from web.door.rules import Door, door_of
from web.door.visit import name
from web.door.watch import register_door

__all__ = ["Door", "door_of", "name", "register_door"]
