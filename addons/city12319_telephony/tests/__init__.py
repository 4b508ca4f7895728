from . import test_ingest
from . import test_disposition
from . import test_callback
from . import test_connector_user
from . import test_command
from . import test_desk
from . import test_recording
from . import test_softphone
