from . import request_kind
from . import request
from . import order_request
from . import appeal
from . import order_appeal
