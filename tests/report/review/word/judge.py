"""Lets LibreOffice read the Word files that jobs.txt of a folder names, decide on their changes, and write what is left.

Without a desktop it has not the windows in which comments are shown, and breaks where it would open one: files with
comments are for `soffice --convert-to`.
"""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "tools"))
from libreoffice import desktop_of, libreoffice, prop  # noqa: E402

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
folder = Path(sys.argv[1])
with libreoffice(folder) as context:
    desktop = desktop_of(context)
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
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
