from . import family, calls, cases, visits, indexes
