"""Lets LibreOffice make a PDF of a Word file several times, in one process that is up already; prints how long each took, in ms.

Arguments: a folder for its profile and the PDF, the Word file, how often.
"""
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
from libreoffice import desktop_of, libreoffice, prop  # noqa: E402

folder, word, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
with libreoffice(folder) as context:
    for _ in range(rounds):
        began = time.monotonic()
        document = desktop_of(context).loadComponentFromURL(word.as_uri(), "_blank", 0, (prop("Hidden", True),))
        document.storeToURL((folder / "out.pdf").as_uri(), (prop("FilterName", "writer_pdf_Export"),))
        print(round((time.monotonic() - began) * 1000), flush=True)
        document.close(True)
