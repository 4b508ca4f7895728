"""QR codes as blocks, drawn as one path: small in the file and quick for hundreds of sheets."""

import qrcode
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from .text import INK

SIZE = 22 * mm
# choosing the best of the eight masks takes most of the time and gains nothing that a reader needs
MASK = 3


class QrCode(Flowable):
    """The code of one text, with the quiet margin that readers need."""

    def __init__(self, text, size=SIZE):
        super().__init__()
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, mask_pattern=MASK)
        code.add_data(text)
        code.make()
        self.matrix, self.size = code.get_matrix(), size

    def wrap(self, availWidth, availHeight):
        """As wide as it is high."""
        return self.size, self.size

    def draw(self):
        """Fill the dark modules, those beside each other in one piece."""
        canv, module = self.canv, self.size / len(self.matrix)
        path = canv.beginPath()
        for row, modules in enumerate(self.matrix):
            y, start = self.size - (row + 1) * module, None
            for column, dark in enumerate([*modules, False]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    path.rect(start * module, y, (column - start) * module, module)
                    start = None
        canv.saveState()
        canv.setFillColor(INK)
        canv.drawPath(path, stroke=0, fill=1)
        canv.restoreState()
