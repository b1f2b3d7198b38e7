"""Lets LibreOffice read the Word files that jobs.txt of a folder names, decide on their changes, and write what is left.

Without a desktop it has not the windows in which comments are shown, and breaks where it would open one: files with
comments are for `soffice --convert-to`.
"""
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

folder = Path(sys.argv[1])
pipe = f"but-phe-{folder.name}"


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
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
context = connect()
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
try:
    for job in (folder / "jobs.txt").read_text().splitlines():
        name, wish = job.split()
        document = desktop.loadComponentFromURL(
            (folder / f"{name}.docx").as_uri(), "_blank", 0, (prop("Hidden", True),)
        )
        if wish in COMMANDS:
            dispatcher.executeDispatch(document.CurrentController.Frame, COMMANDS[wish], "", 0, ())
        document.storeToURL(
            (folder / f"{name}.txt").as_uri(),
            (prop("FilterName", "Text (encoded)"), prop("FilterOptions", "UTF8,LF")),
        )
        document.storeToURL(
            (folder / f"{name}.out.docx").as_uri(), (prop("FilterName", "MS Word 2007 XML"),)
        )
        document.close(True)
    desktop.terminate()
finally:
    try:
        office.wait(30)
    except subprocess.TimeoutExpired:
        office.kill()
