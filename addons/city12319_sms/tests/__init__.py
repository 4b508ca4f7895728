from . import test_sms_queue
from . import test_sms_send
from . import test_sms_report
from . import test_sms_rule
from . import test_sms_settings
