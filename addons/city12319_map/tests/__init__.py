from . import test_cells, test_city_map
