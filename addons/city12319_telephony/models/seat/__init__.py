from . import seat
