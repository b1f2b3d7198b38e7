"""Lets LibreOffice make a PDF of a Word file several times, in one process that is up already; prints how long each took, in ms.

Arguments: a folder for its profile and the PDF, the Word file, how often.
"""
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

folder, word, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
pipe = f"but-phe-{folder.name}"


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


office = subprocess.Popen(
    [
        "/usr/bin/soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"--accept=pipe,name={pipe};urp;",
    ],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    context = connect()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for _ in range(rounds):
        began = time.monotonic()
        document = desktop.loadComponentFromURL(word.as_uri(), "_blank", 0, (prop("Hidden", True),))
        document.storeToURL((folder / "out.pdf").as_uri(), (prop("FilterName", "writer_pdf_Export"),))
        print(round((time.monotonic() - began) * 1000), flush=True)
        document.close(True)
    desktop.terminate()
finally:
    try:
        office.wait(30)
    except subprocess.TimeoutExpired:
        office.kill()
