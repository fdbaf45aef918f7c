"""A small made world to photograph: planes in depth, people who walk on, light that changes, a camera with faults.

`Scene` is a place; `Moment` what changes from one minute or day to the next; `View` where the camera stands. The same
scene seen from another view at another moment is an honest second picture; `alterations` makes reused ones.
"""

from tests.engine.photo.world.scene import Moment, Scene, View, photograph

__all__ = ["Moment", "Scene", "View", "photograph"]
